import java.util.Arrays;
import java.util.Comparator;

/** Quicksort by hand, the library's sort of ints, and of objects with a comparator. */
public class Sorting extends Kernel {
    static void quick(int[] a, int lo, int hi) {
        while (lo < hi) {
            int p = a[(lo + hi) >>> 1], i = lo, j = hi;
            while (i <= j) {
                while (a[i] < p) {
                    i++;
                }
                while (a[j] > p) {
                    j--;
                }
                if (i <= j) {
                    int t = a[i];
                    a[i++] = a[j];
                    a[j--] = t;
                }
            }
            quick(a, lo, j);
            lo = i;
        }
    }

    @Override
    long run() {
        int n = 20_000;
        int[] a = new int[n];
        int x = 12345;
        for (int i = 0; i < n; i++) {
            x = x * 1103515245 + 12345;
            a[i] = x >>> 8;
        }
        int[] b = a.clone();
        quick(a, 0, n - 1);
        Integer[] boxed = new Integer[4_000];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = b[i];
        }
        Arrays.sort(b);
        Arrays.sort(boxed, Comparator.comparing((Integer v) -> v & 0xff).thenComparing(Comparator.reverseOrder()));
        return a[n / 3] * 31L + b[n / 2] + boxed[77];
    }

    public static void main(String[] args) {
        new Sorting().measure(7);
    }
}
