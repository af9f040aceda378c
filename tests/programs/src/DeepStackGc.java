// @small
public class DeepStackGc {
    static Object make(int i) {
        return i % 3 == 0 ? new int[] {i} : i % 3 == 1 ? (Object) ("s" + i) : new Object[] {i};
    }

    static int value(Object o) {
        if (o instanceof int[]) {
            return ((int[]) o)[0];
        }
        if (o instanceof String) {
            return Integer.parseInt(((String) o).substring(1));
        }
        return (Integer) ((Object[]) o)[0];
    }

    static long down(int depth, Object a, long wide, Object b, double d) {
        Object local = make(depth);
        if (depth == 0) {
            System.gc();
            return value(a) + wide + value(b) + (long) d;
        }
        Object[] array = {local, a, null};
        long below = down(depth - 1, local, wide + depth, a, d + 0.5);
        return below + value(local) + value(a) * 2 + value(array[0]) + (array[2] == null ? 1 : 0);
    }

    static String onStack(int n) {
        return "x" + make(3 * n + 1) + (n > 0 ? onStack(n - 1) : churn()) + n;
    }

    static String churn() {
        Object last = null;
        for (int i = 0; i < 300; i++) {
            last = new Object[] {last == null || i % 50 == 0 ? null : last, new byte[i]};
        }
        return last == null ? "none" : "some";
    }

    public static void main(String[] args) {
        System.out.println(down(60, make(1), 1L << 40, make(2), 0.25));
        System.out.println(onStack(6));
        Object a = make(4);
        try {
            Object b = make(5);
            System.gc();
            throw new IllegalStateException("after " + value(b));
        } catch (IllegalStateException e) {
            churn();
            System.out.println(e.getMessage() + value(a));
        } finally {
            System.gc();
            System.out.println(value(a));
        }
    }
}
