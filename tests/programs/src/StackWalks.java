import java.lang.invoke.*;
import java.util.*;
import java.util.stream.*;
/** StackWalker, thread dumps, hidden classes. */
public class StackWalks {
  static StackWalker w = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  static StackWalker all = StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));
  static StackWalker refl = StackWalker.getInstance(StackWalker.Option.SHOW_REFLECT_FRAMES);
  static String f(StackWalker.StackFrame s) { return s.getMethodName() + ":" + s.getLineNumber() + ":" + s.getByteCodeIndex() + ":" + s.isNativeMethod() + ":" + s.getDescriptor(); }
  public static void show() {
    pr(w.walk(s -> s.map(StackWalks::f).collect(Collectors.toList())));
    pr(w.walk(s -> s.map(StackWalker.StackFrame::getDeclaringClass).collect(Collectors.toList())));
    pr(refl.walk(s -> s.map(x -> x.getClassName() + "." + x.getMethodName()).filter(x -> !x.contains("Accessor")).collect(Collectors.toList())));
    pr(w.walk(s -> s.limit(1).map(x -> x.toStackTraceElement().toString()).collect(Collectors.toList())));
    pr(all.walk(s -> s.count()) > 0);
    System.out.println(w.getCallerClass());
  }
  static void pr(Object o) { System.out.println(o); }
  static void deep(int n) { if (n == 0) { pr(w.walk(s -> s.count()) + " " + w.walk(s -> s.skip(100).findFirst().get().getMethodName())); show(); } else deep(n - 1); }
  public static void main(String[] a) throws Throwable {
    show();
    StackWalks.class.getMethod("show").invoke(null);
    MethodHandles.lookup().findStatic(StackWalks.class, "show", MethodType.methodType(void.class)).invoke();
    Runnable r = StackWalks::show; r.run();
    Runnable r2 = () -> show(); r2.run();
    Thread d = new Thread(() -> deep(150)); d.start(); d.join();
    int[] c = {0}; rec(c, 150);
    try { w.getCallerClass(); } catch (Exception e) { System.out.println(e); }
    StackTraceElement[] st = new Throwable().getStackTrace(); System.out.println(Arrays.toString(st));
    Thread t = new Thread(() -> { try { Thread.sleep(3000); } catch (InterruptedException e) { System.out.println("interrupted " + Thread.currentThread().isInterrupted()); } }, "sleeper");
    t.start(); Thread.sleep(200); System.out.println(Arrays.toString(t.getStackTrace()).replaceAll("0x[0-9a-f]+", "0x") + t.getState() + Thread.getAllStackTraces().containsKey(t)); t.interrupt(); t.join(); System.out.println(t.getState() + " " + t.isAlive() + Arrays.toString(t.getStackTrace()));
    System.out.println(new SecurityManager() { Class<?>[] ctx() { return getClassContext(); } }.ctx().length);
    MethodHandles.Lookup l = MethodHandles.lookup();
    byte[] bytes = StackWalks.class.getResourceAsStream("HiddenOne.class").readAllBytes();
    MethodHandles.Lookup h = l.defineHiddenClass(bytes, true, MethodHandles.Lookup.ClassOption.NESTMATE);
    Class<?> hc = h.lookupClass(); System.out.println(hc.getName().startsWith("HiddenOne/0x") + " " + hc.isHidden() + " " + hc.getNestHost() + " " + hc.getSimpleName().startsWith("HiddenOne/0x") + " " + hc.isNestmateOf(StackWalks.class));
    Object o = hc.getDeclaredConstructor().newInstance(); System.out.println(o.toString());
    try { Class.forName(hc.getName()); } catch (ClassNotFoundException e) { System.out.println("CNFE"); }
    MethodHandles.Lookup h2 = l.defineHiddenClassWithClassData(bytes, List.of("data"), false); pr(MethodHandles.classData(h2, "_", List.class));
  }
  static void rec(int[] c, int n) { if (n == 0) pr(w.walk(s -> s.count())); else rec(c, n - 1); }
}
class HiddenOne { public String toString() { return "hid " + getClass().isHidden(); } }
