public class FloatCorners {
    static String bits(double d) {
        return Long.toHexString(Double.doubleToLongBits(d));
    }

    static String bits(float f) {
        return Integer.toHexString(Float.floatToIntBits(f));
    }

    static void cmp(double a, double b) {
        System.out.println((a < b) + " " + (a <= b) + " " + (a > b) + " " + (a >= b) + " " + (a == b) + " " + (a != b));
    }

    static void cmp(float a, float b) {
        System.out.println((a < b) + " " + (a <= b) + " " + (a > b) + " " + (a >= b) + " " + (a == b) + " " + (a != b));
    }

    public static void main(String[] args) {
        double[] ds = {0.0, -0.0, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE, Double.MAX_VALUE, Double.MIN_NORMAL, 1e300, 3.0};
        for (double a : ds) {
            for (double b : ds) {
                System.out.println(bits(a + b) + " " + bits(a - b) + " " + bits(a * b) + " " + bits(a / b) + " " + bits(a % b));
                cmp(a, b);
            }
        }
        float[] fs = {0f, -0f, 2.5f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE,
            Float.MAX_VALUE, Float.MIN_NORMAL, 3f};
        for (float a : fs) {
            for (float b : fs) {
                System.out.println(bits(a + b) + " " + bits(a - b) + " " + bits(a * b) + " " + bits(a / b) + " " + bits(a % b));
                cmp(a, b);
            }
        }
        System.out.println(Double.MIN_VALUE / 2);
        System.out.println(Double.MIN_NORMAL / 4);
        System.out.println(Float.MIN_VALUE / 2);
        System.out.println(1e308 * 10);
        System.out.println(0.1 + 0.2);
        System.out.println(0.1f + 0.2f);
        System.out.println((double) 0.1f);
        System.out.println((float) 0.1);
        System.out.println(5.5 % 2.25);
        System.out.println(-5.5 % 2.25);
        System.out.println(1e17 % 3.7);
        System.out.println(-5.5f % 2.25f);
        double d = 1;
        d++;
        d += 2;
        d = -d;
        System.out.println(d);
        System.out.println(Double.compare(0.0, -0.0) + " " + Double.valueOf(Double.NaN).equals(Double.NaN));
        System.out.println(Double.toHexString(Math.PI) + " " + Float.toHexString(1.1f));
    }
}
