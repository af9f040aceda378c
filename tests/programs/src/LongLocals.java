// @small
public class LongLocals {
    long lf = 1L << 50;
    double df = 0.5;
    int tail = 3;
    static long sl = -1;
    static double sd = 1e100;

    static long mix(int a, long b, double c, byte d, long e, float f, short g, double h, char i, boolean j, long k, Object o) {
        return a + b * 3 + (long) c * 5 + d * 7 + e * 11 + (long) (f * 13) + g * 17 + (long) (h * 19) + i * 23 + (j ? 29 : 31)
            + k * 37 + o.hashCode();
    }

    long instance(long x, double y, long z) {
        long a = x + z;
        double b = y * df;
        lf += a;
        df -= b;
        sl ^= lf;
        sd /= 2;
        return a + (long) b;
    }

    public static void main(String[] args) {
        System.out.println(mix(1, 1L << 33, 3.9, (byte) -4, -5L, 6.5f, (short) 7, 8.25, 'A', true, Long.MIN_VALUE, "k"));
        LongLocals p = new LongLocals();
        System.out.println(p.instance(1L << 40, 2.5, -7));
        System.out.println(p.lf);
        System.out.println(p.df);
        System.out.println(p.tail);
        System.out.println(sl);
        System.out.println(sd);
        long l0 = 0, l1 = 1, l2 = 2, l3 = 3, l4 = 4;
        double d0 = 0, d1 = 1, d2 = 2, d3 = 3, d4 = 4;
        for (int i = 0; i < 10; i++) {
            long t = l0 + l1;
            l0 = l1;
            l1 = l2 ^ t;
            l2 = l3 - l4;
            l3 = l4 * 3;
            l4 = t;
            double u = d0 + d1;
            d0 = d1 * 0.5;
            d1 = d2 - u;
            d2 = d3 + d4;
            d3 = d4;
            d4 = u;
        }
        System.out.println(l0 + " " + l1 + " " + l2 + " " + l3 + " " + l4);
        System.out.println(d0 + " " + d1 + " " + d2 + " " + d3 + " " + d4);
        long[] a = {1, 2, 3};
        a[1] += a[2]++ + --a[0];
        System.out.println(a[0] + " " + a[1] + " " + a[2]);
        double[] b = {1, 2};
        b[0] = b[1] = 7.5;
        System.out.println(b[0] + b[1]);
        long cmp = 5;
        System.out.println((cmp > 4) + " " + (cmp < 4L) + " " + (cmp == 5) + " " + (cmp >= 6));
        p.lf = sl = 99;
        System.out.println(p.lf + sl++ + ++sl + p.lf--);
    }
}
