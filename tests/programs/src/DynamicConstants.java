// Resolves every site and constant of DynamicConstantsSites.jasm twice: results, errors, what stays failed.
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;

public class DynamicConstants {
    public static void main(String[] args) throws Throwable {
        Method[] sites = Class.forName("DynamicConstantsSites").getDeclaredMethods();
        Arrays.sort(sites, Comparator.comparing(Method::getName));
        for (Method site : sites) {
            for (int i = 0; i < 2; i++) {
                StringBuilder s = new StringBuilder(site.getName() + ": ");
                try {
                    if (site.getParameterCount() == 0) s.append(site.invoke(null));
                } catch (InvocationTargetException e) {
                    int n = 0;
                    for (Throwable t = e.getCause(); t != null && n++ < 8; t = t.getCause()) s.append(t).append(" <- ");
                }
                System.out.println(s.toString().replaceAll("@(0x)?[0-9a-f]+", "@") + "  " + calls);
            }
        }
    }

    static int calls;
    public static CallSite nul(Lookup l, String n, MethodType t) { calls++; return null; }
    public static Object notSite(Lookup l, String n, MethodType t) { calls++; return "str"; }
    public static CallSite wrongType(Lookup l, String n, MethodType t) { calls++; return new ConstantCallSite(MethodHandles.constant(String.class, "x")); }
    public static CallSite checked(Lookup l, String n, MethodType t) throws Exception { calls++; throw new java.io.IOException("checked " + calls); }
    public static CallSite error(Lookup l, String n, MethodType t) { calls++; throw new AssertionError("ae " + calls); }
    public static CallSite linkage(Lookup l, String n, MethodType t) { calls++; throw new LinkageError("le " + calls); }
    public static CallSite oom(Lookup l, String n, MethodType t) { calls++; throw new OutOfMemoryError("oom " + calls); }
    public static CallSite soe(Lookup l, String n, MethodType t) { return soe(l, n, t); }
    public static CallSite show(Lookup l, String n, MethodType t, Object... a) { calls++; StringBuilder s = new StringBuilder(); for (Object o : a) s.append(o).append(o == null ? "" : ":" + o.getClass().getSimpleName()).append(' '); return new ConstantCallSite(MethodHandles.constant(String.class, l.lookupClass().getName() + " " + n + t + " " + s)); }
    public static CallSite two(Object l, Object... a) { calls++; StringBuilder s = new StringBuilder(); for (Object o : a) s.append(o).append(' '); return new ConstantCallSite(MethodHandles.constant(String.class, "two " + s)); }
    public static CallSite typed(Lookup l, String n, MethodType t, int i, long j, float f, double d, String s, Class<?> c, MethodType m, MethodHandle h) { return new ConstantCallSite(MethodHandles.constant(String.class, i + " " + j + " " + f + " " + d + s + c + m + h)); }
    public static CallSite narrow(Lookup l, String n, MethodType t, byte b) { return new ConstantCallSite(MethodHandles.constant(String.class, "b" + b)); }
    public static CallSite arr(Lookup l, String n, MethodType t, Object[] a) { return new ConstantCallSite(MethodHandles.constant(String.class, "arr" + Arrays.toString(a))); }
    public static CallSite mut(Lookup l, String n, MethodType t) { MutableCallSite m = new MutableCallSite(t); m.setTarget(MethodHandles.constant(String.class, "mut" + calls++)); return m; }
    public static Object cshow(Lookup l, String n, Class<?> t, Object... a) { calls++; StringBuilder s = new StringBuilder(n + t + " "); for (Object o : a) s.append(o).append(o == null ? "" : ":" + o.getClass().getSimpleName()).append(' '); return s.toString(); }
    public static Object ctwo(Lookup l, Object... a) { calls++; return "ctwo " + Arrays.toString(a); }
    public static Object cnull(Lookup l, String n, Class<?> t) { calls++; return null; }
    public static Object cobj(Lookup l, String n, Class<?> t, Object v) { calls++; return v; }
    public static int cint(Lookup l, String n, Class<?> t) { return 7 + calls++; }
    public static boolean cbool(Lookup l, String n, Class<?> t) { return true; }
    public static Object cthrow(Lookup l, String n, Class<?> t) throws Exception { calls++; throw new Exception("cthrow " + calls); }
    public static Object cerr(Lookup l, String n, Class<?> t) { calls++; throw new NoSuchFieldError("cerr " + calls); }
    public static Object cvoid(Lookup l, String n, Class<?> t) { return t.getName(); }
    static class Lazy { static { System.out.println("Lazy init"); } static int v; static int m() { return 4; } private static int p() { return 1; } }
    interface Ifc { static int s() { return 8; } default int d() { return 9; } int a(); }
    static abstract class Abs { abstract int a(); private int pr; final int fi = 1; static final int sf = 2; }
    private static int priv() { return 1; }
}
