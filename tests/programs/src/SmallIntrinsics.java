// @vm -XX:-OmitStackTraceInFastThrow
// Methods that the compiler does in place, with ordinary and with rare arguments, called often enough to be compiled
// (the reference would then throw without a stack trace, unless told not to).

import java.util.Objects;

public class SmallIntrinsics {
    static final int[] INTS = {0, 1, -1, 2, 7, -8, 255, 65536, 0x00ff00ff, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1};
    static final long[] LONGS = {0, 1, -1, 5, -9, 1L << 31, 1L << 32, -1L << 40, 0x0123456789abcdefL, Long.MAX_VALUE, Long.MIN_VALUE};
    static final double[] DOUBLES = {0.0, -0.0, 1.5, -1.5, Double.MIN_VALUE, -Double.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.NaN};
    static final String[] STRINGS = {"", "a", "Latin-1 \u00ff", "\u20ac uro", "x".repeat(100), "\ud83d\ude00 pair", null};

    static long hash = 17;

    static void add(long value) {
        hash = hash * 31 + value;
    }

    static void numbers() {
        for (int a : INTS) {
            for (int b : INTS) {
                add(Math.min(a, b));
                add(Math.max(a, b) - Math.min(b, a));
                add(Math.max(a, a));
                add(Math.min(a, 3) + Math.max(-7, b));
            }
            add(Math.abs(a));
            add(Integer.bitCount(a) + 64 * Integer.numberOfLeadingZeros(a) + 4096 * Integer.numberOfTrailingZeros(a));
            add(Integer.reverseBytes(a));
        }
        for (long a : LONGS) {
            for (long b : LONGS) {
                add(Math.min(a, b) ^ Math.max(b, a) * 3);
            }
            add(Math.abs(a));
            add(Long.bitCount(a) + 128 * Long.numberOfLeadingZeros(a) + 16384 * Long.numberOfTrailingZeros(a));
            add(Long.reverseBytes(a));
        }
        for (double d : DOUBLES) {
            add(Double.doubleToRawLongBits(Math.abs(d)));
            add(Float.floatToRawIntBits(Math.abs((float) d)));
        }
    }

    // Values wait on the expression stack and in locals while the rare ways call the methods.
    static long text(String s, int i, long deep, double deeper) {
        return deep + (s.length() * 3L + (s.charAt(i) ^ s.length()) + (long) (deeper * s.charAt(i)) + deep);
    }

    static void strings() {
        for (String s : STRINGS) {
            for (int i = -1; i < 12; i++) {
                try {
                    add(text(s, i, i * 1_000_000_007L, i + 0.25));
                } catch (RuntimeException e) {
                    add(e.getClass().getName().hashCode());
                }
            }
        }
    }

    static int indexes(int index, int length) {
        return Objects.checkIndex(index, length) * 5 + length;
    }

    static void checks() {
        for (int index : INTS) {
            for (int length : INTS) {
                try {
                    add(indexes(index, length));
                } catch (IndexOutOfBoundsException e) {
                    add(e.getMessage().hashCode());
                }
            }
        }
    }

    static final Class<?>[] CLASSES = {int.class, void.class, int[].class, String[][].class, Object.class, Runnable.class, Override.class, Enum.class,
        Thread.State.class, SmallIntrinsics.class, null};

    static int kind(Class<?> c) {
        return (c.isPrimitive() ? 1 : 0) + (c.isArray() ? 2 : 0) + (c.isInterface() ? 4 : 0);
    }

    static void classes() {
        for (Class<?> c : CLASSES) {
            if (c != null) {
                add(kind(c) + (c.isArray() ? 8 : 16));
            } else {
                try {
                    add(kind(c));
                } catch (NullPointerException e) {
                    add(e.getStackTrace()[0].getMethodName().length());
                }
            }
        }
    }

    static long lastNanos = Long.MIN_VALUE;

    // Values that are in registers before the clocks are read are there afterwards.
    static void clocks(int a, long b, double c) {
        long sum = a + b;
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();
        if (lastNanos != Long.MIN_VALUE && nanos < lastNanos) System.out.println("the clock went back");
        if (millis < 1_600_000_000_000L) System.out.println("it is " + millis);
        lastNanos = nanos;
        add(sum + a * b + (long) (c * 8) + (System.nanoTime() >= nanos ? 1 : 0));
    }

    public static void main(String[] args) {
        for (int round = 0; round < 400; round++) {
            numbers();
            strings();
            checks();
            classes();
            clocks(round, -round * 3L, round * 0.5);
            if (round % 50 == 0) {
                System.out.println(round + " " + hash);
            }
        }
        System.out.println(hash);
        try {
            indexes(3, 2);
        } catch (IndexOutOfBoundsException e) {
            System.out.println(e.getMessage() + " " + e.getStackTrace()[e.getStackTrace().length - 2]);
        }
        try {
            text(null, 0, 0, 0);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage() + " " + e.getStackTrace()[0]);
        }
        try {
            text("abc", 5, 0, 0);
        } catch (StringIndexOutOfBoundsException e) {
            System.out.println(e.getMessage());
        }
    }
}
