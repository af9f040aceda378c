// Method.invoke and Constructor.newInstance: conversions, checks and texts, before and after core reflection switches
// from native calls to generated code (15 calls).
import java.lang.reflect.*;
import java.util.*;
public class ReflectiveCalls {
  public interface Shape { default String corners(int x) { return "corners" + x; } String name(); static int st(int a) { return a + 1; } }
  static abstract class Abs { protected Abs() {} public abstract int f(); }
  public static class A extends Abs implements Shape {
    public int i; private final String s; static long counter; public volatile Object ref; final int fin = 3; static final int SF = 8;
    public A() { s = "none"; } private A(int i, String s) { this.i = i; this.s = s; }
    A(byte b, long... ls) { s = "v" + b + Arrays.toString(ls); }
    A(Object o) { s = null; throw new IllegalStateException("ctor " + o); }
    public int f() { return i; } public String name() { return s; }
    static String prim(boolean z, byte b, char c, short s, int i, long l, float f, double d) { return z + " " + b + " " + (int) c + " " + s + " " + i + " " + l + " " + f + " " + d;
    }
    private long wide(long l) { return l * 2; } double dbl(double d) { return d / 2; } float flt(float f) { return f;
    } char chr(char c) { return (char) (c + 1); } byte byt(byte b) { return b; } short sht(short s) { return s;
    } boolean bool(boolean b) { return !b; } void nothing() { counter++; }
    int[] arr(int[][] a, String... t) { return a[0]; } Object any(Object o) { return o;
    } static void thrower(String m) throws Exception { throw new java.io.IOException(m); }
    static class Init { static { System.out.println("init"); } static int x() { return 5; } }
    static class Bad { static { if (true) throw new RuntimeException("bad"); } static int x() { return 5; } }
  }
  static class B extends A { public int f() { return 100; } private long wide(long l) { return -1; } }
  // Generated accessors print identity hashes in messages, and unnamed modules have one.
  static String text(Throwable e) { return e.toString().replaceAll("@[0-9a-f]+", "@"); }

  static void call(Method m, Object r, Object... args) {
    for (int n = 0; n < 20; n++) {
      String out;
      try { m.setAccessible(true); Object x = m.invoke(r, args);
      out = "" + (x instanceof int[] ? Arrays.toString((int[]) x) : x) + (x == null ? "" : " " + x.getClass().getSimpleName()); }
      catch (InvocationTargetException e) { out = "ITE " + e.getCause() + " " + e.getMessage(); }
      catch (Throwable e) { out = text(e); }
      if (n == 0 || n == 19) System.out.println(m.getName() + " " + n + ": " + out);
    }
  }
  static void make(Constructor<?> c, Object... args) {
    for (int n = 0; n < 20; n++) {
      String out;
      try { c.setAccessible(true); Object x = c.newInstance(args); out = x.getClass().getSimpleName() + (x instanceof A ? ((A) x).s : ""); }
      catch (InvocationTargetException e) { out = "ITE " + e.getCause(); }
      catch (Throwable e) { out = text(e); }
      if (n == 0 || n == 19) System.out.println(c + " " + n + ": " + out);
    }
  }
  static Method m(Class<?> k, String n) { for (Method m : k.getDeclaredMethods()) if (m.getName().equals(n)) return m; throw new Error(n); }
  public static void main(String[] x) throws Throwable {
    A a = new A(); B b = new B(); a.i = 7;
    Method p = m(A.class, "prim");
    call(p, null, true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6.0);
    call(p, null, true, (byte) 1, 'c', (byte) 2, 'i', 4, 5L, 6f);
    call(p, null, true, 1, 'c', (short) 2, 3, 4L, 5f, 6.0);
    call(p, null, true, (byte) 1, 'c', (short) 2, 3, 4f, 5f, 6.0);
    call(p, null, true, (byte) 1, 'c', (short) 2, 3, 4L, 5f);
    call(p, null, true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, null);
    call(p, null, 1, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6.0);
    call(p, null, true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, "6");
    call(p, null, true, (byte) 1, (short) 'c', (short) 2, 3, 4L, 5f, 6.0);
    call(m(A.class, "wide"), a, 5); call(m(A.class, "wide"), b, 5L); call(m(A.class, "wide"), "x", 5L); call(m(A.class, "wide"), null, 5L);
    call(m(A.class, "f"), a); call(m(A.class, "f"), b); call(m(A.class, "f"), b, (Object[]) null); call(m(A.class, "f"), b, 1);
    call(m(Abs.class, "f"), b); call(m(Shape.class, "corners"), a, 3); call(m(Shape.class, "name"), a);
    call(m(Shape.class, "st"), null, 3); call(m(Shape.class, "name"), "s");
    call(m(A.class, "dbl"), a, 3); call(m(A.class, "flt"), a, 3L); call(m(A.class, "chr"), a, 'a');
    call(m(A.class, "byt"), a, (byte) -1); call(m(A.class, "sht"), a, (byte) -1); call(m(A.class, "bool"), a, true);
    call(m(A.class, "nothing"), a);
    System.out.println(A.counter);
    call(m(A.class, "arr"), a, new int[][] {{1, 2}}, new String[0]); call(m(A.class, "arr"), a, new long[0][], null);
    call(m(A.class, "any"), a, 5); call(m(A.class, "any"), a, (Object) null);
    call(m(A.class, "thrower"), null, "boom"); call(m(A.Init.class, "x"), null); call(m(A.Bad.class, "x"), null);
    Constructor<?>[] constructors = A.class.getDeclaredConstructors();
    Arrays.sort(constructors, Comparator.comparing(Object::toString));
    for (Constructor<?> c : constructors) { make(c); make(c, 1, "s"); make(c, (byte) 1, new long[] {3}); make(c, "o"); make(c, "1", "s"); }
    make(Abs.class.getDeclaredConstructor()); make(Thread.State.class.getDeclaredConstructors()[0], "X", 3);
    List<String> all = new ArrayList<>();
    for (Method q : A.class.getDeclaredMethods()) all.add(q.toGenericString() + " " + q.getModifiers() + Arrays.toString(q.getParameterTypes()) + Arrays.toString(q.getExceptionTypes()) + q.isVarArgs() + q.isBridge());
    for (Field q : A.class.getDeclaredFields()) all.add(q.toGenericString() + " " + q.getModifiers());
    Collections.sort(all); all.forEach(System.out::println);
    for (String f : new String[] {"i", "s", "counter", "ref", "fin", "SF"}) { Field q = A.class.getDeclaredField(f);
    q.setAccessible(true); System.out.println(f + " " + q.get(a));
    try { q.set(a, f.equals("s") || f.equals("ref") ? "new" : f.equals("counter") ? (Object) 55L : (Object) 44);
    System.out.println(q.get(a)); } catch (Throwable t) { System.out.println(t); } try { q.set(a, 'x');
    System.out.println(q.get(a)); } catch (Throwable t) { System.out.println(t); } }
    Object pr = Proxy.newProxyInstance(ReflectiveCalls.class.getClassLoader(), new Class<?>[] {Shape.class, Runnable.class}, (o, me, ar) -> { System.out.println(me + Arrays.toString(ar)); return me.getReturnType() == String.class ? "proxied" : null; });
    System.out.println(((Shape) pr).name()); ((Runnable) pr).run(); System.out.println(((Shape) pr).corners(2));
  }
}
