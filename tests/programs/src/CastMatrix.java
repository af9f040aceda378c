// @small
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

public class CastMatrix {
    interface I {
    }

    interface J extends I {
    }

    static class A implements J {
    }

    static class B extends A implements Comparable<B> {
        public int compareTo(B o) {
            return 0;
        }
    }

    static final class C extends B {
    }

    static class D1 extends C2 { }
    static class C2 extends C3 { }
    static class C3 extends C4 { }
    static class C4 extends C5 { }
    static class C5 extends C6 { }
    static class C6 extends C7 { }
    static class C7 extends C8 { }
    static class C8 extends C9 { }
    static class C9 implements I { }

    static char bit(boolean b) {
        return b ? '1' : '0';
    }

    static void row(String name, Object o) {
        StringBuilder s = new StringBuilder();
        s.append(bit(o instanceof Object)).append(bit(o instanceof I)).append(bit(o instanceof J)).append(bit(o instanceof A))
            .append(bit(o instanceof B)).append(bit(o instanceof C)).append(bit(o instanceof Comparable)).append(bit(o instanceof Serializable))
            .append(bit(o instanceof Cloneable)).append(' ').append(bit(o instanceof Object[])).append(bit(o instanceof I[]))
            .append(bit(o instanceof A[])).append(bit(o instanceof B[])).append(bit(o instanceof C[])).append(bit(o instanceof Comparable[]))
            .append(bit(o instanceof int[])).append(bit(o instanceof long[])).append(bit(o instanceof Object[][])).append(bit(o instanceof I[][]))
            .append(bit(o instanceof int[][])).append(bit(o instanceof Cloneable[])).append(bit(o instanceof Serializable[])).append(bit(o instanceof Serializable[][]))
            .append(' ').append(bit(o instanceof C9)).append(bit(o instanceof C5)).append(bit(o instanceof D1)).append(bit(o instanceof List))
            .append(bit(o instanceof RandomAccess)).append(bit(o instanceof Number));
        System.out.println(s + " " + name);
    }

    static int casts(Object o) {
        int mask = 0;
        try {
            Object x = (I) o;
            mask |= 1;
        } catch (ClassCastException e) {
        }
        try {
            Object x = (B) o;
            mask |= 2;
        } catch (ClassCastException e) {
        }
        try {
            Object x = (C) o;
            mask |= 4;
        } catch (ClassCastException e) {
        }
        try {
            Object x = (Object[]) o;
            mask |= 8;
        } catch (ClassCastException e) {
        }
        try {
            Object x = (I[]) o;
            mask |= 16;
        } catch (ClassCastException e) {
        }
        try {
            Object x = (int[]) o;
            mask |= 32;
        } catch (ClassCastException e) {
        }
        try {
            Object x = (D1) o;
            mask |= 64;
        } catch (ClassCastException e) {
        }
        return mask;
    }

    public static void main(String[] args) {
        Object[] os = {null, new Object(), new A(), new B(), new C(), new D1(), new C5(), "s", 1, new ArrayList<>(), new Object[0], new A[0], new C[0],
            new I[0], new String[0], new int[0], new long[0], new int[0][0], new C[0][0], new Object[0][0][0], new Cloneable[0], new Integer[0]};
        for (Object o : os) {
            row(o == null ? "null" : o.getClass().getSimpleName(), o);
            System.out.println(casts(o));
        }
        Object[] store = new A[3];
        store[0] = new C();
        store[1] = null;
        try {
            store[2] = new C9();
        } catch (ArrayStoreException e) {
            System.out.println(e.getMessage());
        }
        I[] interfaces = new J[2];
        interfaces[0] = new B();
        try {
            interfaces[1] = new D1();
        } catch (ArrayStoreException e) {
            System.out.println(e.getMessage());
        }
        Object[][] nested = new Object[2][];
        nested[0] = new String[1];
        nested[1] = new int[1][1];
        try {
            nested[0][0] = 1;
        } catch (ArrayStoreException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(A[].class.isAssignableFrom(C[].class) + " " + I[].class.isAssignableFrom(A[].class) + " "
            + Object.class.isAssignableFrom(int[].class) + " " + Object[].class.isAssignableFrom(int[].class) + " " + A[].class.isInstance(new B[0]));
    }
}
