// @vm -XX:-OmitStackTraceInFastThrow
// Stores into arrays of every kind of class: the value's own, superclasses near and far, interfaces, arrays of arrays.

import java.io.Serializable;

public class ArrayStores {
    static class C1 { }
    static class C2 extends C1 implements Runnable { public void run() { } }
    static class C3 extends C2 { }
    static class C4 extends C3 { }
    static class C5 extends C4 implements Serializable { }
    static class C6 extends C5 { }
    static class C7 extends C6 { }
    static class C8 extends C7 { }
    static class C9 extends C8 { }
    static class C10 extends C9 { }

    static final Object[][] ARRAYS = {
        new Object[2], new C1[2], new C2[2], new C3[2], new C6[2], new C7[2], new C8[2], new C9[2], new C10[2], new Runnable[2],
        new Serializable[2], new Number[2], new Integer[2], new Comparable<?>[2], new String[2], new int[2][], new Object[2][],
        new Object[2][][], new C1[2][], new Runnable[2][], new Cloneable[2], new Serializable[2][],
    };
    static final Object[] VALUES = {
        null, new Object(), new C1(), new C2(), new C3(), new C5(), new C6(), new C7(), new C8(), new C9(), new C10(), 1, 2L, "text",
        new int[1], new long[1], new int[1][], new Object[1], new String[1], new C1[1], new C8[1][], new C2[1], new Thread(),
    };

    static boolean store(Object[] array, int index, Object value) {
        try {
            array[index] = value;
            return true;
        } catch (ArrayStoreException e) {
            return false;
        }
    }

    // Values in registers and on the expression stack around the store stay what they are.
    static int around(Object[] array, Object value, int a, int b, int c) {
        int x = a * b, y = b + c, z = a - c;
        int before = x ^ y;
        try {
            array[x - x] = value;
            x += array.length;
        } catch (ArrayStoreException e) {
            z += e.getMessage().length();
        }
        return before + x * 3 + y * 5 + z * 7;
    }

    public static void main(String[] args) {
        long hash = 0;
        for (int round = 0; round < 300; round++) {
            for (Object[] array : ARRAYS) {
                for (Object value : VALUES) {
                    boolean is_stored = store(array, round & 1, value);
                    hash = hash * 31 + (is_stored ? 1 : 0) + around(array, value, round, 3, 5);
                    if (is_stored != (value == null || array.getClass().getComponentType().isInstance(value))) System.out.println("wrong");
                }
            }
        }
        System.out.println(hash);
        for (Object[] array : ARRAYS) {
            StringBuilder line = new StringBuilder();
            for (Object value : VALUES) line.append(store(array, 0, value) ? '1' : '0');
            System.out.println(line + " " + array.getClass().getSimpleName());
        }
    }
}
