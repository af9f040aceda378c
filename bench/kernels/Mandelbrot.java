/** Double arithmetic in locals and compares: how long points of the plane take to escape. */
public class Mandelbrot extends Kernel {
    @Override
    long run() {
        int size = 240;
        long total = 0;
        for (int py = 0; py < size; py++) {
            double ci = 2.0 * py / size - 1.0;
            for (int px = 0; px < size; px++) {
                double cr = 3.0 * px / size - 2.0;
                double zr = 0, zi = 0;
                int n = 0;
                while (n < 100 && zr * zr + zi * zi < 4.0) {
                    double t = zr * zr - zi * zi + cr;
                    zi = 2.0 * zr * zi + ci;
                    zr = t;
                    n++;
                }
                total = total * 31 + n;
            }
        }
        return total;
    }

    public static void main(String[] args) {
        new Mandelbrot().measure(7);
    }
}
