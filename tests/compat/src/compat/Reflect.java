// area: java.lang.reflect: members, generics, access, arrays
package compat;

import java.io.Serializable;
import java.lang.reflect.*;
import java.util.*;
import java.util.concurrent.Callable;

final class Reflect {
    static class Base<T extends Comparable<? super T>> {
        protected T value;
        public static int counter = 3;
        private final int fixed = 7;
        public final String text = new String("t");
        static final int CONSTANT = 5;
        transient volatile long both;

        public Base() { }

        protected Base(T value, int... rest) throws java.io.IOException {
            this.value = value;
        }

        private Base(Map<String, List<? extends Number>[]> m) { }

        public T get() { return value; }

        private int secret(int a, String b) { return a + b.length(); }

        public static synchronized native void nothing();

        public <E extends Exception & Serializable> void generic(List<? super E> l, E[] a, T[][] t) throws E { }

        public static String join(String first, Object... rest) { return first + rest.length; }

        public void fail() { throw new IllegalStateException("inside"); }

        public long widen(long l, double d, Object o) { return l + (long) d; }
    }

    static final class Derived extends Base<String> implements Callable<String> {
        @Override
        public String get() { return "derived"; }

        @Override
        public String call() { return "called"; }
    }

    interface Shape {
        int SIDES = 4;

        default String name() { return "shape" + helper(); }

        private String helper() { return "!"; }

        static Shape make() { return new Shape() { }; }
    }

    abstract static class Abstract {
        Abstract() { }

        abstract void todo();
    }

    enum Level { LOW { @Override int f() { return 1; } }, HIGH; int f() { return 2; } }

    static class Boxes {
        public boolean z; public byte b = 1; public short s = 2; public char c = 'c'; public int i = 4; public long j = 5; public float f = 6; public double d = 7;
        public Object l = "8"; public String str = "9"; public int[] a = {1};
    }

    class Inner {
        class Deeper { }
    }

    static <T> List<String> sorted(T[] all) {
        return Arrays.stream(all).map(String::valueOf).sorted().toList();
    }

    private static void classes() {
        Object anonymous = new Object() { };
        class Local { }
        Runnable lambda = () -> { };
        Class<?>[] all = {Base.class, Derived.class, Shape.class, Level.class, Level.LOW.getClass(), Inner.class, Inner.Deeper.class, anonymous.getClass(), Local.class, int.class, void.class,
            int[].class, String[][].class, Override.class, Map.Entry.class, Thread.State.class, Abstract.class, Record.class};
        for (Class<?> c : all) {
            String n = "class " + c.getName() + " ";
            Out.show(n + "toGenericString", c::toGenericString);
            Out.show(n + "names", () -> c.getSimpleName() + " " + c.getTypeName() + " " + c.getCanonicalName() + " " + c.getPackageName() + " " + c.descriptorString());
            Out.show(n + "modifiers", () -> Modifier.toString(c.getModifiers()) + " " + Integer.toHexString(c.getModifiers()));
            Out.show(n + "kind", () -> c.isInterface() + " " + c.isArray() + " " + c.isPrimitive() + " " + c.isEnum() + " " + c.isRecord() + " " + c.isAnnotation() + " " + c.isAnonymousClass() + " "
                + c.isLocalClass() + " " + c.isMemberClass() + " " + c.isSynthetic() + " " + c.isHidden() + " " + c.isSealed());
            Out.show(n + "outer", () -> c.getEnclosingClass() + " " + c.getDeclaringClass() + " " + c.getEnclosingMethod() + " " + c.getEnclosingConstructor() + " " + c.getNestHost());
            Out.show(n + "super", () -> c.getSuperclass() + " " + c.getGenericSuperclass() + " " + Arrays.toString(c.getGenericInterfaces()) + " " + c.getComponentType());
            Out.show(n + "declaredClasses", () -> sorted(c.getDeclaredClasses()));
            Out.show(n + "nestMembers", () -> sorted(c.getNestMembers()));
            if (c != Thread.State.class && c != Map.Entry.class) {
                Out.show(n + "declaredMethods", () -> Arrays.stream(c.getDeclaredMethods()).map(Method::toGenericString).sorted().toList());
                Out.show(n + "declaredFields", () -> Arrays.stream(c.getDeclaredFields()).map(Field::toGenericString).toList());
                Out.show(n + "declaredConstructors", () -> Arrays.stream(c.getDeclaredConstructors()).map(Constructor::toGenericString).sorted().toList());
            }
            Out.show(n + "methods", () -> sorted(c.getMethods()));
            Out.show(n + "fields", () -> sorted(c.getFields()));
            Out.show(n + "typeParameters", () -> Arrays.stream(c.getTypeParameters()).map(t -> t + Arrays.toString(t.getBounds())).toList());
            Out.show(n + "assignable", () -> Arrays.stream(all).map(d -> c.isAssignableFrom(d) ? "1" : "0").reduce("", String::concat));
            Out.show(n + "enumConstants", () -> c.getEnumConstants());
            Out.show(n + "location", () -> c.getClassLoader() == Reflect.class.getClassLoader() ? "own" : String.valueOf(c.getClassLoader()));
            Out.show(n + "module", () -> c.getModule().getName());
            Out.show(n + "newInstance", () -> c.getDeclaredConstructor().newInstance().getClass());
            Out.show(n + "cast", () -> c.cast("text"));
        }
        Out.show("lambda class", () -> lambda.getClass().isHidden() + " " + lambda.getClass().isSynthetic() + " " + lambda.getClass().getSimpleName().startsWith("Reflect$$Lambda"));
        for (String n : new String[] {"java.lang.String", "[I", "[Ljava.lang.String;", "[[D", "int", "java/lang/String", "No", "[V", "[Lint;", "", "java.lang.String[]", "Ljava.lang.String;", "java.lang.Map$Entry", "[",
            "compat.Reflect$Base", "compat.reflect", "a..b", "/", "[[[[[[Ljava.lang.Object;"}) {
            Out.show("forName " + n, () -> Class.forName(n));
            Out.show("loadClass " + n, () -> ClassLoader.getSystemClassLoader().loadClass(n));
        }
        Out.show("forName null", () -> Class.forName(null));
        Out.show("forName module", () -> Class.forName(Object.class.getModule(), "java.lang.Nope"));
    }

    private static void calls() throws Exception {
        Derived d = new Derived();
        Method secret = Base.class.getDeclaredMethod("secret", int.class, String.class);
        Method widen = Base.class.getMethod("widen", long.class, double.class, Object.class);
        Out.show("invoke private", () -> secret.invoke(d, 1, "abc"));
        Out.show("invoke virtual", () -> Base.class.getMethod("get").invoke(d));
        Out.show("invoke widening", () -> widen.invoke(d, 'a', 2f, null));
        Out.show("invoke narrowing", () -> widen.invoke(d, 1.5, 2f, null));
        Out.show("invoke wrong count", () -> widen.invoke(d, 1L));
        Out.show("invoke no arguments", () -> widen.invoke(d));
        Out.show("invoke null receiver", () -> widen.invoke(null, 1L, 1d, null));
        Out.show("invoke wrong receiver", () -> widen.invoke("x", 1L, 1d, null));
        Out.show("invoke null primitive", () -> widen.invoke(d, null, 1d, null));
        Out.show("invoke throws", () -> Base.class.getMethod("fail").invoke(d));
        Out.show("invoke varargs", () -> Base.class.getMethod("join", String.class, Object[].class).invoke(null, "x", new Object[] {1, 2}));
        Out.show("invoke varargs flat", () -> Base.class.getMethod("join", String.class, Object[].class).invoke(null, "x", 1, 2));
        Out.show("invoke native missing", () -> Base.class.getMethod("nothing").invoke(null));
        Out.show("invoke abstract", () -> { Method m = Abstract.class.getDeclaredMethod("todo"); return m.invoke(new Abstract() { void todo() { throw new RuntimeException("did"); } }); });
        Out.show("new abstract", () -> Abstract.class.getDeclaredConstructor().newInstance());
        Out.show("new enum", () -> { Constructor<?> c = Level.class.getDeclaredConstructors()[0]; c.setAccessible(true); return c.newInstance("X", 1); });
        Out.show("new array length", () -> Array.newInstance(int.class, -1));
        Out.show("new array void", () -> Array.newInstance(void.class, 1));
        Out.show("new array deep", () -> Array.newInstance(String.class, 2, 3));
        Out.show("new array 256", () -> Array.newInstance(int.class, new int[256]));
        Out.show("no such method", () -> Base.class.getMethod("absent", int[].class, String.class));
        Out.show("no such field", () -> Base.class.getField("absent"));
        Out.show("no such constructor", () -> Base.class.getConstructor(long.class));
        for (int round = 0; round < 40; round++) {            // past the point where the reference makes bytecode for it
            secret.invoke(d, round, "ab");
        }
        Out.show("inflated result", () -> secret.invoke(d, 3, "ab"));
        Out.show("inflated wrong type", () -> secret.invoke(d, "x", "ab"));
        Out.show("inflated null", () -> secret.invoke(d, null, "ab"));
        Out.show("inflated receiver", () -> secret.invoke("x", 1, "ab"));
        Out.show("inflated throws inside", () -> secret.invoke(d, 1, null));
        Out.show("private of String", () -> { Method m = String.class.getDeclaredMethod("isLatin1"); return m.invoke("x"); });
        Out.show("setAccessible java.util", () -> { Field f = ArrayList.class.getDeclaredField("size"); f.setAccessible(true); return 1; });
        Out.show("trySetAccessible", () -> ArrayList.class.getDeclaredField("size").trySetAccessible());
        Out.show("filtered fields", () -> sorted(Class.class.getDeclaredFields()).size() + " " + Field.class.getDeclaredFields().length + " " + ClassLoader.class.getDeclaredFields().length);
        Out.show("canAccess", () -> secret.canAccess(d));
        Out.show("equal methods", () -> secret.equals(Base.class.getDeclaredMethod("secret", int.class, String.class)) + " " + secret.hashCode());
        Out.show("bridge", () -> Arrays.stream(Derived.class.getDeclaredMethods()).filter(Method::isBridge).map(Method::toString).sorted().toList());
        Out.show("default method", () -> Shape.class.getMethod("name").invoke(Shape.make()) + " " + Shape.class.getMethod("name").isDefault());
        Out.show("static of interface by class", () -> Shape.make().getClass().getMethod("make"));
        Out.show("parameters", () -> Arrays.toString(secret.getParameters()) + secret.getParameters()[0].isNamePresent());
        Out.show("generic parameters", () -> Arrays.stream(Base.class.getDeclaredMethods()).filter(m -> m.getName().equals("generic")).map(m -> Arrays.toString(m.getGenericParameterTypes())).toList());
        Out.show("inner constructor", () -> Arrays.toString(Inner.class.getDeclaredConstructors()[0].getParameters()) + Arrays.toString(Inner.class.getDeclaredConstructors()[0].getGenericParameterTypes()));
        Out.show("enum constructor", () -> Arrays.toString(Level.class.getDeclaredConstructors()[0].getParameterTypes()) + Level.class.getDeclaredConstructors()[0].getGenericParameterTypes().length);
    }

    private static void fields() throws Exception {
        Boxes x = new Boxes();
        for (Field f : Boxes.class.getFields()) {
            Out.show("field get " + f.getName(), () -> f.get(x));
            Object[] values = {true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d, "s", null, new int[0]};
            for (Object v : values) {
                Out.show("field set " + f.getName() + " " + (v == null ? "null" : v.getClass().getSimpleName()), () -> { f.set(x, v); return f.get(x); });
            }
            Out.show("field getInt " + f.getName(), () -> f.getInt(x));
            Out.show("field getLong " + f.getName(), () -> f.getLong(x));
            Out.show("field getDouble " + f.getName(), () -> f.getDouble(x));
            Out.show("field getBoolean " + f.getName(), () -> f.getBoolean(x));
            Out.show("field setChar " + f.getName(), () -> { f.setChar(x, 'q'); return f.get(x); });
            Out.show("field setLong " + f.getName(), () -> { f.setLong(x, 9); return f.get(x); });
            Out.show("field setFloat " + f.getName(), () -> { f.setFloat(x, 1.5f); return f.get(x); });
        }
        Field fixed = Base.class.getDeclaredField("fixed");
        Base<String> b = new Base<>();
        Out.show("final field set", () -> { fixed.setInt(b, 1); return b.fixed; });
        Out.show("final field set accessible", () -> { fixed.setAccessible(true); fixed.setInt(b, 1); return fixed.getInt(b); });
        Out.show("static final set", () -> { Field f = Base.class.getDeclaredField("CONSTANT"); f.setAccessible(true); f.setInt(null, 1); return 1; });
        Out.show("interface field", () -> { Field f = Shape.class.getField("SIDES"); f.set(null, 3); return 1; });
        Out.show("static field null receiver", () -> Base.class.getField("counter").get(null));
        Out.show("static field any receiver", () -> Base.class.getField("counter").get("whatever"));
        Out.show("field null receiver", () -> Base.class.getField("text").get(null));
        Out.show("field wrong receiver", () -> Base.class.getField("text").get("x"));
        Out.show("field generic", () -> Base.class.getDeclaredField("value").getGenericType() + " " + Base.class.getDeclaredField("value").getType());
        Out.show("record field set", () -> { record P(int x) { } Field f = P.class.getDeclaredField("x"); f.setAccessible(true); P p = new P(1); f.setInt(p, 2); return p; });
    }

    static void run() throws Exception {
        classes();
        calls();
        fields();
        Sweep s = new Sweep().small().make(Object.class, () -> new int[] {1, 2}, () -> new String[] {"a"}, () -> "x", () -> null, () -> new double[] {1.5}, () -> 7);
        s.put(Class.class, int.class, String.class, void.class, null).put(int[].class, new int[] {2, 2}, new int[0], null);
        s.statics(Array.class);
        s.put(int.class, 0, 1, 2, 4, 8, 0x10, 0x600, 0xfff, 0x1000).statics(Modifier.class);
    }
}
