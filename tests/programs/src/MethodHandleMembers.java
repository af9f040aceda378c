// Looking up members as method handles, calling, combining and revealing them; errors with their causes.
import java.lang.invoke.*;
import java.lang.reflect.*;
import java.util.*;
import java.util.function.*;
import static java.lang.invoke.MethodType.*;

public class MethodHandleMembers {
    interface I { default String d() { return "I.d " + priv(); } private String priv() { return "priv " + getClass().getSimpleName(); } static String s() { return "I.s"; } String abs(); boolean equals(Object o); }
    interface J extends I { default String d() { return "J.d/" + I.super.d(); } }
    static abstract class A implements I { public String call() { return abs(); } protected String prot(int x) { return "A.prot" + x; } String pkg() { return "A.pkg"; } private String pri() { return "A.pri"; } }
    static class B extends A implements J { public String abs() { return "B.abs"; } protected String prot(int x) { return "B.prot" + x + super.prot(x); } public final String fin() { return "fin"; } }
    static class C extends B { public String abs() { return "C.abs"; } String pkg() { return "C.pkg"; } private String pri() { return "C.pri"; } }
    static int sf = 3; int f = 4; static final long SFL = 99L; final String fs = "fs"; volatile double vd = 1.5; byte bb = 1; char cc='c'; short ss = 7; boolean zz = true; float ff = 2f;
    static { System.out.println("MethodHandleMembers init"); }
    static class Lazy { static { System.out.println("Lazy init"); } static int v = 5; static int m() { return 6; } Lazy() {} }
    record R(int a, String b) {}
    static int n;
    static void show(Object o) { System.out.println(++n + ": " + String.valueOf(o).replaceAll("@[0-9a-f]+", "@")); }
    interface Body { Object run() throws Throwable; }
    static void t(Body b) {
        try { show(b.run()); } catch (Throwable e) {
            StringBuilder s = new StringBuilder();
            for (Throwable x = e; x != null; x = x.getCause()) s.append(x.getClass().getName()).append(": ").append(x.getMessage()).append(" <- ");
            show(s);
        }
    }
    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodType S = methodType(String.class);
        B b = new B(); C c = new C();
        t(() -> (String) l.findVirtual(I.class, "d", S).invokeExact((I) b));
        t(() -> (String) l.findVirtual(J.class, "d", S).invokeExact((J) b));
        t(() -> (String) l.findVirtual(B.class, "d", S).invokeExact(b));
        t(() -> (String) l.findVirtual(A.class, "d", S).invokeExact((A) c));
        t(() -> (String) l.findVirtual(A.class, "abs", S).invokeExact((A) c));
        t(() -> (String) l.findVirtual(I.class, "abs", S).invokeExact((I) c));
        t(() -> (String) l.findVirtual(I.class, "priv", S).invokeExact((I) c));
        t(() -> (String) l.findVirtual(A.class, "pkg", S).invokeExact((A) c));
        t(() -> (String) l.findVirtual(A.class, "pri", S).invokeExact((A) c));
        t(() -> (String) l.findVirtual(B.class, "fin", S).invokeExact((B) c));
        t(() -> (String) l.findVirtual(B.class, "prot", methodType(String.class, int.class)).invokeExact((B) c, 3));
        t(() -> (boolean) l.findVirtual(I.class, "equals", methodType(boolean.class, Object.class)).invokeExact((I) c, (Object) c));
        t(() -> l.findVirtual(I.class, "equals", methodType(boolean.class, Object.class)).toString());
        t(() -> l.revealDirect(l.findVirtual(I.class, "equals", methodType(boolean.class, Object.class))));
        t(() -> l.revealDirect(l.findVirtual(A.class, "d", S)));
        t(() -> l.revealDirect(l.findVirtual(I.class, "priv", S)));
        t(() -> l.revealDirect(l.findVirtual(A.class, "abs", S)));
        t(() -> l.revealDirect(l.findVirtual(B.class, "fin", S)));
        t(() -> l.revealDirect(l.findVirtual(List.class, "size", methodType(int.class))));
        t(() -> l.revealDirect(l.findVirtual(ArrayList.class, "stream", methodType(java.util.stream.Stream.class))));
        t(() -> l.revealDirect(l.findVirtual(ArrayList.class, "getClass", methodType(Class.class))));
        t(() -> l.revealDirect(l.findStatic(I.class, "s", S)));
        t(() -> l.revealDirect(l.findConstructor(Lazy.class, methodType(void.class))));
        t(() -> (int) l.findVirtual(List.class, "size", methodType(int.class)).invokeExact((List) List.of(1, 2)));
        t(() -> l.findVirtual(ArrayList.class, "stream", methodType(java.util.stream.Stream.class)).invoke(new ArrayList<>(List.of(1))) != null);
        t(() -> (String) l.findStatic(I.class, "s", S).invokeExact());
        t(() -> (Object) l.findVirtual(int[].class, "clone", methodType(Object.class)).invoke(new int[] {1}) instanceof int[]);
        t(() -> (int) l.findVirtual(String[].class, "hashCode", methodType(int.class)).invoke(new String[0]) != 0);
        t(() -> (String) MethodHandles.privateLookupIn(B.class, l).findSpecial(A.class, "prot", methodType(String.class, int.class), B.class).invokeExact(b, 1));
        t(() -> (String) MethodHandles.privateLookupIn(J.class, l).findSpecial(I.class, "d", S, J.class).invokeExact((J) b));
        t(() -> MethodHandles.privateLookupIn(C.class, l).findSpecial(A.class, "prot", methodType(String.class, int.class), C.class).invoke(c, 2));
        // fields
        MethodHandleMembers m = new MethodHandleMembers();
        for (Field fl : MethodHandleMembers.class.getDeclaredFields()) {
            if (fl.isSynthetic() || fl.getName().equals("n")) continue;
            t(() -> { MethodHandle g = l.unreflectGetter(fl); return g + " " + (Modifier.isStatic(fl.getModifiers()) ? g.invoke() : g.invoke(m)) + " " + l.revealDirect(g); });
            t(() -> { MethodHandle g = l.unreflectSetter(fl); return g + " " + l.revealDirect(g); });
        }
        t(() -> { l.findSetter(MethodHandleMembers.class, "f", int.class).invokeExact(m, 77); return m.f; });
        t(() -> { l.findStaticSetter(MethodHandleMembers.class, "sf", int.class).invokeExact(78); return sf; });
        t(() -> l.findStaticGetter(MethodHandleMembers.class, "f", int.class));
        t(() -> l.findGetter(MethodHandleMembers.class, "sf", int.class));
        t(() -> l.findGetter(MethodHandleMembers.class, "nope", int.class));
        t(() -> l.findGetter(MethodHandleMembers.class, "f", long.class));
        t(() -> l.findStatic(MethodHandleMembers.class, "nope", S));
        t(() -> l.findStatic(B.class, "fin", S));
        t(() -> l.findVirtual(I.class, "s", S));
        t(() -> l.findVirtual(MethodHandleMembers.class, "main", methodType(void.class, String[].class)));
        t(() -> l.findVirtual(String.class, "isLatin1", methodType(boolean.class)));
        t(() -> l.findConstructor(A.class, methodType(void.class)).invoke());
        t(() -> l.findConstructor(B.class, methodType(void.class, int.class)));
        t(() -> l.findConstructor(I.class, methodType(void.class)));
        t(() -> l.findVirtual(MethodHandleMembers.class, "<init>", methodType(void.class)));
        t(() -> l.findStatic(MethodHandleMembers.class, "<clinit>", methodType(void.class)));
        t(() -> MethodHandles.publicLookup().findStatic(MethodHandleMembers.class, "t", methodType(void.class, Body.class)));
        t(() -> MethodHandles.publicLookup().findVirtual(Object.class, "clone", methodType(Object.class)));
        t(() -> l.findVirtual(Object.class, "clone", methodType(Object.class)));
        t(() -> l.findVirtual(ClassLoader.class, "findClass", methodType(Class.class, String.class)));
        t(() -> l.findSpecial(B.class, "fin", S, B.class).invoke(b));
        t(() -> l.findSpecial(B.class, "fin", S, A.class));
        t(() -> l.findStatic(Class.forName("sun.misc.Unsafe"), "getUnsafe", methodType(Class.forName("sun.misc.Unsafe"))) != null);
        t(() -> l.findStatic(Class.forName("jdk.internal.misc.Unsafe"), "getUnsafe", methodType(Class.forName("jdk.internal.misc.Unsafe"))));
        // laziness
        MethodHandle lz = l.findStatic(Lazy.class, "m", methodType(int.class)); show("lazy found"); t(() -> (int) lz.invokeExact()); t(() -> (int) lz.invokeExact());
        // reflection
        for (String nm : new String[] {"abs", "prot", "fin"}) for (Method me : B.class.getDeclaredMethods()) if (me.getName().equals(nm)) { t(() -> l.unreflect(me) + " " + l.revealDirect(l.unreflect(me))); }
        t(() -> l.unreflectSpecial(A.class.getDeclaredMethod("pkg"), A.class));
        t(() -> l.unreflect(MethodHandle.class.getMethod("invokeExact", Object[].class)));
        t(() -> l.unreflect(MethodHandle.class.getMethod("invoke", Object[].class)).invoke(lz, new Object[0]));
        t(() -> l.unreflect(VarHandle.class.getMethod("get", Object[].class)));
        t(() -> MethodHandle.class.getMethod("invoke", Object[].class).invoke(lz, (Object) new Object[0]));
        t(() -> VarHandle.class.getMethod("get", Object[].class).invoke(l.findStaticVarHandle(MethodHandleMembers.class, "sf", int.class), (Object) new Object[0]));
        t(() -> (int) MethodHandles.exactInvoker(methodType(int.class)).invokeExact(lz));
        t(() -> (int) MethodHandles.invoker(methodType(int.class)).invokeExact(lz));
        t(() -> (Object) MethodHandles.spreadInvoker(methodType(Object.class, Object.class, Object.class), 0).invokeExact(l.findStatic(MethodHandleMembers.class, "cat", methodType(String.class, Object.class, Object.class)).asType(methodType(Object.class, Object.class, Object.class)), new Object[] {1, 2}));
        t(() -> (long) lz.invoke());
        t(() -> (Object) lz.invoke());
        t(() -> (String) lz.invoke());
        t(() -> (String) lz.invokeExact());
        t(() -> { MethodHandle nul = null; return (int) nul.invokeExact(); });
        t(() -> (String) l.findVirtual(A.class, "abs", S).invokeExact((A) null));
        t(() -> (String) l.findVirtual(I.class, "abs", S).invokeExact((I) null));
        t(() -> (String) l.findVirtual(B.class, "fin", S).invokeExact((B) null));
        t(() -> l.findVirtual(I.class, "abs", S).invoke((Object) "str"));
        t(() -> l.findVirtual(A.class, "abs", S).asType(methodType(String.class, Object.class)).invoke((Object) "str"));
        // combinators
        MethodHandle cat = l.findStatic(MethodHandleMembers.class, "cat", methodType(String.class, Object.class, Object.class));
        t(() -> MethodHandles.insertArguments(cat, 1, "x").invoke("y"));
        t(() -> MethodHandles.dropArguments(cat, 1, int.class, long.class).invoke("y", 1, 2L, "z"));
        t(() -> MethodHandles.permuteArguments(cat, methodType(String.class, Object.class, int.class, Object.class), 2, 0).invoke("y", 1, "z"));
        t(() -> MethodHandles.filterArguments(cat, 0, l.findVirtual(Object.class, "toString", S)).invoke((Object) 5, (Object) 6));
        t(() -> MethodHandles.filterReturnValue(cat, l.findVirtual(String.class, "length", methodType(int.class))).invoke("ab", "cd"));
        t(() -> MethodHandles.foldArguments(MethodHandles.dropArguments(cat, 0, int.class), MethodHandles.dropArguments(lz, 0, Object.class)).invoke("1", "2"));
        t(() -> MethodHandles.collectArguments(cat, 1, cat).invoke(1, 2, 3));
        t(() -> cat.asSpreader(Object[].class, 2).invoke(new Object[] {1, 2}));
        t(() -> cat.asSpreader(1, Object[].class, 1).invoke(1, new Object[] {1, 2}));
        t(() -> l.findStatic(MethodHandleMembers.class, "va", methodType(String.class, int.class, Object[].class)).invoke(1, 2, 3, "4"));
        t(() -> l.findStatic(MethodHandleMembers.class, "va", methodType(String.class, int.class, Object[].class)).isVarargsCollector());
        t(() -> MethodHandles.guardWithTest(l.findVirtual(String.class, "isEmpty", methodType(boolean.class)), MethodHandles.constant(String.class, "E").asType(methodType(String.class)).asType(S) .asType(S), null));
        t(() -> MethodHandles.catchException(l.findStatic(Integer.class, "parseInt", methodType(int.class, String.class)), NumberFormatException.class, MethodHandles.dropArguments(MethodHandles.constant(int.class, -1), 0, NumberFormatException.class)).invoke("zz"));
        t(() -> MethodHandles.tryFinally(l.findStatic(Integer.class, "parseInt", methodType(int.class, String.class)), l.findStatic(MethodHandleMembers.class, "fin", methodType(int.class, Throwable.class, int.class, String.class))).invoke("12"));
        t(() -> MethodHandles.countedLoop(MethodHandles.constant(int.class, 5), MethodHandles.constant(int.class, 1), l.findStatic(MethodHandleMembers.class, "step", methodType(int.class, int.class, int.class))).invoke());
        t(() -> MethodHandles.throwException(int.class, IllegalStateException.class).invoke(new IllegalStateException("ise")));
        t(() -> MethodHandles.arrayConstructor(int[].class).invoke(3) instanceof int[]);
        t(() -> MethodHandles.arrayElementGetter(int[].class).invoke(new int[] {5}, 0));
        t(() -> MethodHandles.arrayElementGetter(int[].class).invoke(new int[] {5}, 1));
        t(() -> { Object[] o = new String[1]; MethodHandles.arrayElementSetter(Object[].class).invoke(o, 0, 1); return o; });
        t(() -> MethodHandles.arrayLength(long[].class).invoke(new long[9]));
        t(() -> MethodHandles.identity(double.class).invoke(2.5));
        t(() -> MethodHandles.explicitCastArguments(MethodHandles.identity(byte.class), methodType(int.class, double.class)).invoke(300.7));
        t(() -> MethodHandles.zero(String.class).invoke());
        t(() -> MethodHandles.tableSwitch(MethodHandles.dropArguments(MethodHandles.constant(String.class, "def"), 0, int.class), MethodHandles.dropArguments(MethodHandles.constant(String.class, "c0"), 0, int.class), MethodHandles.dropArguments(MethodHandles.constant(String.class, "c1"), 0, int.class)).invoke(1));
        t(() -> l.bind("hello", "substring", methodType(String.class, int.class)).invoke(2));
        t(() -> cat.bindTo("bound").invoke(1));
        t(() -> l.findConstructor(R.class, methodType(void.class, int.class, String.class)).invoke(1, "r"));
        t(() -> l.findStatic(Math.class, "max", methodType(double.class, double.class, double.class)).invoke(1, 2f));
        t(() -> MethodHandleProxies.asInterfaceInstance(IntBinaryOperator.class, l.findStatic(Math.class, "max", methodType(int.class, int.class, int.class))).applyAsInt(3, 9));
        t(() -> l.findStatic(MethodHandleMembers.class, "many", methodType(String.class, long.class, double.class, int.class, float.class, long.class, double.class, Object.class, byte.class, char.class, short.class, boolean.class, long.class)).invoke(1L, 2.0, 3, 4f, 5L, 6.0, "seven", (byte) 8, '9', (short) 10, true, 12L));
        t(() -> MethodHandles.insertArguments(l.findStatic(MethodHandleMembers.class, "many", methodType(String.class, long.class, double.class, int.class, float.class, long.class, double.class, Object.class, byte.class, char.class, short.class, boolean.class, long.class)), 0, 1L, 2.0, 3, 4f, 5L, 6.0, "seven").invoke((byte) 8, '9', (short) 10, true, 12L));
        // call sites
        MutableCallSite mcs = new MutableCallSite(methodType(String.class)); mcs.setTarget(MethodHandles.constant(String.class, "one"));
        MethodHandle dyn = mcs.dynamicInvoker(); t(() -> dyn.invoke()); mcs.setTarget(MethodHandles.constant(String.class, "two")); t(() -> dyn.invoke());
        MutableCallSite.syncAll(new MutableCallSite[] {mcs});
        VolatileCallSite vcs = new VolatileCallSite(MethodHandles.constant(String.class, "v1")); MethodHandle dv = vcs.dynamicInvoker(); t(() -> dv.invoke()); vcs.setTarget(MethodHandles.constant(String.class, "v2")); t(() -> dv.invoke());
        t(() -> { vcs.setTarget(MethodHandles.constant(Object.class, "v2")); return 0; });
        SwitchPoint sp = new SwitchPoint(); MethodHandle spm = sp.guardWithTest(MethodHandles.constant(String.class, "valid"), MethodHandles.constant(String.class, "invalid"));
        t(() -> spm.invoke()); SwitchPoint.invalidateAll(new SwitchPoint[] {sp}); t(() -> spm.invoke());
        // serializable / metafactory
        t(() -> { Supplier<String> s = (Supplier<String> & java.io.Serializable) () -> "ser"; Method w = s.getClass().getDeclaredMethod("writeReplace"); w.setAccessible(true); return ((SerializedLambda) w.invoke(s)).getImplMethodName().startsWith("lambda$"); });
        t(() -> ((Supplier<String>) LambdaMetafactory.metafactory(l, "get", methodType(Supplier.class), methodType(Object.class), l.findStatic(I.class, "s", S), S).getTarget().invoke()).get());
        t(() -> LambdaMetafactory.metafactory(l, "get", methodType(Supplier.class), methodType(Object.class), l.findVirtual(String.class, "length", methodType(int.class)), methodType(String.class)));
        Function<Integer, int[]> mk = int[]::new; show(mk.apply(3).length); Supplier<B> nb = B::new; show(nb.get().abs()); Function<Object, String> ts = Object::toString; show(ts.apply(5)); I li = () -> "lam"; show(li.abs() + li.d().startsWith("I.d priv MethodHandleMembers$$Lambda")); BiFunction<String, String, Boolean> eq = String::equalsIgnoreCase; show(eq.apply("a", "A"));
        Runnable r2 = b::call; r2.run(); t(() -> { B nl = null; Runnable x = nl::call; return x; });
        show(new StringBuilder().append(1).toString() + 'c' + 1L + 2f + 3.0 + true + null + b.abs() + (byte) 1 + (short) 2 + new int[0].length);
    }
    static String cat(Object a, Object b) { return a + "+" + b; }
    static String va(int x, Object... r) { return x + Arrays.toString(r); }
    static int fin(Throwable t, int r, String s) { return r + (t == null ? 100 : 200); }
    static int step(int acc, int i) { return acc * 2 + i; }
    static String many(long a, double b, int c, float d, long e, double f, Object g, byte h, char i, short j, boolean k, long l) { return "" + a + b + c + d + e + f + g + h + i + j + k + l; }
}
