import java.util.*;
import java.util.function.*;
/** Helpful NullPointerException messages (JEP 358). */
public class NullMessages {
  static int[] ia; static NullMessages sf; static Object[][] oo;
  NullMessages next; int x; long l; String s; int[] arr; NullMessages[] list; static int idx = 3;
  NullMessages self() { return null; }
  static NullMessages make(int a, String b, Object[] c) { return null; }
  int index() { return 2; }
  interface I { void go(int x, String[] s); }
  static void run(String name, Runnable r) {
    try { r.run(); System.out.println(name + ": no exception"); }
    catch (NullPointerException e) { System.out.println(name + ": " + e.getMessage()); }
  }
  static void params(String a, long b, NullMessages c, int[] d) {
    run2("p1", () -> a.length());
    try { a.length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { c.next.x = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { d[(int) b] = 4; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    String q = a; 
    try { q.length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
  }
  static void run2(String n, Supplier<?> s) { run(n, s::get); }
  void inst() {
    try { this.next.x++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { next.next.x++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { this.arr[1]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { this.list[index()].x = 3; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    list = new NullMessages[5];
    try { this.list[index()].x = 3; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { this.list[idx].next.l = 3; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { self().self().x = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { self().next.next.next.next.next.next.x = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { make(1, "a", null).l = 4L; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { synchronized (next) { } } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { throw (RuntimeException) (Object) s; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { Integer i = null; int k = i; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { switch (s) { case "a": break; } } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { for (Object o : (List<?>) (Object) s) { } } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { ((I) (Object) s).go(1, null); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { (idx > 2 ? s : "x".substring(0)).length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { Objects.requireNonNull(s); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { Objects.requireNonNull(s, "s!"); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { throw new NullPointerException(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { throw null; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { int[][] z = new int[3][]; z[1][2] = 5; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { oo[1][idx + 1].toString(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    oo = new Object[2][];
    try { oo[1][idx + 1].toString(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    oo[1] = new Object[10];
    try { oo[1][idx + 1].toString(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { System.out.println(ia.length); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { ia.clone(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { sf.s.concat("x"); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { byte[] b = null; b[0] = 1; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { boolean[] b = null; if (b[0]) return; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { double[] b = null; b[7] = 1.0; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { long[] b = null; b[-1] = idx; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { char[] b = null; b[30000]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { short[] b = null; b[idx]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { float[] b = null; b[Integer.parseInt("3")]++; } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { Map<String,String> m = new HashMap<>(); m.get("a").length(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { System.arraycopy(null, 0, null, 0, 1); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { for (int i = 0; i < 3; i++) { NullMessages n = i == 2 ? null : this; n.x++; } } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { Supplier<String> q = null; q.get(); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { "x".compareTo(null); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
    try { new ArrayList<Integer>(null); } catch (NullPointerException e) { System.out.println(e.getMessage()); }
  }
  public static void main(String[] a) { params(null, 5, null, null); params(null, 5, new NullMessages(), null); new NullMessages().inst(); assembled(); }
  // Methods of NullMessagesJoin.jasm.
  static void assembled() {
    for (var method : new String[] {"afterArray", "afterCast", "afterSwitch", "afterSubroutine"}) {
      try {
        Class<?> c = Class.forName("NullMessagesJoin");
        if (method.equals("afterCast")) c.getMethod(method, Object.class).invoke(null, (Object) null); else c.getMethod(method).invoke(null);
      } catch (java.lang.reflect.InvocationTargetException e) {
        System.out.println(method + ": " + e.getCause().getMessage());
      } catch (ReflectiveOperationException e) {
        System.out.println(e);
      }
    }
  }
}
