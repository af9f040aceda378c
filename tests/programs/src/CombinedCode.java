// @small
// Neighbouring instructions that the VM runs as one: results, exceptions with their lines, and branches into the middle.
public class CombinedCode {
    int i = 7;
    Object a = "text";
    long j = 1L << 40;
    double d = 1.5;
    CombinedCode next;

    static int loads(int a, int b, int c, int d, int e) {
        int x = a + b;
        x += a + e;
        x += e + b;
        x += e + x;
        x = x + 1 + a * 2 + (b - 5);
        int y = a + e;
        return x + y - 1;
    }

    static long wide(long p, long q, double r, double s, int n) {
        long sum = p + q;
        p = sum + q;
        q = p + sum;
        double f = r * s + s * r;
        double g = f + r;
        f = g + s;
        for (int k = 0; k < n; k++) {
            sum += k;
            f = f * s + r * f;
        }
        return sum + p + q + (long) f + (long) g;
    }

    static int array(int[] numbers, Object[] objects, float[] floats, int spare, int index) {
        int at = index;
        return numbers[at] + objects[at].hashCode() + (int) floats[at] + spare;
    }

    int getters(CombinedCode p0, int spare1, int spare2, CombinedCode p) {
        p.j += i;
        p.d *= p.d;
        p.d = p.d + p0.d * p.d;
        return p0.i + p.a.hashCode() + (int) p.j + p0.toString().length() + (int) p.d;
    }

    @Override
    public String toString() {
        return "C" + i;
    }

    static int ends(int[] numbers) {
        int n = 0;
        for (int k = 0; k < numbers.length; k++) {
            n += numbers[k];
        }
        return n;
    }

    // The arms of ?: meet in the middle of what would otherwise be a pair.
    static int meet(boolean flag, int a, int b, CombinedCode c, CombinedCode e) {
        int x = (flag ? a : b) + a;
        int y = (flag ? c : e).i;
        long z = (flag ? c : e).j + (flag ? 1 : b);
        return x + y + (int) (z >> 3);
    }

    static void fails(String what, Runnable action) {
        try {
            action.run();
            System.out.println(what + ": nothing thrown");
        } catch (RuntimeException e) {
            StackTraceElement top = e.getStackTrace()[0];
            System.out.println(what + ": " + e.getClass().getName() + ": " + e.getMessage() + " " + top.getMethodName() + ":"
                + top.getLineNumber());
        }
    }

    static int nullInt(CombinedCode c) {
        int x = 1;
        return x
            + c.i;
    }

    static int nullReference(CombinedCode c) {
        return c
            .a.hashCode();
    }

    static int nullCall(CombinedCode c) {
        return c
            .toString()
            .length();
    }

    static long nullLong(int p0, int p1, int p2, int p3, CombinedCode c) {
        return c
            .j;
    }

    static void nullUpdate(int p0, int p1, int p2, int p3, CombinedCode c) {
        c
            .j += 2;
    }

    static int badIndex(int[] numbers, int p1, int p2, int p3, int index) {
        return numbers
            [index];
    }

    static int nullLength(int[] numbers) {
        int k = 0;
        while (k
            < numbers.length) {
            k++;
        }
        return k;
    }

    static int caught(CombinedCode c, int[] numbers, int p2, int p3, int index) {
        int result = 0;
        try {
            result = c.i + numbers[index];
        } catch (NullPointerException e) {
            result = -1;
        } catch (ArrayIndexOutOfBoundsException e) {
            result = -2;
        }
        return result;
    }

    public static void main(String[] args) {
        CombinedCode c = new CombinedCode();
        CombinedCode e = new CombinedCode();
        e.i = -3;
        e.next = c;
        for (int round = 0; round < 3; round++) {
            System.out.println(loads(1, 2, 3, 4, 5 + round) + " " + wide(1, 2, 3.25, 0.5, 10 + round));
            System.out.println(array(new int[] {4, 5, 6}, new Object[] {1, 2, 3}, new float[] {7, 8, 9}, 1, round));
            System.out.println(c.getters(e, 1, 2, c) + " " + c.j + " " + c.d + " " + ends(new int[] {1, 2, round}));
            System.out.println(meet(round == 1, 10, 20, c, e));
            System.out.println(caught(c, new int[] {9}, 0, 0, round) + " " + caught(null, null, 0, 0, 0) + " " + caught(c, null, 0, 0, 0));
            fails("int", () -> nullInt(null));
            fails("reference", () -> nullReference(null));
            fails("call", () -> nullCall(null));
            fails("long", () -> nullLong(0, 1, 2, 3, null));
            fails("update", () -> nullUpdate(0, 1, 2, 3, null));
            fails("index", () -> badIndex(new int[2], 0, 0, 0, 2));
            fails("negative", () -> badIndex(new int[2], 0, 0, 0, -1));
            fails("array", () -> badIndex(null, 0, 0, 0, 0));
            fails("length", () -> nullLength(null));
        }
    }
}
