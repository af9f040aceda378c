public class Conversions {
    public static void main(String[] args) {
        double[] ds = {0, -0.0, 1.99, -1.99, 2147483647.0, 2147483648.0, -2147483648.0, -2147483649.0, 9.3e18, -9.3e18,
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 65.5, 300.7, -129.2, 70000.9, 1e-320};
        for (double d : ds) {
            System.out.println((int) d + " " + (long) d + " " + (float) d + " " + (byte) d + " " + (short) d + " "
                + (int) (char) d);
        }
        float[] fs = {1.5f, -1.5f, 2147483647f, 3e10f, -3e10f, 1e19f, -1e19f, Float.NaN, Float.POSITIVE_INFINITY};
        for (float f : fs) {
            System.out.println((int) f + " " + (long) f + " " + (double) f + " " + (byte) f + " " + (short) f);
        }
        long[] ls = {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x1_0000_0001L, 0x7fffffffffL, 16777217L, 9007199254740993L};
        for (long l : ls) {
            System.out.println((int) l + " " + (float) l + " " + (double) l + " " + (byte) l + " " + (short) l + " "
                + (int) (char) l);
        }
        int[] is = {0, -1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, Integer.MIN_VALUE, 16777217};
        for (int i : is) {
            System.out.println((byte) i + " " + (short) i + " " + (int) (char) i + " " + (long) i + " " + (float) i + " "
                + (double) i);
        }
        Object o = 42;
        int unboxed = (Integer) o;
        long widened = (Integer) o;
        System.out.println(unboxed + widened);
        Character boxedChar = 'x';
        int fromChar = boxedChar + 1;
        System.out.println(fromChar);
        System.out.println(true ? 1 : 2.0);
        System.out.println(true ? 'a' : 0);
        System.out.println((Object) (true ? (Integer) 1 : (Double) 2.0));
        Integer a = 127, b = 127, c = 128, d = 128;
        System.out.println((a == b) + " " + (c == d) + " " + c.equals(d));
        Long la = 127L;
        System.out.println(la.equals(127) + " " + la.equals(127L));
    }
}
