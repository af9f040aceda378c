/** Product of matrices: arrays of arrays of doubles, three nested loops. */
public class Matrix extends Kernel {
    @Override
    long run() {
        int n = 90;
        double[][] a = new double[n][n], b = new double[n][n], c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = i + j * 0.5;
                b[i][j] = i * 0.25 - j;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i][k] * b[k][j];
                }
                c[i][j] = sum;
            }
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += c[i][n - 1 - i];
        }
        return Double.doubleToLongBits(trace);
    }

    public static void main(String[] args) {
        new Matrix().measure(7);
    }
}
