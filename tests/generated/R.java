// What every generated program calls: a running hash of all values seen, fuel against endless work, small helpers
// that keep strings and indices in bounds. With -Dtrace=true each value is printed as it is hashed.
public final class R {
    static final boolean TRACE = Boolean.getBoolean("trace");
    static int fuel;
    static long hash;
    static int count;

    private static void mix(long v) {
        hash = (hash ^ v) * 0x9E3779B97F4A7C15L + (hash >>> 29);
        count++;
    }

    static void h(int v) {
        if (TRACE) System.out.println(count + " int " + v);
        mix(v);
    }

    static void h(long v) {
        if (TRACE) System.out.println(count + " long " + v);
        mix(v * 3);
    }

    static void h(float v) {
        if (TRACE) System.out.println(count + " float " + v);
        mix(Float.floatToIntBits(v));
    }

    static void h(double v) {
        if (TRACE) System.out.println(count + " double " + v);
        mix(Double.doubleToLongBits(v));
    }

    static void h(boolean v) {
        if (TRACE) System.out.println(count + " boolean " + v);
        mix(v ? 5 : 7);
    }

    static void h(String v) {
        if (TRACE) System.out.println(count + " String " + v);
        mix(v == null ? 11 : v.hashCode());
    }

    static void h(int[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (int v : a) x = x * 31 + v;
        h(x);
    }

    static void h(long[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (long v : a) x = x * 31 + v;
        h(x);
    }

    static void h(double[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (double v : a) x = x * 31 + Double.doubleToLongBits(v);
        h(x);
    }

    static void h(float[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (float v : a) x = x * 31 + Float.floatToIntBits(v);
        h(x);
    }

    static void h(byte[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (byte v : a) x = x * 31 + v;
        h(x);
    }

    static void h(char[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (char v : a) x = x * 31 + v;
        h(x);
    }

    static void h(short[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (short v : a) x = x * 31 + v;
        h(x);
    }

    static void h(boolean[] a) {
        long x = a == null ? 13 : a.length;
        if (a != null) for (boolean v : a) x = x * 31 + (v ? 1 : 0);
        h(x);
    }

    static void h(Object o) {
        if (o == null || o instanceof String || o instanceof Number || o instanceof Enum || o instanceof Record) {
            h(String.valueOf(o));
        } else {
            h(o.getClass().getName());
        }
    }

    /** An exception: class, message, and where it came from (method and line of the first frames). */
    static void h(Throwable t) {
        h(t.getClass().getName());
        h(t.getMessage());
        StackTraceElement[] trace = t.getStackTrace();
        for (int i = 0; i < Math.min(3, trace.length); i++) {
            if (!trace[i].getClassName().startsWith("java.") && !trace[i].getClassName().startsWith("jdk.")) {
                h(trace[i].getMethodName() + ":" + trace[i].getLineNumber());
            }
        }
        if (t.getSuppressed().length > 0) h(t.getSuppressed()[0].getClass().getName());
    }

    /** Keeps strings short, so that loops around a concatenation stay cheap. */
    static String cap(String s) {
        return s == null || s.length() <= 60 ? s : s.substring(s.length() / 2, s.length() / 2 + 30);
    }

    static String sub(String s, int a, int b) {
        if (s == null || s.isEmpty()) return s;
        int from = (a & 0x7fffffff) % s.length(), to = (b & 0x7fffffff) % s.length();
        return from <= to ? s.substring(from, to) : s.substring(to, from);
    }

    static char at(String s, int i) {
        return s == null || s.isEmpty() ? '?' : s.charAt((i & 0x7fffffff) % s.length());
    }
}
