// area: java.lang.invoke: method handles, combinators
package compat;

import java.lang.invoke.*;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.*;
import static java.lang.invoke.MethodType.methodType;

final class Handles {
    static final Lookup L = MethodHandles.lookup();

    static int add(int a, int b) { return a + b; }
    static long addLong(long a, int b) { return a + b; }
    static String cat(String a, String b) { return a + b; }
    static String cat3(Object a, Object b, Object c) { return "" + a + b + c; }
    static String all(Object... a) { return Arrays.deepToString(a); }
    static String ints(String s, int... a) { return s + Arrays.toString(a); }
    static boolean isEven(int x) { return x % 2 == 0; }
    static void nothing(int x) { }
    static int thrower(int x) { if (x < 0) { throw new IllegalArgumentException("negative " + x); } return x; }
    static int caught(IllegalArgumentException e, int x) { return -x * 100; }
    static int cleanup(Throwable t, int result, int x) { return t == null ? result + 1000 : -1; }
    static double wide(byte a, short b, char c, float d, double e, long f, boolean g) { return a + b + c + d + e + f + (g ? 1 : 0); }

    static class Point {
        int x = 1;
        static String name = "P";
        final double d = 2.5;
        Point() { }
        Point(int x) { this.x = x; }
        int get(int y) { return x * y; }
        private int hidden() { return x + 99; }
        @Override public String toString() { return "Point" + x; }
    }

    static class Sub extends Point {
        Sub() { super(5); }
        @Override int get(int y) { return -1; }
        static Lookup lookup() { return MethodHandles.lookup(); }
    }

    interface Face { default String hello(String n) { return "hello " + n; } }

    private static MethodHandle s(String name, Class<?> r, Class<?>... p) {
        try {
            return L.findStatic(Handles.class, name, methodType(r, p));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kinds() {
        Out.show("findStatic", () -> (int) s("add", int.class, int.class, int.class).invokeExact(1, 2));
        Out.show("findVirtual", () -> (int) L.findVirtual(Point.class, "get", methodType(int.class, int.class)).invokeExact(new Point(3), 4));
        Out.show("findVirtual override", () -> (int) L.findVirtual(Point.class, "get", methodType(int.class, int.class)).invoke(new Sub(), 4));
        Out.show("findSpecial", () -> (int) Sub.lookup().findSpecial(Point.class, "get", methodType(int.class, int.class), Sub.class).invoke(new Sub(), 4));
        Out.show("findSpecial wrong caller", () -> L.findSpecial(Point.class, "get", methodType(int.class, int.class), Sub.class));
        Out.show("findConstructor", () -> L.findConstructor(Point.class, methodType(void.class, int.class)).invoke(8));
        Out.show("findGetter", () -> (int) L.findGetter(Point.class, "x", int.class).invokeExact(new Point(6)));
        Out.show("findSetter", () -> { Point p = new Point(); L.findSetter(Point.class, "x", int.class).invokeExact(p, 77); return p; });
        Out.show("findSetter final", () -> L.findSetter(Point.class, "d", double.class));
        Out.show("findStaticGetter", () -> (String) L.findStaticGetter(Point.class, "name", String.class).invokeExact());
        Out.show("findStaticSetter", () -> { L.findStaticSetter(Point.class, "name", String.class).invokeExact("Q"); return Point.name; });
        Out.show("interface default", () -> L.findVirtual(Face.class, "hello", methodType(String.class, String.class)).invoke(new Face() { }, "x"));
        Out.show("private", () -> L.findVirtual(Point.class, "hidden", methodType(int.class)).invoke(new Point(1)));
        Out.show("public lookup private", () -> MethodHandles.publicLookup().findVirtual(Point.class, "hidden", methodType(int.class)));
        Out.show("no such method", () -> L.findStatic(Handles.class, "absent", methodType(void.class)));
        Out.show("static as virtual", () -> L.findVirtual(Handles.class, "add", methodType(int.class, int.class, int.class)));
        Out.show("virtual as static", () -> L.findStatic(Point.class, "get", methodType(int.class, int.class)));
        Out.show("no such field", () -> L.findGetter(Point.class, "zz", int.class));
        Out.show("wrong field type", () -> L.findGetter(Point.class, "x", long.class));
        Out.show("bind", () -> (int) L.bind(new Point(3), "get", methodType(int.class, int.class)).invokeExact(5));
        Out.show("bind null", () -> L.bind(null, "get", methodType(int.class, int.class)));
        Out.show("unreflect", () -> L.unreflect(Point.class.getDeclaredMethod("get", int.class)).invoke(new Point(2), 2));
        Out.show("unreflectGetter", () -> L.unreflectGetter(Point.class.getDeclaredField("x")).invoke(new Point(2)));
        Out.show("unreflectConstructor", () -> L.unreflectConstructor(Point.class.getDeclaredConstructor()).invoke());
        Out.show("reveal", () -> L.revealDirect(L.findVirtual(Point.class, "get", methodType(int.class, int.class))).toString());
        Out.show("reveal bound", () -> L.revealDirect(s("add", int.class, int.class, int.class).bindTo(1)));
        Out.show("array length", () -> (int) MethodHandles.arrayLength(int[].class).invokeExact(new int[4]));
        Out.show("array getter", () -> (int) MethodHandles.arrayElementGetter(int[].class).invokeExact(new int[] {5, 6}, 1));
        Out.show("array setter", () -> { String[] a = new String[2]; MethodHandles.arrayElementSetter(String[].class).invokeExact(a, 1, "x"); return a; });
        Out.show("array constructor", () -> MethodHandles.arrayConstructor(long[].class).invoke(2));
        Out.show("array index", () -> (int) MethodHandles.arrayElementGetter(int[].class).invokeExact(new int[] {5, 6}, 2));
        Out.show("exactInvoker", () -> (int) MethodHandles.exactInvoker(methodType(int.class, int.class, int.class)).invokeExact(s("add", int.class, int.class, int.class), 3, 4));
        Out.show("invoker", () -> (long) MethodHandles.invoker(methodType(long.class, short.class, byte.class)).invokeExact(s("add", int.class, int.class, int.class), (short) 3, (byte) 4));
        Out.show("spreadInvoker", () -> MethodHandles.spreadInvoker(methodType(int.class, int.class, int.class), 0).invoke(s("add", int.class, int.class, int.class), new Object[] {3, 4}));
        Out.show("wrong type exact", () -> { Object r = s("add", int.class, int.class, int.class).invokeExact(1, 2); return r; });
        Out.show("wrong type generic", () -> (String) s("add", int.class, int.class, int.class).invoke("a", 2));
        Out.show("wrong count", () -> s("add", int.class, int.class, int.class).invoke(1));
        Out.show("null receiver", () -> L.findVirtual(Point.class, "get", methodType(int.class, int.class)).invoke((Point) null, 1));
        Out.show("class cast", () -> L.findVirtual(Point.class, "get", methodType(int.class, int.class)).invoke((Object) "x", 1));
        Out.show("toString", () -> s("wide", double.class, byte.class, short.class, char.class, float.class, double.class, long.class, boolean.class).toString());
        Out.show("wide", () -> s("wide", double.class, byte.class, short.class, char.class, float.class, double.class, long.class, boolean.class).invoke((byte) 1, (short) 2, 'c', 4f, 5d, 6L, true));
        Out.show("wide with arguments", () -> s("wide", double.class, byte.class, short.class, char.class, float.class, double.class, long.class, boolean.class).invokeWithArguments((byte) 1, (short) 2, 'c', 4f, 5d, 6L, true));
    }

    private static void adapters() {
        MethodHandle add = s("add", int.class, int.class, int.class);
        MethodHandle cat3 = s("cat3", String.class, Object.class, Object.class, Object.class);
        MethodHandle all = s("all", String.class, Object[].class);
        Out.show("asType box", () -> (Object) add.asType(methodType(Object.class, Integer.class, Object.class)).invokeExact((Integer) 1, (Object) 2));
        Out.show("asType widen", () -> (double) add.asType(methodType(double.class, byte.class, char.class)).invokeExact((byte) 1, 'a'));
        Out.show("asType void", () -> { add.asType(methodType(void.class, int.class, int.class)).invokeExact(1, 2); return "ok"; });
        Out.show("asType from void", () -> (Object) s("nothing", void.class, int.class).asType(methodType(Object.class, int.class)).invokeExact(1));
        Out.show("asType impossible", () -> add.asType(methodType(int.class, String.class, int.class)));
        Out.show("asType null unbox", () -> (int) add.asType(methodType(int.class, Integer.class, int.class)).invokeExact((Integer) null, 1));
        Out.show("asType wrong box", () -> (int) add.asType(methodType(int.class, Object.class, int.class)).invokeExact((Object) 1L, 1));
        Out.show("asType box widen", () -> (long) s("addLong", long.class, long.class, int.class).asType(methodType(long.class, Object.class, int.class)).invokeExact((Object) (short) 3, 1));
        Out.show("asSpreader", () -> (int) add.asSpreader(int[].class, 2).invokeExact(new int[] {3, 4}));
        Out.show("asSpreader short", () -> add.asSpreader(Object[].class, 2).invoke(new Object[] {3}));
        Out.show("asSpreader null", () -> add.asSpreader(Object[].class, 2).invoke((Object[]) null));
        Out.show("asSpreader at", () -> cat3.asSpreader(1, String[].class, 1).invoke("a", new String[] {"b"}, "c"));
        Out.show("asSpreader none", () -> add.asSpreader(Object[].class, 0).invoke(1, 2, (Object[]) null));
        Out.show("asCollector", () -> all.asCollector(Object[].class, 3).invoke(1, "b", 'c'));
        Out.show("asCollector at", () -> s("ints", String.class, String.class, int[].class).asCollector(int[].class, 2).invoke("x", 1, 2));
        Out.show("asVarargs", () -> s("ints", String.class, String.class, int[].class).invoke("x", 1, 2, 3) + "" + s("ints", String.class, String.class, int[].class).isVarargsCollector());
        Out.show("asFixedArity", () -> s("ints", String.class, String.class, int[].class).asFixedArity().invoke("x", 1, 2, 3));
        Out.show("withVarargs", () -> all.asFixedArity().withVarargs(true).invoke(1, 2));
        Out.show("bindTo", () -> (String) s("cat", String.class, String.class, String.class).bindTo("a").invokeExact("b"));
        Out.show("bindTo primitive", () -> add.bindTo(1));
        Out.show("insert", () -> MethodHandles.insertArguments(cat3, 1, "m", 'n').invoke("x"));
        Out.show("insert primitive", () -> (int) MethodHandles.insertArguments(add, 0, 40).invokeExact(2));
        Out.show("insert wrong", () -> MethodHandles.insertArguments(add, 0, "x"));
        Out.show("drop", () -> (int) MethodHandles.dropArguments(add, 1, String.class, long.class).invokeExact(1, "x", 5L, 2));
        Out.show("dropToMatch", () -> MethodHandles.dropArgumentsToMatch(add, 0, List.of(String.class, int.class, int.class, char.class), 1).type().toString());
        Out.show("dropReturn", () -> MethodHandles.dropReturn(add).type().toString());
        Out.show("permute", () -> MethodHandles.permuteArguments(cat3, methodType(String.class, Object.class, Object.class), 1, 0, 1).invoke("a", "b"));
        Out.show("permute bad", () -> MethodHandles.permuteArguments(cat3, methodType(String.class, Object.class, Object.class), 1, 0, 2));
        Out.show("filterArguments", () -> MethodHandles.filterArguments(cat3, 0, s("isEven", boolean.class, int.class).asType(methodType(Object.class, int.class)), null).invoke(4, "b", "c"));
        Out.show("filterReturn", () -> MethodHandles.filterReturnValue(add, s("isEven", boolean.class, int.class)).invoke(1, 2));
        Out.show("collectArguments", () -> (int) MethodHandles.collectArguments(add, 1, add).invokeExact(1, 2, 3));
        Out.show("collect void", () -> (int) MethodHandles.collectArguments(add, 1, s("nothing", void.class, int.class)).invokeExact(1, 9, 3));
        Out.show("foldArguments", () -> (int) MethodHandles.foldArguments(MethodHandles.dropArguments(add, 2, int.class), add).invokeExact(5, 6));
        Out.show("fold at", () -> MethodHandles.foldArguments(cat3, 1, MethodHandles.identity(Object.class)).invoke("a", "b"));
        Out.show("guard", () -> { MethodHandle g = MethodHandles.guardWithTest(s("isEven", boolean.class, int.class), MethodHandles.insertArguments(add, 0, 100), MethodHandles.insertArguments(add, 0, 200)); return (int) g.invokeExact(2) + " " + (int) g.invokeExact(3); });
        Out.show("guard mismatch", () -> MethodHandles.guardWithTest(s("isEven", boolean.class, int.class), add, MethodHandles.identity(int.class)));
        Out.show("catch", () -> { MethodHandle c = MethodHandles.catchException(s("thrower", int.class, int.class), IllegalArgumentException.class, s("caught", int.class, IllegalArgumentException.class, int.class)); return (int) c.invokeExact(5) + " " + (int) c.invokeExact(-5); });
        Out.show("catch other", () -> MethodHandles.catchException(s("thrower", int.class, int.class), java.io.IOException.class, MethodHandles.dropArguments(MethodHandles.constant(int.class, 1), 0, java.io.IOException.class)).invoke(-1));
        Out.show("tryFinally", () -> (int) MethodHandles.tryFinally(s("thrower", int.class, int.class), s("cleanup", int.class, Throwable.class, int.class, int.class)).invokeExact(5));
        Out.show("tryFinally throws", () -> (int) MethodHandles.tryFinally(s("thrower", int.class, int.class), s("cleanup", int.class, Throwable.class, int.class, int.class)).invokeExact(-5));
        Out.show("throwException", () -> MethodHandles.throwException(int.class, IllegalStateException.class).invoke(new IllegalStateException("t")));
        Out.show("constant", () -> (long) MethodHandles.constant(long.class, 7).invokeExact());
        Out.show("identity", () -> (float) MethodHandles.identity(float.class).invokeExact(1.5f));
        Out.show("zero", () -> MethodHandles.zero(double.class).invoke());
        Out.show("empty", () -> MethodHandles.empty(methodType(char.class, int.class, String.class)).invoke(1, "x"));
        Out.show("tableSwitch", () -> { MethodHandle t = MethodHandles.tableSwitch(MethodHandles.dropArguments(MethodHandles.constant(String.class, "default"), 0, int.class), MethodHandles.dropArguments(MethodHandles.constant(String.class, "zero"), 0, int.class), MethodHandles.dropArguments(MethodHandles.constant(String.class, "one"), 0, int.class)); return (String) t.invokeExact(0) + (String) t.invokeExact(1) + (String) t.invokeExact(-7); });
        Out.show("explicitCast", () -> (byte) MethodHandles.explicitCastArguments(add, methodType(byte.class, long.class, boolean.class)).invokeExact(0x1_0000_00ffL, true));
        Out.show("explicitCast null", () -> (int) MethodHandles.explicitCastArguments(add, methodType(int.class, Object.class, int.class)).invokeExact((Object) null, 3));
        Out.show("asInterface", () -> MethodHandleProxies.asInterfaceInstance(Comparator.class, MethodHandles.constant(int.class, 3).asType(methodType(int.class)).isVarargsCollector() ? null : MethodHandles.dropArguments(MethodHandles.constant(int.class, 3), 0, Object.class, Object.class)).compare(1, 2));
        Out.show("255 arguments", () -> MethodHandles.dropArguments(MethodHandles.constant(int.class, 1), 0, Collections.nCopies(254, int.class)).type().parameterCount());
        Out.show("256 arguments", () -> MethodHandles.dropArguments(MethodHandles.constant(int.class, 1), 0, Collections.nCopies(256, int.class)));
        Out.show("many collected", () -> ((String) all.asCollector(Object[].class, 200).invokeWithArguments(Collections.nCopies(200, 1))).length());
        Out.show("invokeWithArguments varargs", () -> all.invokeWithArguments(1, 2, 3));
    }

    static int limit(int n) { return n; }
    static boolean less(int v, int i, int n) { return i < n; }
    static int sum(int v, int i, int n) { return v + i; }
    static int bump(int v, int i, int n) { return i + 1; }
    static int plus(int v, int x) { return v + x; }
    static String append(String v, String x) { return v + x; }
    static boolean below(int v, int n) { return v < n; }
    static int twice(int v, int n) { return 2 * v; }

    private static void loops() {
        MethodHandle step = s("plus", int.class, int.class, int.class);
        Out.show("countedLoop", () -> (int) MethodHandles.countedLoop(MethodHandles.constant(int.class, 5), MethodHandles.constant(int.class, 0), step).invokeExact());
        Out.show("countedLoop range", () -> (int) MethodHandles.countedLoop(MethodHandles.constant(int.class, 2), MethodHandles.constant(int.class, 6), MethodHandles.constant(int.class, 100), step).invokeExact());
        Out.show("whileLoop", () -> (int) MethodHandles.whileLoop(MethodHandles.dropArguments(MethodHandles.constant(int.class, 1), 0, int.class), s("below", boolean.class, int.class, int.class), s("twice", int.class, int.class, int.class)).invokeExact(100));
        Out.show("doWhileLoop", () -> (int) MethodHandles.doWhileLoop(MethodHandles.dropArguments(MethodHandles.constant(int.class, 200), 0, int.class), s("twice", int.class, int.class, int.class), s("below", boolean.class, int.class, int.class)).invokeExact(100));
        Out.show("iteratedLoop", () -> (String) MethodHandles.iteratedLoop(null, MethodHandles.constant(String.class, "<"), s("append", String.class, String.class, String.class).asType(methodType(String.class, String.class, String.class))).invoke(List.of("a", "b")));
        Out.show("loop", () -> {
            MethodHandle[] total = {MethodHandles.dropArguments(MethodHandles.constant(int.class, 0), 0, int.class), s("sum", int.class, int.class, int.class, int.class)};
            MethodHandle[] index = {MethodHandles.dropArguments(MethodHandles.constant(int.class, 0), 0, int.class), s("bump", int.class, int.class, int.class, int.class), s("less", boolean.class, int.class, int.class, int.class), MethodHandles.permuteArguments(MethodHandles.identity(int.class), methodType(int.class, int.class, int.class, int.class), 0)};
            return (int) MethodHandles.loop(total, index).invokeExact(10);
        });
        Out.show("loop bad", () -> MethodHandles.loop(new MethodHandle[0]));
    }

    private static void types() {
        MethodType t = methodType(int.class, String.class, long[].class, Object.class);
        Sweep s = new Sweep().small().put(Class.class, int.class, String.class, void.class, null).put(MethodType.class, t).put(Class[].class, (Object) new Class<?>[] {int.class}, (Object) new Class<?>[0]).put(List.class, List.of(int.class))
            .put(String.class, "(I)V", "(Ljava/lang/String;[J)Ljava/lang/Object;", "bad", "(", "()LNo/Such;").put(ClassLoader.class, (Object) null).put(Lookup.class, L).not("hashCode", "describeConstable", "resolveConstantDesc");
        s.statics(MethodType.class);
        s.methods(MethodType.class, () -> t, () -> methodType(void.class));
        Out.show("interned", () -> methodType(int.class, String.class) == methodType(int.class, String.class));
        Out.show("lookup toString", L::toString);
        Out.show("lookup in", () -> L.in(String.class) + " " + L.in(Point.class) + " " + MethodHandles.publicLookup());
        Out.show("lookup modes", () -> L.lookupModes() + " " + L.dropLookupMode(Lookup.PRIVATE).lookupModes() + " " + L.in(String.class).lookupModes() + " " + MethodHandles.publicLookup().lookupModes() + " " + L.hasFullPrivilegeAccess());
        Out.show("privateLookupIn java.lang", () -> MethodHandles.privateLookupIn(String.class, L).lookupModes());
        Out.show("privateLookupIn java.util", () -> MethodHandles.privateLookupIn(ArrayList.class, L));
        Out.show("privateLookupIn array", () -> MethodHandles.privateLookupIn(int[].class, L));
        Out.show("findClass", () -> L.findClass("compat.Handles$Point"));
        Out.show("findClass not", () -> L.findClass("compat.Absent"));
        Out.show("accessClass", () -> L.accessClass(Point.class));
        Out.show("caller-sensitive", () -> L.findStatic(Class.class, "forName", methodType(Class.class, String.class)).invoke("compat.Handles"));
        Out.show("caller-sensitive lookup", () -> L.findStatic(MethodHandles.class, "lookup", methodType(Lookup.class)).invoke().toString());
        Out.show("signature polymorphic", () -> L.findVirtual(MethodHandle.class, "invokeExact", methodType(int.class, int.class, int.class)).invoke(s("add", int.class, int.class, int.class), 1, 2));
        Out.show("reflected invokeExact", () -> MethodHandle.class.getMethod("invokeExact", Object[].class).invoke(s("add", int.class, int.class, int.class), (Object) new Object[] {1, 2}));
    }

    private static void sites() {
        Out.show("mutable call site", () -> { MutableCallSite c = new MutableCallSite(methodType(int.class)); c.setTarget(MethodHandles.constant(int.class, 1)); MethodHandle d = c.dynamicInvoker(); int a = (int) d.invokeExact(); c.setTarget(MethodHandles.constant(int.class, 2)); return a + " " + (int) d.invokeExact(); });
        Out.show("unset call site", () -> (int) new MutableCallSite(methodType(int.class)).dynamicInvoker().invokeExact());
        Out.show("volatile call site", () -> new VolatileCallSite(MethodHandles.constant(int.class, 4)).dynamicInvoker().invoke());
        Out.show("constant call site", () -> { new ConstantCallSite(MethodHandles.constant(int.class, 4)).setTarget(null); return 1; });
        Out.show("call site wrong type", () -> { new MutableCallSite(methodType(int.class)).setTarget(MethodHandles.constant(long.class, 1)); return 1; });
        Out.show("switch point", () -> { SwitchPoint p = new SwitchPoint(); MethodHandle g = p.guardWithTest(MethodHandles.constant(String.class, "on"), MethodHandles.constant(String.class, "off")); String a = (String) g.invokeExact(); SwitchPoint.invalidateAll(new SwitchPoint[] {p}); return a + (String) g.invokeExact() + p.hasBeenInvalidated(); });
        Out.show("metafactory", () -> ((java.util.function.IntBinaryOperator) LambdaMetafactory.metafactory(L, "applyAsInt", methodType(java.util.function.IntBinaryOperator.class), methodType(int.class, int.class, int.class), L.findStatic(Handles.class, "add", methodType(int.class, int.class, int.class)), methodType(int.class, int.class, int.class)).getTarget().invoke()).applyAsInt(3, 4));
        Out.show("metafactory mismatch", () -> LambdaMetafactory.metafactory(L, "applyAsInt", methodType(java.util.function.IntBinaryOperator.class), methodType(int.class, int.class, int.class), L.findStatic(Handles.class, "cat", methodType(String.class, String.class, String.class)), methodType(int.class, int.class, int.class)));
        Out.show("string concat", () -> StringConcatFactory.makeConcatWithConstants(L, "m", methodType(String.class, int.class, Object.class, char.class), "a\u0001b\u0001c\u0002\u0001", "K").getTarget().invoke(1, null, 'z'));
        Out.show("string concat bad", () -> StringConcatFactory.makeConcatWithConstants(L, "m", methodType(String.class, int.class), "no tags"));
        Out.show("customised", () -> { MethodHandle m = MethodHandles.filterReturnValue(s("add", int.class, int.class, int.class), MethodHandles.insertArguments(s("add", int.class, int.class, int.class), 0, 10)); int sum = 0; for (int i = 0; i < 2000; i++) { sum += (int) m.invokeExact(i, 1); } return sum; });
    }

    static void run() {
        kinds();
        adapters();
        loops();
        types();
        sites();
    }
}
