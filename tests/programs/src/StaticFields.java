// @small
public class StaticFields {
    static boolean z;
    static byte b = -1;
    static short s = -2;
    static char c = 'c';
    static int i = 4;
    static long l = 5L << 40;
    static float f = 6.5f;
    static double d = 7.5;
    static String t = "text";
    static Object o;
    static int[] a = {1, 2};
    static final int CI = 42;
    static final long CL = 1L << 60;
    static final float CF = 1.25f;
    static final double CD = Math.PI;
    static final String CS = "constant";
    static final boolean CZ = true;

    boolean iz = true;
    byte ib = 1;
    short is = 2;
    char ic = '3';
    int ii = 4;
    long il = 5;
    float fl = 6;
    double id = 7;
    Object io = this;

    interface K {
        int X = 5;
        String Y = "if" + X;
    }

    static class Sub extends StaticFields implements K {
        static int i = 400;
        byte ib = 11;

        int mix() {
            return i + StaticFields.i + ib + super.ib + X;
        }
    }

    public static void main(String[] args) {
        z = !z;
        b++;
        s -= 5;
        c += 1;
        i *= i;
        l >>= 3;
        f /= 4;
        d %= 2;
        t += t;
        o = a;
        a[1] += a[0];
        System.out.println(z);
        System.out.println(b);
        System.out.println(s);
        System.out.println(c);
        System.out.println(i);
        System.out.println(l);
        System.out.println(f);
        System.out.println(d);
        System.out.println(t);
        System.out.println(((int[]) o)[1]);
        System.out.println(CI + CL);
        System.out.println(CF + CD);
        System.out.println(CS + CZ);
        StaticFields x = new Sub();
        x.iz ^= true;
        x.ib += 127;
        x.is++;
        x.ic--;
        x.ii = ~x.ii;
        x.il = -x.il;
        x.fl *= 1.5f;
        x.id = 1 / x.id;
        System.out.println(x.iz);
        System.out.println(x.ib);
        System.out.println(x.is);
        System.out.println(x.ic);
        System.out.println(x.ii);
        System.out.println(x.il);
        System.out.println(x.fl);
        System.out.println(x.id);
        System.out.println(x.io == x);
        System.out.println(((Sub) x).mix());
        System.out.println(Sub.Y + Sub.CI);
    }
}
