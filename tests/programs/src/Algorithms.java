// @small
public class Algorithms {
    static int levenshtein(String a, String b) {
        int[] prev = new int[b.length() + 1];
        for (int j = 0; j < prev.length; j++) {
            prev[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] cur = new int[prev.length];
            cur[0] = i;
            for (int j = 1; j < cur.length; j++) {
                cur[j] = Math.min(Math.min(cur[j - 1], prev[j]) + 1, prev[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
            }
            prev = cur;
        }
        return prev[b.length()];
    }

    static int knapsack(int[] w, int[] v, int cap) {
        int[] best = new int[cap + 1];
        for (int i = 0; i < w.length; i++) {
            for (int c = cap; c >= w[i]; c--) {
                best[c] = Math.max(best[c], best[c - w[i]] + v[i]);
            }
        }
        return best[cap];
    }

    static int dijkstra(int[][] g, int from, int to) {
        int n = g.length;
        int[] dist = new int[n];
        boolean[] done = new boolean[n];
        for (int i = 0; i < n; i++) {
            dist[i] = Integer.MAX_VALUE;
        }
        dist[from] = 0;
        for (int round = 0; round < n; round++) {
            int u = -1;
            for (int i = 0; i < n; i++) {
                if (!done[i] && (u < 0 || dist[i] < dist[u])) {
                    u = i;
                }
            }
            done[u] = true;
            for (int v = 0; v < n; v++) {
                if (g[u][v] > 0 && dist[u] != Integer.MAX_VALUE && dist[u] + g[u][v] < dist[v]) {
                    dist[v] = dist[u] + g[u][v];
                }
            }
        }
        return dist[to];
    }

    static long modPow(long b, long e, long m) {
        long r = 1;
        for (b %= m; e > 0; e >>= 1, b = b * b % m) {
            if ((e & 1) == 1) {
                r = r * b % m;
            }
        }
        return r;
    }

    static int crc(String s) {
        int c = ~0;
        for (int i = 0; i < s.length(); i++) {
            c ^= s.charAt(i) & 0xff;
            for (int k = 0; k < 8; k++) {
                c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
            }
        }
        return ~c;
    }

    static void permute(char[] a, int k, int[] count) {
        if (k == a.length) {
            count[0]++;
            count[1] = count[1] * 31 + new String(a).hashCode();
            return;
        }
        for (int i = k; i < a.length; i++) {
            char t = a[k];
            a[k] = a[i];
            a[i] = t;
            permute(a, k + 1, count);
            t = a[k];
            a[k] = a[i];
            a[i] = t;
        }
    }

    static String life(int generations) {
        int n = 12;
        boolean[][] g = new boolean[n][n];
        g[1][2] = g[2][3] = g[3][1] = g[3][2] = g[3][3] = true;
        for (int t = 0; t < generations; t++) {
            boolean[][] next = new boolean[n][n];
            for (int y = 0; y < n; y++) {
                for (int x = 0; x < n; x++) {
                    int c = 0;
                    for (int d = 0; d < 9; d++) {
                        if (d != 4 && g[(y + d / 3 - 1 + n) % n][(x + d % 3 - 1 + n) % n]) {
                            c++;
                        }
                    }
                    next[y][x] = c == 3 || c == 2 && g[y][x];
                }
            }
            g = next;
        }
        StringBuilder s = new StringBuilder();
        for (boolean[] row : g) {
            for (boolean b : row) {
                s.append(b ? '#' : '.');
            }
            s.append('\n');
        }
        return s.toString();
    }

    static boolean sudoku(int[] b) {
        for (int i = 0; i < 81; i++) {
            if (b[i] == 0) {
                for (int v = 1; v <= 9; v++) {
                    boolean ok = true;
                    for (int k = 0; k < 9 && ok; k++) {
                        int box = i / 27 * 27 + i % 9 / 3 * 3 + k / 3 * 9 + k % 3;
                        ok = b[i / 9 * 9 + k] != v && b[k * 9 + i % 9] != v && b[box] != v;
                    }
                    if (ok) {
                        b[i] = v;
                        if (sudoku(b)) {
                            return true;
                        }
                        b[i] = 0;
                    }
                }
                return false;
            }
        }
        return true;
    }

    public static void main(String[] args) {
        System.out.println(levenshtein("kitten sitting", "sitting kitten"));
        System.out.println(knapsack(new int[] {12, 2, 1, 4, 1}, new int[] {4, 2, 1, 10, 2}, 15));
        System.out.println(dijkstra(new int[][] {{0, 7, 9, 0, 0, 14}, {7, 0, 10, 15, 0, 0}, {9, 10, 0, 11, 0, 2}, {0, 15, 11, 0, 6, 0},
            {0, 0, 0, 6, 0, 9}, {14, 0, 2, 0, 9, 0}}, 0, 4));
        System.out.println(modPow(3, 1_000_000, 1_000_003));
        System.out.println(Integer.toHexString(crc("123456789")));
        int[] count = new int[2];
        permute("abcde".toCharArray(), 0, count);
        System.out.println(count[0]);
        System.out.println(count[1]);
        System.out.print(life(10));
        String puzzle = "534678910672195348198342567859761420426853791713924856961537284287419635345286170";
        int[] board = new int[81];
        for (int i = 0; i < 81; i++) {
            board[i] = puzzle.charAt(i) - '0';
        }
        System.out.println(sudoku(board));
        StringBuilder s = new StringBuilder();
        for (int v : board) {
            s.append(v);
        }
        System.out.println(s);
    }
}
