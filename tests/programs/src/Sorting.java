// @small
public class Sorting {
    static int[] data(int n, int seed) {
        int[] a = new int[n];
        int x = seed;
        for (int i = 0; i < n; i++) {
            x = x * 1103515245 + 12345;
            a[i] = (x >>> 16) % 1000;
        }
        return a;
    }

    static void bubble(int[] a) {
        for (int i = a.length - 1; i > 0; i--) {
            for (int j = 0; j < i; j++) {
                if (a[j] > a[j + 1]) {
                    int t = a[j];
                    a[j] = a[j + 1];
                    a[j + 1] = t;
                }
            }
        }
    }

    static void insertion(int[] a) {
        for (int i = 1; i < a.length; i++) {
            int v = a[i];
            int j = i;
            while (j > 0 && a[j - 1] > v) {
                a[j] = a[--j];
            }
            a[j] = v;
        }
    }

    static void quick(int[] a, int lo, int hi) {
        if (lo >= hi) {
            return;
        }
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
        quick(a, i, hi);
    }

    static int[] merge(int[] a) {
        if (a.length < 2) {
            return a;
        }
        int m = a.length / 2;
        int[] l = new int[m], r = new int[a.length - m];
        System.arraycopy(a, 0, l, 0, m);
        System.arraycopy(a, m, r, 0, r.length);
        l = merge(l);
        r = merge(r);
        int[] out = new int[a.length];
        for (int i = 0, j = 0, k = 0; k < out.length; k++) {
            out[k] = j == r.length || i < l.length && l[i] <= r[j] ? l[i++] : r[j++];
        }
        return out;
    }

    static void heap(int[] a) {
        for (int i = a.length / 2 - 1; i >= 0; i--) {
            sift(a, i, a.length);
        }
        for (int n = a.length - 1; n > 0; n--) {
            int t = a[0];
            a[0] = a[n];
            a[n] = t;
            sift(a, 0, n);
        }
    }

    static void sift(int[] a, int i, int n) {
        while (2 * i + 1 < n) {
            int c = 2 * i + 1;
            if (c + 1 < n && a[c + 1] > a[c]) {
                c++;
            }
            if (a[i] >= a[c]) {
                return;
            }
            int t = a[i];
            a[i] = a[c];
            a[c] = t;
            i = c;
        }
    }

    static void shell(int[] a) {
        for (int gap = a.length / 2; gap > 0; gap /= 2) {
            for (int i = gap; i < a.length; i++) {
                int v = a[i], j;
                for (j = i; j >= gap && a[j - gap] > v; j -= gap) {
                    a[j] = a[j - gap];
                }
                a[j] = v;
            }
        }
    }

    static int[] counting(int[] a) {
        int[] count = new int[1000];
        for (int x : a) {
            count[x]++;
        }
        int[] out = new int[a.length];
        int k = 0;
        for (int v = 0; v < 1000; v++) {
            while (count[v]-- > 0) {
                out[k++] = v;
            }
        }
        return out;
    }

    static long check(int[] a) {
        long h = 0;
        for (int i = 0; i < a.length; i++) {
            if (i > 0 && a[i] < a[i - 1]) {
                return -1;
            }
            h = h * 31 + a[i];
        }
        return h;
    }

    public static void main(String[] args) {
        int[] a = data(200, 1);
        bubble(a);
        System.out.println(check(a));
        a = data(200, 1);
        insertion(a);
        System.out.println(check(a));
        a = data(200, 1);
        quick(a, 0, a.length - 1);
        System.out.println(check(a));
        System.out.println(check(merge(data(200, 1))));
        a = data(200, 1);
        heap(a);
        System.out.println(check(a));
        a = data(200, 1);
        shell(a);
        System.out.println(check(a));
        System.out.println(check(counting(data(200, 1))));
        a = data(200, 1);
        java.util.Arrays.sort(a);
        System.out.println(check(a));
    }
}
