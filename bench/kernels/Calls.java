/** Static, private and final calls with few and with many arguments. */
public class Calls extends Kernel {
    private int state;

    static int one(int a) {
        return a + 1;
    }

    static long many(int a, long b, int c, double d, int e, long f) {
        return a + b + c + (long) d + e + f;
    }

    private int step(int x) {
        state ^= x;
        return one(state);
    }

    final int twice(int x) {
        return step(x) + step(x + 1);
    }

    @Override
    long run() {
        state = 0;
        long sum = 0;
        for (int i = 0; i < 200_000; i++) {
            sum += twice(i) + many(i, sum, 3, 4.0, i, 6L);
        }
        return sum;
    }

    public static void main(String[] args) {
        new Calls().measure(7);
    }
}
