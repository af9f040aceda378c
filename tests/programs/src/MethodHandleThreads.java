// Many threads link the same call sites at once; names of methods come and go with collections.
import java.lang.invoke.*;
import java.util.*; import java.util.concurrent.*; import java.util.function.*;
public class MethodHandleThreads {
  static final AtomicIntegerHolder h = new AtomicIntegerHolder();
  static class AtomicIntegerHolder { volatile int v; static final VarHandle V; static { try { V = MethodHandles.lookup().findVarHandle(AtomicIntegerHolder.class, "v", int.class); } catch (Exception e) { throw new Error(e); } } }
  interface F { String f(int i); }
  static String go(int k) {
    Supplier<String> a = () -> "a" + k; F b = i -> k + ":" + i; Function<Integer,Integer> c = Integer::bitCount; BiFunction<String,Integer,Character> d = String::charAt; Comparator<String> e = Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder());
    AtomicIntegerHolder.V.getAndAdd(h, 1);
    return a.get() + b.f(3) + c.apply(7) + d.apply("abc", 1) + e.compare("x", "yy") + k + 1L + 2.0 + 'c' + k;
  }
  public static void main(String[] args) throws Throwable {
    int n = 16; CyclicBarrier bar = new CyclicBarrier(n); Set<String> res = ConcurrentHashMap.newKeySet(); List<Thread> ts = new ArrayList<>();
    for (int i = 0; i < n; i++) { Thread t = new Thread(() -> { try { bar.await(); for (int j = 0; j < 200; j++) res.add(go(5)); } catch (Throwable x) { x.printStackTrace(); res.add(x.toString()); } }); t.start(); ts.add(t); }
    for (Thread t : ts) t.join();
    System.out.println(res + " " + h.v);
    // names come and go
    MethodHandles.Lookup l = MethodHandles.lookup();
    for (int r = 0; r < 20; r++) {
      for (var m : String.class.getMethods()) { MethodHandle mh = l.unreflect(m); if (mh.type() == null) throw new Error(); }
      System.gc();
    }
    MethodHandle keep = l.findVirtual(String.class, "concat", MethodType.methodType(String.class, String.class));
    for (int r = 0; r < 5; r++) { System.gc(); System.out.println((String) keep.invokeExact("x", "y" + r)); }
    int s = 0; MethodHandle abs = l.findStatic(Math.class, "abs", MethodType.methodType(int.class, int.class));
    for (int i = 0; i < 100000; i++) s += (int) abs.invokeExact(-i); System.out.println(s);
    IntUnaryOperator op = x -> x + 1; for (int i = 0; i < 200000; i++) s = op.applyAsInt(s); System.out.println(s);
  }
}
