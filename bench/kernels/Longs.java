/** Long arithmetic: a linear generator, xorshift, modular powers, bit counting. */
public class Longs extends Kernel {
    static long modPow(long b, long e, long m) {
        long r = 1;
        for (b %= m; e > 0; e >>= 1) {
            if ((e & 1) == 1) {
                r = r * b % m;
            }
            b = b * b % m;
        }
        return r;
    }

    @Override
    long run() {
        long s = 88172645463325252L;
        long sum = 0;
        for (int i = 0; i < 500_000; i++) {
            s ^= s << 13;
            s ^= s >>> 7;
            s ^= s << 17;
            sum += Long.bitCount(s) + (s > 0 ? 1 : -1);
        }
        for (int i = 1; i < 3_000; i++) {
            sum += modPow(i, 1_000_003, 2_147_483_629L);
        }
        return sum ^ s;
    }

    public static void main(String[] args) {
        new Longs().measure(7);
    }
}
