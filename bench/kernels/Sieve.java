/** Sieve of Eratosthenes: writes to a boolean array with growing strides. */
public class Sieve extends Kernel {
    @Override
    long run() {
        int n = 400_000;
        boolean[] composite = new boolean[n + 1];
        int count = 0;
        for (int i = 2; i <= n; i++) {
            if (!composite[i]) {
                count++;
                for (long j = (long) i * i; j <= n; j += i) {
                    composite[(int) j] = true;
                }
            }
        }
        return count;
    }

    public static void main(String[] args) {
        new Sieve().measure(7);
    }
}
