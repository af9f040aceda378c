import java.lang.reflect.*;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

public class Reflection {
    static class Target<T extends Number> implements Comparable<Target<T>> {
        public int number = 5;
        private String hidden = "secret";
        static long shared = 77;
        protected final double constant = 2.5;
        T generic;
        Map<String, List<? super T>> wild;
        volatile boolean flag;

        public Target() {
        }

        private Target(int n, String... rest) throws java.io.IOException {
            number = n + rest.length;
            if (n < 0) {
                throw new java.io.IOException("negative");
            }
        }

        public int add(int a, long b) {
            return (int) (a + b + number);
        }

        private static String whisper(String s) {
            return s.toLowerCase();
        }

        public <X> X identity(X x) {
            return x;
        }

        void fails() {
            throw new IllegalStateException("inside");
        }

        public int compareTo(Target<T> o) {
            return 0;
        }

        byte allTypes(boolean z, byte b, short s, char c, int i, long l, float f, double d, Object o, int[] a) {
            return (byte) ((z ? 1 : 0) + b + s + c + i + l + f + d + a.length + o.hashCode());
        }
    }

    static class Sub extends Target<Integer> {
        @Override
        public int add(int a, long b) {
            return -1;
        }
    }

    static void attempt(Action a) {
        try {
            System.out.println(a.run());
        } catch (InvocationTargetException e) {
            System.out.println("ITE " + e.getCause());
        } catch (Throwable e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    interface Action {
        Object run() throws Throwable;
    }

    public static void main(String[] args) throws Exception {
        Class<?> c = Class.forName("Reflection$Target");
        Object o = c.getDeclaredConstructor().newInstance();
        System.out.println(c.getName() + " " + c.getSimpleName() + " " + Modifier.toString(c.getModifiers()) + " " + c.getSuperclass() + " "
            + Arrays.toString(c.getInterfaces()) + Arrays.toString(c.getGenericInterfaces()) + Arrays.toString(c.getTypeParameters()));
        for (Field f : c.getDeclaredFields()) {
            System.out.println(f.toGenericString() + " | " + f.getType().getSimpleName());
        }
        Method[] methods = c.getDeclaredMethods();
        Arrays.sort(methods, Comparator.comparing(Method::toString));
        for (Method m : methods) {
            System.out.println(m.toGenericString() + " | " + m.isBridge() + m.isVarArgs() + m.isSynthetic() + m.getParameterCount());
        }
        for (Constructor<?> k : Arrays.stream(c.getDeclaredConstructors()).sorted(Comparator.comparing(Constructor::toString)).toList()) {
            System.out.println(k + " " + Arrays.toString(k.getExceptionTypes()));
        }
        Field number = c.getField("number");
        number.setInt(o, 41);
        System.out.println(number.get(o) + " " + number.getInt(o) + " " + number.getLong(o) + " " + number.getDouble(o));
        Field hidden = c.getDeclaredField("hidden");
        hidden.setAccessible(true);
        hidden.set(o, "found");
        System.out.println(hidden.get(o));
        Field shared = c.getDeclaredField("shared");
        shared.setLong(null, shared.getLong(null) * 2);
        System.out.println(Target.shared);
        Field flag = c.getDeclaredField("flag");
        flag.setBoolean(o, true);
        System.out.println(flag.get(o));
        attempt(() -> number.getBoolean(o));
        attempt(() -> {
            number.set(o, "text");
            return 0;
        });
        attempt(() -> {
            number.set(o, (byte) 7);
            return number.get(o);
        });
        attempt(() -> number.get("wrong receiver"));
        attempt(() -> number.get(null));
        attempt(() -> {
            c.getDeclaredField("constant").setDouble(o, 1);
            return 0;
        });
        attempt(() -> c.getField("nope"));
        Method add = c.getMethod("add", int.class, long.class);
        System.out.println(add.invoke(o, 1, 2L) + " " + add.invoke(o, (byte) 1, 2) + " " + add.invoke(new Sub(), 1, 2L));
        Method whisper = c.getDeclaredMethod("whisper", String.class);
        whisper.setAccessible(true);
        System.out.println(whisper.invoke(null, "QUIET"));
        attempt(() -> add.invoke(o, 1));
        attempt(() -> add.invoke(o, 1, "x"));
        attempt(() -> add.invoke(null, 1, 2L));
        attempt(() -> add.invoke("x", 1, 2L));
        attempt(() -> c.getDeclaredMethod("fails").invoke(o));
        attempt(() -> c.getMethod("whisper", String.class));
        attempt(() -> c.getDeclaredMethod("allTypes", boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class,
            double.class, Object.class, int[].class).invoke(o, true, (byte) 2, (short) 3, 'd', 5, 6L, 7f, 8d, "o", new int[9]));
        Constructor<?> k = c.getDeclaredConstructor(int.class, String[].class);
        attempt(() -> ((Target<?>) k.newInstance(1, new String[] {"a", "b"})).number);
        attempt(() -> k.newInstance(-1, new String[0]));
        attempt(() -> Comparable.class.getDeclaredConstructor());
        attempt(() -> java.util.AbstractList.class.getDeclaredConstructor().newInstance());
        attempt(() -> Integer.class.getDeclaredField("value").trySetAccessible());
        for (int i = 0; i < 40; i++) {
            whisper.invoke(null, "Loop" + i);
        }
        Object array = Array.newInstance(int.class, 3);
        Array.set(array, 1, 5);
        Array.setInt(array, 2, 6);
        System.out.println(Array.getLength(array) + " " + Array.get(array, 1) + " " + Array.getDouble(array, 2) + " "
            + Array.newInstance(String.class, 2, 3).getClass() + " " + int[][].class.getComponentType() + " " + String.class.arrayType());
        System.out.println(int.class + " " + Integer.TYPE.isPrimitive() + " " + void.class.getName() + " " + Runnable.class.isInterface() + " "
            + Number.class.isAssignableFrom(Integer.class) + " " + Integer.class.isInstance(5) + " " + Class.forName("[[J").getSimpleName() + " "
            + Thread.State.class.isEnum() + " " + Override.class.isAnnotation() + " " + Map.Entry.class.getDeclaringClass());
        attempt(() -> Integer.class.cast("x"));
        attempt(() -> Class.forName("int"));
        Method generic = c.getMethod("identity", Object.class);
        System.out.println(generic.getGenericReturnType() + " " + generic.getReturnType() + " " + generic.invoke(o, "same"));
        ParameterizedType pt = (ParameterizedType) Sub.class.getGenericSuperclass();
        System.out.println(pt.getActualTypeArguments()[0] + " " + pt.getRawType());
        System.out.println(c.getNestHost().getSimpleName() + " " + c.isMemberClass() + " " + c.getPackageName().isEmpty() + " " + c.getEnclosingClass());
        System.out.println(Arrays.stream(Reflection.class.getDeclaredClasses()).map(Class::getSimpleName).sorted().toList());
    }
}
