// @vm -XX:-OmitStackTraceInFastThrow
// Small methods that a compiler does in place of a call: all kinds of bodies, and everything rare that can happen in them,
// where the call must be made after all and stack traces must show it.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

public class InlinedCalls {
    static long hash = 17;

    static void add(long value) {
        hash = hash * 31 + value;
    }

    static class Point {
        int x, y;
        byte tiny;
        boolean flag;
        long wide;
        double real;
        float single;
        Object ref;
        Point next;

        Point() {
        }

        Point(int x, int y) {
            this.x = x;
            this.y = y;
        }

        Point(Point other) {
            this(other.x, other.y);
            wide = other.wide;
        }

        int sum() { return x + y; }
        void move(int dx, int dy) { x += dx; y += dy; }
        Point with(int newX) { return new Point(newX, y); }
        long addWide(long a, int b, long c) { return wide += a * b - c; }
        double scale(double by, float and) { return real * by + single - and; }
        boolean isRight() { return x > 0; }
        byte asByte(int v) { return (byte) v; }
        char asChar(int v) { return (char) v; }
        short asShort(int v) { return (short) v; }
        int nextX() { return next.x; }
        Object lazy() { return ref != null ? ref : make(); }
        Object make() { return ref = "made " + x; }
        void setNextX(int v) { next.x = v; }
        int afterEffect(int v) { x = v; return y; }
        final int twice(int v) { return once(v) + once(v + 1); }
        private int once(int v) { x ^= v; return plusOne(x); }
    }

    static int plusOne(int v) { return v + 1; }
    static int clamp(int v, int low, int high) { return v < low ? low : v > high ? high : v; }
    static int pick(int[] array, int i) { return array[i]; }
    static void put(long[] array, int i, long v) { array[i] = v; }
    static int length(Object[] array) { return array.length; }
    static int divide(int a, int b) { return a / b; }
    static long rest(long a, long b) { return a % b; }
    static String text(Object o) { return (String) o; }
    static boolean isText(Object o) { return o instanceof String; }
    static boolean isNumber(Object o) { return o instanceof Comparable; }
    static int changes(int a) { a = a * 3; if (a > 10) { a -= 7; } int b = a + 1; b++; return a ^ b; }
    static long wideChanges(long a, double d) { long c = a; if (d > 1) { c = c + (long) d; a--; } return c * a; }
    static float most(float a, float b) { return a > b ? a : b; }
    static double least(double a, double b) { return a < b || a != a ? a : b; }
    static int compare(long a, long b) { return a < b ? -1 : a == b ? 0 : 1; }
    static int toInt(double d) { return (int) d; }
    static int choose(int v) {
        switch (v) {
            case 1: return 10;
            case 2: return 20;
            case 5: return v * 3;
            default: return -v;
        }
    }
    static <T> T require(T o) { if (o == null) { throw new IllegalStateException("null"); } return o; }
    static int sum9(int a, long b, int c, double d, int e, long f, float g, int h, int i) {
        return a + (int) b * 3 + c * 5 + (int) d * 7 + e * 11 + (int) f * 13 + (int) g * 17 + h * 19 + i * 23;
    }
    static int[] fresh(int n) { return new int[n]; }
    static Integer box(int v) { return v; }
    static boolean not(boolean b) { return !b; }
    static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    static boolean even(int n) { return n == 0 || odd(n - 1); }
    static boolean odd(int n) { return n != 0 && even(n - 1); }
    static int sink(int n) { return n > 100_000_000 ? n : sink(n + 1) + 1; }

    static void ordinary(int i) {
        Point p = new Point(i, -i / 2);
        p.next = new Point(p);
        p.wide = i * 77L;
        p.real = i * 1.25;
        p.single = i / 3f;
        p.move(3, plusOne(i));
        add(p.sum());
        add(p.with(i & 7).sum());
        add(p.addWide(i, 3, 1L << 40));
        add(Double.doubleToLongBits(p.scale(1.5, 2.5f)));
        add(p.isRight() ? 1 : 2);
        add(p.asByte(i * 37));
        add(p.asChar(i * 7777));
        add(p.asShort(i * -7777));
        add(p.nextX());
        p.setNextX(i);
        add(p.next.x);
        add(p.afterEffect(i) + p.x);
        add(p.twice(i));
        if (i % 50 == 0) {
            p.ref = "there";
        }
        add(p.lazy().hashCode());
        add(clamp(i, 10, 1000) + clamp(-i, -1000, -10) * 3 + clamp(50, i, i + 20));
        add(changes(i) + wideChanges(i, i * 0.5));
        add(Float.floatToIntBits(most(i, 300f)) ^ Double.doubleToLongBits(least(i % 3 == 0 ? Double.NaN : i, 400)));
        add(compare(i, 500) + toInt(i * 1e7) + choose(i % 7));
        add(sum9(i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, i + 8));
        add(box(i) + box(-i) + fresh(i % 5).length);
        add(not(i % 2 == 0) ^ isText(p.ref) ^ isNumber(i % 3 == 0 ? (Object) p : i) ? 5 : 6);
        // Values on the expression stack below calls, and results used at once.
        add(i * 3 + plusOne(i * 5 + clamp(i * 7, plusOne(i), 900) * 2) - clamp(plusOne(i) + 1, 0, 77));
        add((long) (i * 0.5 + most(i, 7f) * least(i, 3.0)) + i * (long) clamp(i, 5, 6));
    }

    interface Rare {
        void run(int i);
    }

    static String where(Throwable e) {
        StringBuilder s = new StringBuilder(e.toString());
        for (StackTraceElement f : e.getStackTrace()) {
            if (f.getClassName().startsWith("InlinedCalls")) {
                s.append(" < ").append(f.getMethodName().startsWith("lambda$") ? "lambda" : f.getMethodName()).append(':').append(f.getLineNumber());
            }
        }
        return s.toString();
    }

    static void rare(String name, Rare action) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            try {
                action.run(i);
                if (i > 550) {
                    System.out.println(name + ": nothing thrown at " + i);
                }
            } catch (RuntimeException e) {
                String at = where(e);
                if (seen.add(at)) {
                    System.out.println(name + ": " + at);
                }
            }
        }
    }

    static abstract class Shape {
        abstract int area(int k);
        int twice(int k) { return area(k) * 2; }
        int id() { return 1; }
    }

    static class Square extends Shape {
        int side = 4;
        int area(int k) { return side * k; }
    }

    // Loaded late: frames that call Shape's methods are active then.
    static class Circle extends Square {
        int area(int k) { return k > 5 ? new Throwable().getStackTrace().length : side - k; }
        int id() { return 2; }
    }

    static Shape late(int i) { return i < 700 ? new Square() : new Circle(); }

    static long shapes(Shape s, int depth) {
        long sum = s.area(depth) + 3 * s.twice(depth + 1) + s.id();
        return depth == 0 ? sum : sum + shapes(depth == 2 ? late(count) : s, depth - 1) * 7 + s.area(1) + s.id();
    }

    static int count;

    interface Op {
        int op(int x);

        private int more(int x) {
            return op(x) + 1;
        }

        default Op then(Op next) {
            return x -> next.op(more(x));
        }

        default int twice(int x) {
            return op(op(x));
        }
    }

    static class Triple implements Op {
        public int op(int x) { return 3 * x; }
        public String toString() { return "triple"; }
    }

    static class Half extends Triple {
        public int op(int x) { return x / 2; }
        public int twice(int x) { return x / 4; }
        public int hashCode() { return 4; }
    }

    static long use(Op op, int x) {
        return op.op(x) + 3L * op.twice(x) + (op.hashCode() & 0) + op.toString().length() / 100;
    }

    // One receiver for long, then others.
    static void receivers() {
        long sum = 0;
        Op inc = x -> x + 1;
        for (int i = 0; i < 2000; i++) {
            Op op = i < 500 ? new Triple() : i < 1000 ? inc : i % 3 == 0 ? new Half() : i % 3 == 1 ? inc.then(new Triple()).then(inc) : inc::op;
            sum = sum * 31 + use(op, i);
            if (i > 1990) {
                try {
                    sum += use(i == 1995 ? null : op, i);
                } catch (NullPointerException e) {
                    System.out.println(where(e));
                }
            }
        }
        System.out.println("receivers " + sum);
    }

    public static void main(String[] args) {
        for (int i = 0; i < 3000; i++) {
            ordinary(i);
        }
        System.out.println("ordinary " + hash);
        int[] ints = {1, 2, 3};
        long[] longs = new long[4];
        Point alone = new Point(1, 2);
        List<Object> objects = new ArrayList<>(Arrays.asList("a", 1, null, 2.5));
        rare("index", i -> add(pick(ints, i < 300 ? i % 3 : i % 2 == 0 ? -1 : 3)));
        rare("store", i -> put(longs, i < 300 ? i & 3 : 4, i));
        rare("null array", i -> add(length(i < 300 ? args : null)));
        rare("null receiver", i -> add((i < 300 ? alone : null).sum()));
        rare("null inside", i -> { alone.next = i < 300 ? alone : null; add(alone.nextX()); });
        rare("null store", i -> { alone.next = i < 300 ? alone : null; alone.setNextX(i); });
        rare("divide", i -> add(divide(i, i < 300 ? 7 : 0)));
        rare("divide overflow", i -> { add(divide(Integer.MIN_VALUE, i < 300 ? 7 : -1)); if (i > 550) throw new RuntimeException("end"); });
        rare("rest", i -> add(rest(i, i < 300 ? 7 : 0)));
        rare("cast", i -> add(text(i < 300 ? "abc" : objects.get(1 + i % 2 * 2)).length()));
        rare("require", i -> add(require(i < 300 ? alone : null).x));
        rare("negative size", i -> add(fresh(i < 300 ? i : -7).length));
        rare("nested", i -> { alone.next = i < 300 ? alone : null; add(plusOne(clamp(alone.nextX(), 3, pick(ints, 2)))); });
        rare("copy", i -> add(new Point(i < 300 ? alone : null).x));
        System.out.println("rare " + hash);
        long sum = 0;
        for (count = 0; count < 900; count++) {
            sum = sum * 31 + shapes(new Square(), 4);
        }
        System.out.println("shapes " + sum);
        receivers();
        System.out.println(fib(21) + " " + even(1000) + " " + odd(999) + " " + even(77));
        for (int i = 0; i < 3; i++) {
            try {
                sink(0);
                System.out.println("no overflow");
            } catch (StackOverflowError e) {
                StackTraceElement[] trace = e.getStackTrace();
                System.out.println("overflow in " + trace[trace.length - 1].getMethodName() + " " + (trace.length > 500));
            }
        }
    }
}
