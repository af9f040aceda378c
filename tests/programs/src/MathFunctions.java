public class MathFunctions {
    public static void main(String[] args) {
        double[] xs = {0, -0.0, 0.5, -0.5, 1, -1, 2, 10, 100.25, -3.7, 1e-10, 1e10, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, Math.PI, Math.E};
        for (double x : xs) {
            System.out.println("x=" + x);
            System.out.println(" strict " + StrictMath.sin(x) + " " + StrictMath.cos(x) + " " + StrictMath.tan(x) + " "
                + StrictMath.exp(x) + " " + StrictMath.log(x) + " " + StrictMath.log10(x));
            System.out.println(" strict " + StrictMath.asin(x) + " " + StrictMath.acos(x) + " " + StrictMath.atan(x) + " "
                + StrictMath.sinh(x) + " " + StrictMath.cosh(x) + " " + StrictMath.tanh(x) + " " + StrictMath.cbrt(x));
            System.out.println(" strict " + StrictMath.expm1(x) + " " + StrictMath.log1p(x) + " "
                + StrictMath.hypot(x, 3) + " " + StrictMath.atan2(x, -2) + " " + StrictMath.IEEEremainder(x, 3));
            System.out.println(" exact " + Math.sqrt(x) + " " + Math.floor(x) + " " + Math.ceil(x) + " " + Math.rint(x)
                + " " + Math.round(x) + " " + Math.abs(x) + " " + Math.signum(x));
            System.out.println(" ulps " + Math.ulp(x) + " " + Math.nextUp(x) + " " + Math.nextDown(x) + " "
                + Math.getExponent(x) + " " + Math.scalb(x, 3) + " " + Math.copySign(x, -1) + " " + Math.nextAfter(x, 7));
            System.out.println(" float " + Math.round((float) x) + " " + Math.ulp((float) x) + " "
                + Math.getExponent((float) x));
            System.out.println(" minmax " + Math.min(x, 0.0) + " " + Math.max(x, 0.0) + " " + Math.min(x, -0.0) + " "
                + Math.max(x, -0.0) + " " + Math.fma(x, 2.0, 1.0));
            for (double y : new double[] {0, 1, -1, 2, 0.5, -3, Double.NaN, Double.POSITIVE_INFINITY}) {
                System.out.print(" " + StrictMath.pow(x, y));
            }
            System.out.println();
            // The fast versions may differ in the last place; a few places of slack are plenty.
            double[] fast = {Math.sin(x), Math.cos(x), Math.tan(x), Math.exp(x), Math.log(x), Math.log10(x), Math.pow(x, 1.5),
                Math.atan(x), Math.cbrt(x)};
            double[] strict = {StrictMath.sin(x), StrictMath.cos(x), StrictMath.tan(x), StrictMath.exp(x),
                StrictMath.log(x), StrictMath.log10(x), StrictMath.pow(x, 1.5), StrictMath.atan(x), StrictMath.cbrt(x)};
            for (int i = 0; i < fast.length; i++) {
                boolean same = Double.compare(fast[i], strict[i]) == 0
                    || Math.abs(fast[i] - strict[i]) <= 2 * Math.ulp(strict[i]);
                System.out.print(same ? "." : "!");
            }
            System.out.println();
        }
        System.out.println(Math.toDegrees(Math.PI) + " " + Math.toRadians(180));
        System.out.println(Math.absExact(-5) + " " + Math.floorMod(-5L, 3) + " " + Math.ceil(-0.2));
    }
}
