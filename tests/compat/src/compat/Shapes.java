// area: records, sealed types, nestmates, hidden classes, enums, proxies
package compat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodHandles.Lookup.ClassOption;
import java.lang.reflect.*;
import java.util.*;

public final class Shapes {
    record Empty() { }
    record Mixed(int a, long b, float c, double d, boolean e, byte f, short g, char h, String s, int[] arr, List<? extends Number> l) { }
    record Checked(int low, int high) {
        static int made;
        Checked {
            if (low > high) { throw new IllegalArgumentException(low + " > " + high); }
            made++;
        }
        Checked(int both) { this(both, both); }
        int width() { return high - low; }
    }
    record Generic<T extends Comparable<T>>(T value, Optional<T> other) implements Comparable<Generic<T>> {
        public int compareTo(Generic<T> o) { return value.compareTo(o.value); }
    }

    sealed interface Tree permits Leaf, Node { }
    record Leaf(int v) implements Tree { }
    record Node(Tree l, Tree r) implements Tree { }
    sealed abstract static class Vehicle permits Car, Truck { }
    static final class Car extends Vehicle { }
    static non-sealed class Truck extends Vehicle { }

    enum Op {
        PLUS("+") { int apply(int a, int b) { return a + b; } }, MINUS("-") { int apply(int a, int b) { return a - b; } };
        final String sign;
        Op(String sign) { this.sign = sign; }
        abstract int apply(int a, int b);
    }

    interface Greeter {
        String greet(String n) throws java.io.IOException;
        default String twice(String n) throws java.io.IOException { return greet(n) + greet(n); }
        static String none() { return ""; }
    }

    interface Numbers { int i(); long j(); double d(); boolean z(); char c(); void v(); byte b(); float f(); short s(); int[] arr(); }

    private static int secret = 42;
    class Inner { private int hidden = secret + 1; }

    static int sum(Tree t) { return t instanceof Leaf l ? l.v() : t instanceof Node n ? sum(n.l()) + sum(n.r()) : -1; }

    private static byte[] bytes(Class<?> c) throws Exception {
        try (var in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    public static class Template {
        static int count = 5;
        public int next() { return count++; }
        static Class<?> self() { return Template.class; }
        Object array() { return new Template[1]; }
        static Runnable lambda() { return () -> { }; }
        static int outer() { return secret; }
    }

    public static void records() throws Exception {
        Mixed m = new Mixed(1, 2, 3.5f, Double.NaN, true, (byte) 6, (short) 7, 'h', null, null, List.of(1));
        Out.show("toString", m::toString);
        Out.show("equals", () -> m.equals(new Mixed(1, 2, 3.5f, Double.NaN, true, (byte) 6, (short) 7, 'h', null, null, List.of(1))));
        Out.show("hashCode", () -> m.hashCode());
        Out.show("empty", () -> new Empty() + " " + new Empty().hashCode() + new Empty().equals(new Empty()));
        Out.show("minus zero", () -> new Mixed(1, 2, 0f, 0, true, (byte) 6, (short) 7, 'h', "", null, null).equals(new Mixed(1, 2, -0f, 0, true, (byte) 6, (short) 7, 'h', "", null, null)));
        Out.show("compact", () -> new Checked(5, 2));
        Out.show("secondary", () -> new Checked(5) + " " + new Checked(1, 4).width());
        Out.show("generic", () -> new Generic<>("x", Optional.of("y")).compareTo(new Generic<>("z", Optional.empty())));
        for (Class<?> c : new Class<?>[] {Empty.class, Mixed.class, Checked.class, Generic.class, Leaf.class}) {
            Out.show("components " + c.getSimpleName(), () -> Arrays.stream(c.getRecordComponents()).map(x -> x + " " + x.getGenericType() + " " + x.getAccessor() + " " + x.getDeclaringRecord().getSimpleName()).toList());
            Out.show("constructors " + c.getSimpleName(), () -> Arrays.stream(c.getDeclaredConstructors()).map(x -> x.toGenericString() + Arrays.toString(x.getParameters())).sorted().toList());
            Out.show("flags " + c.getSimpleName(), () -> Modifier.toString(c.getModifiers()) + c.isRecord() + c.isSealed());
        }
        Out.show("not record", () -> String.class.getRecordComponents());
        Out.show("Record", () -> Record.class.isRecord() + " " + Record.class.getRecordComponents());
        Out.show("sealed", () -> Arrays.stream(Tree.class.getPermittedSubclasses()).map(Class::getName).toList());
        Out.show("sealed class", () -> Vehicle.class.isSealed() + " " + Arrays.toString(Vehicle.class.getPermittedSubclasses()) + Truck.class.isSealed() + Truck.class.getPermittedSubclasses());
        Out.show("sum", () -> sum(new Node(new Leaf(1), new Node(new Leaf(2), new Leaf(3)))));
    }

    static void enums() {
        Out.show("values", Op::values);
        Out.show("valueOf", () -> Op.valueOf("MINUS").apply(5, 3));
        Out.show("valueOf bad", () -> Op.valueOf("TIMES"));
        Out.show("valueOf null", () -> Op.valueOf(null));
        Out.show("Enum.valueOf", () -> Enum.valueOf(Thread.State.class, "NEW"));
        Out.show("constant class", () -> Op.PLUS.getClass() + " " + Op.PLUS.getDeclaringClass() + " " + Op.PLUS.getClass().isEnum() + Modifier.toString(Op.PLUS.getClass().getModifiers()));
        Out.show("compare", () -> Op.PLUS.compareTo(Op.MINUS) + " " + Op.PLUS.ordinal());
        Out.show("switch", () -> switch (Op.MINUS) { case PLUS -> 1; case MINUS -> 2; });
        Out.show("fields", () -> Arrays.stream(Op.class.getDeclaredFields()).map(f -> f.getName() + f.isEnumConstant() + f.isSynthetic()).toList());
        Out.show("describe", () -> Op.PLUS.describeConstable());
        Out.show("serial", () -> { var b = new java.io.ByteArrayOutputStream(); new java.io.ObjectOutputStream(b).writeObject(Thread.State.NEW); return new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(b.toByteArray())).readObject() == Thread.State.NEW; });
        Out.show("clone", () -> { Method m = Enum.class.getDeclaredMethod("clone"); m.setAccessible(true); return m.invoke(Op.PLUS); });
    }

    static void nests() {
        Out.show("nest host", () -> Inner.class.getNestHost() + " " + Shapes.class.getNestHost() + " " + int[].class.getNestHost() + int.class.getNestHost());
        Out.show("nestmates", () -> Inner.class.isNestmateOf(Leaf.class) + " " + Inner.class.isNestmateOf(String.class));
        Out.show("private across", () -> new Shapes().new Inner().hidden);
        Out.show("reflective private", () -> { Field f = Inner.class.getDeclaredField("hidden"); return f.getInt(new Shapes().new Inner()); });
        Out.show("member count", () -> Shapes.class.getNestMembers().length);
        Out.show("lookup private nestmate", () -> (int) MethodHandles.lookup().findGetter(Inner.class, "hidden", int.class).invokeExact(new Shapes().new Inner()));
    }

    static void hidden() throws Exception {
        byte[] b = bytes(Template.class);
        Lookup l = MethodHandles.lookup();
        Lookup h = l.defineHiddenClass(b, true);
        Class<?> c = h.lookupClass();
        Out.show("hidden flags", () -> c.isHidden() + " " + c.isSynthetic() + " " + c.isMemberClass() + " " + c.getSimpleName().startsWith("Template/") + c.getCanonicalName());
        Out.show("hidden name", () -> c.getName().replaceAll("/.*", "/?") + " " + c.getTypeName().replaceAll("/.*", "/?") + " " + c.toString().replaceAll("/.*", "/?"));
        Out.show("hidden descriptor", () -> c.descriptorString().replaceAll("0x[0-9a-f]+", "?"));
        Out.show("hidden describe", () -> c.describeConstable());
        Out.show("hidden array", () -> c.arrayType().getName().replaceAll("0x[0-9a-f]+", "?") + c.arrayType().isHidden());
        Out.show("hidden host", () -> c.getNestHost() == c);
        Out.show("hidden by name", () -> Class.forName(c.getName()).getName());
        Out.show("hidden self", () -> { Method m = c.getDeclaredMethod("self"); m.setAccessible(true); return m.invoke(null) == c; });
        Out.show("hidden instance", () -> c.getMethod("next").invoke(c.getConstructor().newInstance()));
        Out.show("hidden instanceof template", () -> c.getConstructor().newInstance() instanceof Template);
        Out.show("hidden own array", () -> { Method m = c.getDeclaredMethod("array"); m.setAccessible(true); return m.invoke(c.getConstructor().newInstance()).getClass().getComponentType() == c; });
        Out.show("hidden lambda", () -> { Method m = c.getDeclaredMethod("lambda"); m.setAccessible(true); return m.invoke(null) instanceof Runnable; });
        Out.show("hidden private of host", () -> { Method m = c.getDeclaredMethod("outer"); m.setAccessible(true); return m.invoke(null); });
        Out.show("nestmate private", () -> { Class<?> n = l.defineHiddenClass(b, true, ClassOption.NESTMATE).lookupClass(); Method m = n.getDeclaredMethod("outer"); m.setAccessible(true); return m.invoke(null) + " " + n.getNestHost(); });
        Out.show("two are two", () -> l.defineHiddenClass(b, true).lookupClass() != c);
        Out.show("strong", () -> l.defineHiddenClass(b, false, ClassOption.STRONG).lookupClass().isHidden());
        Out.show("class data", () -> { Lookup d = l.defineHiddenClassWithClassData(b, List.of("data"), true); return MethodHandles.classData(d, "_", List.class) + "" + MethodHandles.classDataAt(d, "_", String.class, 0); });
        Out.show("class data none", () -> MethodHandles.classData(h, "_", List.class));
        Out.show("class data bad name", () -> MethodHandles.classData(h, "x", List.class));
        Out.show("other package", () -> l.defineHiddenClass(patched(b, "compat/Shapes$Template", "kompat/Shapes$Template"), true));
        Out.show("truncated", () -> l.defineHiddenClass(Arrays.copyOf(b, 100), true));
        Out.show("not a class", () -> l.defineHiddenClass(new byte[20], true));
        Out.show("public lookup", () -> MethodHandles.publicLookup().defineHiddenClass(b, true));
        Out.show("final field", () -> { Class<?> r = l.defineHiddenClass(b, false).lookupClass(); Field f = r.getDeclaredField("count"); f.setAccessible(true); return Modifier.toString(f.getModifiers()); });
        Out.show("defineClass again", () -> l.defineClass(bytes(Leaf.class)));
        Out.show("defineClass other package", () -> l.defineClass(patched(b, "compat/Shapes$Template", "kompat/Shapes$Template")));
        Out.show("stack frame of hidden", () -> { try { h.findStatic(c, "absent", java.lang.invoke.MethodType.methodType(void.class)); return 0; } catch (NoSuchMethodException e) { return e.getMessage().replaceAll("0x[0-9a-f]+", "?"); } });
    }

    private static byte[] patched(byte[] b, String from, String to) {
        return new String(b, java.nio.charset.StandardCharsets.ISO_8859_1).replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static Object proxy(InvocationHandler h, Class<?>... faces) {
        return Proxy.newProxyInstance(Shapes.class.getClassLoader(), faces, h);
    }

    static void proxies() {
        Greeter g = (Greeter) proxy((p, m, a) -> m.getName() + Arrays.toString(a), Greeter.class);
        Out.show("proxy call", () -> g.greet("x"));
        Out.show("proxy default", () -> g.twice("x"));
        Out.show("proxy default invoked", () -> ((Greeter) proxy((p, m, a) -> m.isDefault() ? InvocationHandler.invokeDefault(p, m, a) : "<" + a[0] + ">", Greeter.class)).twice("y"));
        Out.show("proxy toString", () -> g.toString());
        Out.show("proxy hashCode", () -> ((Greeter) proxy((p, m, a) -> 7, Greeter.class)).hashCode());
        Out.show("proxy equals", () -> ((Greeter) proxy((p, m, a) -> a[0] == p, Greeter.class)).equals("x"));
        Numbers n = (Numbers) proxy((p, m, a) -> switch (m.getName()) { case "i" -> 1; case "j" -> 2L; case "d" -> 3d; case "z" -> true; case "c" -> 'c'; case "b" -> (byte) 4; case "f" -> 5f; case "s" -> (short) 6; case "arr" -> new int[] {7}; default -> null; }, Numbers.class);
        Out.show("proxy numbers", () -> { n.v(); return n.i() + n.j() + n.d() + " " + n.z() + n.c() + n.b() + n.f() + n.s() + n.arr()[0]; });
        Out.show("proxy wrong type", () -> ((Numbers) proxy((p, m, a) -> "x", Numbers.class)).i());
        Out.show("proxy null primitive", () -> ((Numbers) proxy((p, m, a) -> null, Numbers.class)).j());
        Out.show("proxy checked", () -> ((Greeter) proxy((p, m, a) -> { throw new java.io.IOException("io"); }, Greeter.class)).greet(""));
        Out.show("proxy undeclared", () -> ((Greeter) proxy((p, m, a) -> { throw new InterruptedException("no"); }, Greeter.class)).greet(""));
        Out.show("proxy runtime", () -> ((Greeter) proxy((p, m, a) -> { throw new IllegalStateException("rt"); }, Greeter.class)).greet(""));
        Out.show("proxy class", () -> Proxy.isProxyClass(g.getClass()) + " " + Modifier.toString(g.getClass().getModifiers()) + Arrays.toString(g.getClass().getInterfaces()) + g.getClass().getSuperclass());
        Out.show("proxy package", () -> g.getClass().getPackageName() + " " + ((Object) proxy((p, m, a) -> null, Runnable.class)).getClass().getPackageName());
        Out.show("proxy module", () -> ((Object) proxy((p, m, a) -> null, Runnable.class)).getClass().getModule().isNamed());
        Out.show("proxy same class", () -> g.getClass() == proxy((p, m, a) -> null, Greeter.class).getClass());
        Out.show("proxy duplicate", () -> proxy((p, m, a) -> null, Runnable.class, Runnable.class));
        Out.show("proxy of class", () -> proxy((p, m, a) -> null, String.class));
        Out.show("proxy null handler", () -> proxy(null, Runnable.class));
        Out.show("proxy sealed", () -> proxy((p, m, a) -> null, Tree.class));
        Out.show("proxy invisible", () -> Proxy.newProxyInstance(null, new Class<?>[] {Greeter.class}, (p, m, a) -> null));
        Out.show("handler of", () -> Proxy.getInvocationHandler("x"));
        Out.show("proxy methods", () -> Arrays.stream(g.getClass().getDeclaredMethods()).map(m -> Modifier.toString(m.getModifiers()) + " " + m.getName() + Arrays.toString(m.getExceptionTypes())).sorted().toList());
        Out.show("proxy method declaring", () -> { String[] s = new String[1]; ((Object) proxy((p, m, a) -> { s[0] = m.getDeclaringClass() + ""; return 1; }, Greeter.class)).hashCode(); return s[0]; });
    }

    static void run() throws Exception {
        records();
        enums();
        nests();
        hidden();
        proxies();
    }
}
