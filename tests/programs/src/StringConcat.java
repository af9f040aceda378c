public class StringConcat {
    static int calls;

    static String side(String s) {
        calls++;
        return s + calls;
    }

    @Override
    public String toString() {
        return "obj";
    }

    public static void main(String[] args) {
        boolean z = true;
        byte b = -1;
        short s = -2;
        char c = 'c';
        int i = 4;
        long l = -5L;
        float f = 6.5f;
        double d = 7.25;
        String t = "t";
        Object o = new StringConcat();
        Object none = null;
        String nullString = null;
        char[] chars = {'x', 'y'};
        System.out.println(z + "" + b + s + c + i + l + f + d + t + o + none + nullString);
        System.out.println("" + i + l);
        System.out.println(i + l + "sum" + i + l);
        System.out.println(c + i + "" + c + i);
        System.out.println("const" + 1 + 'c' + 2.0 + true + null);
        System.out.println("\u0001\u0002" + i + "\u0001");
        System.out.println("wide \u4e2d" + c + "\u00e9" + '\u00e9' + (char) 0x4e2d);
        System.out.println(("" + '\ud83d' + '\ude00').codePointAt(0));
        String acc = "a";
        acc += 1;
        acc += 2.5f;
        acc += 'z';
        acc += null;
        acc += new int[0].length;
        System.out.println(acc);
        String[] array = {"p"};
        int k = 0;
        array[k++] += "q" + k;
        System.out.println(array[0] + k);
        System.out.println(side("x") + side("y") + side("z"));
        System.out.println(new String(chars) + chars.length);
        System.out.println("" + Integer.MIN_VALUE + Long.MIN_VALUE + Byte.MIN_VALUE + Short.MIN_VALUE);
        System.out.println("" + Float.NaN + Double.NEGATIVE_INFINITY + -0.0 + 1e-5 + 1e7 + 100.0f + 1.0E10f);
        int v = 1;
        String lots = "a" + v + "b" + l + "c" + d + "d" + f + "e" + c + "f" + z + "g" + t + "h" + o + "i" + v + "j" + l + "k"
            + d + "l" + f + "m" + c + "n" + z + "o" + t + "p" + o + "q" + v + "r" + l + "s" + d + "t" + f + "u" + c + "v" + z
            + "w" + t + "x" + o + "y" + v + "z" + l;
        System.out.println(lots);
        // More than 200 operands: javac splits the call site.
        String huge = t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t
            + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v
            + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l + v + l
            + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d + v + d
            + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t + v + t
            + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o + v + o
            + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c + v + c
            + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z + v + z;
        System.out.println(huge.length() + " " + huge.hashCode());
        String grow = "";
        for (int n = 0; n < 200; n++) {
            grow += n % 10;
        }
        System.out.println(grow.length() + " " + grow.hashCode());
        final String k1 = "con";
        final String k2 = "stant";
        System.out.println((k1 + k2) == "constant");
        System.out.println((acc + "") == acc);
        Object oo = 'q';
        System.out.println("" + oo + (Integer) 5 + (Long) 6L + (Character) 'r' + Boolean.TRUE);
    }
}
