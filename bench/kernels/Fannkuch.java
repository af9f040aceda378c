/** Permutations and pancake flips on a small int array (the well-known fannkuch problem). */
public class Fannkuch extends Kernel {
    @Override
    long run() {
        int n = 8;
        int[] order = new int[n], work = new int[n], count = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        int best = 0, checksum = 0, permutation = 0, r = n;
        while (true) {
            for (; r != 1; r--) {
                count[r - 1] = r;
            }
            System.arraycopy(order, 0, work, 0, n);
            int flips = 0;
            for (int k = work[0]; k != 0; k = work[0]) {
                for (int i = 0, j = k; i < j; i++, j--) {
                    int t = work[i];
                    work[i] = work[j];
                    work[j] = t;
                }
                flips++;
            }
            best = Math.max(best, flips);
            checksum += (permutation & 1) == 0 ? flips : -flips;
            while (true) {
                if (r == n) {
                    return checksum * 100L + best;
                }
                int first = order[0];
                for (int i = 0; i < r; i++) {
                    order[i] = order[i + 1];
                }
                order[r] = first;
                if (--count[r] > 0) {
                    break;
                }
                r++;
            }
            permutation++;
        }
    }

    public static void main(String[] args) {
        new Fannkuch().measure(7);
    }
}
