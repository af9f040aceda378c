// @small
public class Queens {
    static int bits(int n, int cols, int d1, int d2) {
        int full = (1 << n) - 1;
        if (cols == full) {
            return 1;
        }
        int count = 0;
        int free = full & ~(cols | d1 | d2);
        while (free != 0) {
            int bit = free & -free;
            free ^= bit;
            count += bits(n, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1);
        }
        return count;
    }

    private final int[] row;
    private int solutions;
    private String first;

    Queens(int n) {
        row = new int[n];
    }

    private boolean safe(int c, int r) {
        for (int i = 0; i < c; i++) {
            if (row[i] == r || Math.abs(row[i] - r) == c - i) {
                return false;
            }
        }
        return true;
    }

    void place(int c) {
        if (c == row.length) {
            if (solutions++ == 0) {
                StringBuilder s = new StringBuilder();
                for (int r : row) {
                    s.append(r);
                }
                first = s.toString();
            }
            return;
        }
        for (int r = 0; r < row.length; r++) {
            if (safe(c, r)) {
                row[c] = r;
                place(c + 1);
            }
        }
    }

    public static void main(String[] args) {
        for (int n = 4; n <= 8; n++) {
            System.out.println(bits(n, 0, 0, 0));
        }
        Queens q = new Queens(6);
        q.place(0);
        System.out.println(q.solutions);
        System.out.println(q.first);
    }
}
