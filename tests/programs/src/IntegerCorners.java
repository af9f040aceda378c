// @small
public class IntegerCorners {
    static int div(int a, int b) {
        return a / b;
    }

    static int rem(int a, int b) {
        return a % b;
    }

    static long ldiv(long a, long b) {
        return a / b;
    }

    static long lrem(long a, long b) {
        return a % b;
    }

    static void tryInt(int a, int b) {
        try {
            System.out.println(div(a, b));
            System.out.println(rem(a, b));
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
    }

    static void tryLong(long a, long b) {
        try {
            System.out.println(ldiv(a, b));
            System.out.println(lrem(a, b));
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
    }

    public static void main(String[] args) {
        int[] ints = {0, 1, -1, 7, -7, 3, -3, Integer.MIN_VALUE, Integer.MAX_VALUE};
        for (int a : ints) {
            for (int b : ints) {
                tryInt(a, b);
            }
        }
        long[] longs = {0, 1, -1, 10, -10, 3, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, -(1L << 31)};
        for (long a : longs) {
            for (long b : longs) {
                tryLong(a, b);
            }
        }
        int max = Integer.MAX_VALUE;
        long lmax = Long.MAX_VALUE;
        System.out.println(max + 1);
        System.out.println(lmax + 1);
        System.out.println(-Integer.MIN_VALUE);
        System.out.println(-Long.MIN_VALUE);
        System.out.println(max * max);
        System.out.println(lmax * lmax);
        System.out.println(Math.abs(Integer.MIN_VALUE));
        byte b = (byte) 200;
        b += 100;
        System.out.println(b);
        short s = (short) 40000;
        s *= 3;
        System.out.println(s);
        char c = 'z';
        c++;
        c += 65500;
        System.out.println((int) c);
        int i = 5;
        i = i++ + ++i;
        System.out.println(i);
        i += 3.7;
        System.out.println(i);
        i -= 1000L * 1000 * 1000 * 1000;
        System.out.println(i);
        for (int k = 32760; k < 32775; k += 5) {
            System.out.println((short) k);
        }
        int wide = 0;
        wide += 1000;
        wide -= 32768;
        wide += 32767;
        System.out.println(wide);
        try {
            Math.addExact(max, 1);
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        try {
            Math.multiplyExact(lmax, 2L);
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        try {
            Math.toIntExact(1L << 40);
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(Math.floorDiv(-7, 2) + " " + Math.floorMod(-7, 2) + " " + Math.multiplyHigh(lmax, lmax));
        System.out.println(Integer.divideUnsigned(-1, 3) + " " + Integer.remainderUnsigned(-1, 7));
        System.out.println(Long.divideUnsigned(-1L, 3) + " " + Long.remainderUnsigned(-1L, 7));
        System.out.println(Long.toUnsignedString(-1L) + " " + Integer.toUnsignedString(-2));
        System.out.println(Integer.compare(-1, 1) + " " + Integer.compareUnsigned(-1, 1));
    }
}
