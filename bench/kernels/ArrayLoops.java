/** Loops over int, byte, long and two-dimensional arrays: a sieve, a prefix sum, a matrix product. */
public class ArrayLoops extends Kernel {
    @Override
    long run() {
        boolean[] composite = new boolean[800_000];
        int primes = 0;
        for (int i = 2; i < composite.length; i++) {
            if (!composite[i]) {
                primes++;
                for (int j = 2 * i; j < composite.length; j += i) {
                    composite[j] = true;
                }
            }
        }
        long[] sums = new long[300_000];
        for (int i = 1; i < sums.length; i++) {
            sums[i] = sums[i - 1] + (i ^ primes);
        }
        int n = 90;
        int[][] a = new int[n][n];
        int[][] b = new int[n][n];
        int[][] c = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = i + j;
                b[i][j] = i - j;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int s = 0;
                for (int k = 0; k < n; k++) {
                    s += a[i][k] * b[k][j];
                }
                c[i][j] = s;
            }
        }
        return primes + sums[sums.length - 1] + c[3][7];
    }

    public static void main(String[] args) {
        new ArrayLoops().measure(7);
    }
}
