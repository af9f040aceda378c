// @small
public class Matrix {
    static double[][] multiply(double[][] a, double[][] b) {
        int n = a.length, m = b[0].length, k = b.length;
        double[][] c = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double s = 0;
                for (int x = 0; x < k; x++) {
                    s += a[i][x] * b[x][j];
                }
                c[i][j] = s;
            }
        }
        return c;
    }

    static long[][] power(long[][] m, int e, long mod) {
        long[][] r = {{1, 0}, {0, 1}};
        while (e > 0) {
            if ((e & 1) != 0) {
                r = times(r, m, mod);
            }
            m = times(m, m, mod);
            e >>= 1;
        }
        return r;
    }

    static long[][] times(long[][] a, long[][] b, long mod) {
        long[][] c = new long[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                c[i][j] = (a[i][0] * b[0][j] + a[i][1] * b[1][j]) % mod;
            }
        }
        return c;
    }

    static double determinant(double[][] m) {
        double det = 1;
        int n = m.length;
        for (int c = 0; c < n; c++) {
            int p = c;
            for (int r = c + 1; r < n; r++) {
                if (Math.abs(m[r][c]) > Math.abs(m[p][c])) {
                    p = r;
                }
            }
            if (p != c) {
                double[] t = m[p];
                m[p] = m[c];
                m[c] = t;
                det = -det;
            }
            det *= m[c][c];
            for (int r = c + 1; r < n; r++) {
                double f = m[r][c] / m[c][c];
                for (int k = c; k < n; k++) {
                    m[r][k] -= f * m[c][k];
                }
            }
        }
        return det;
    }

    public static void main(String[] args) {
        int n = 20;
        double[][] a = new double[n][n];
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = (i * 7 + j * 3) % 11 / 4.0;
                b[i][j] = i == j ? 2 : (i + j) % 5;
            }
        }
        double[][] c = multiply(a, b);
        double sum = 0;
        for (double[] row : c) {
            for (double v : row) {
                sum += v;
            }
        }
        System.out.println(sum);
        System.out.println(c[3][5]);
        System.out.println(power(new long[][] {{1, 1}, {1, 0}}, 1000, 1_000_000_007L)[0][1]);
        System.out.println(determinant(new double[][] {{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}}));
        double[][][] cube = new double[3][4][5];
        for (int i = 0; i < 60; i++) {
            cube[i / 20][i / 5 % 4][i % 5] = i;
        }
        System.out.println(cube[2][3][4] + cube[1][0][2]);
    }
}
