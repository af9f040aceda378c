// Nanoseconds of a call from Java to a native method, by shape; the loop around the calls is compiled.
//
//   cc -O2 -shared -fPIC -I$JAVA_HOME/include -I$JAVA_HOME/include/linux bench/micro/native_calls.c -o build/libnativecalls.so
//   javac -d build/native-calls bench/micro/NativeCalls.java
//   build/release/bin/vm -Djava.library.path=build -cp build/native-calls NativeCalls
public class NativeCalls {
  static native int ofInt(int a);
  native int onReceiver(int a);
  static native int ofReferences(Object a, Object b);
  static native Object same(Object a);
  static native double ofDoubles(double a, double b);
  static native long ofMany(int a, long b, Object c, double d, int e, long f, Object g, int h);
  static native boolean isOdd(int a);
  static synchronized native int locked(int a);

  interface Loop {
    long run(int calls);
  }

  static final int CALLS = 200_000, SAMPLES = 60;
  static long sink;

  static void measure(String name, Loop loop) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < SAMPLES; i++) {
      long start = System.nanoTime();
      sink += loop.run(CALLS);
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("%-32s %6.1f ns%n", name, (double) best / CALLS);
  }

  static long intLoop(int n) { int x = 0; for (int i = 0; i < n; i++) x = ofInt(x); return x; }
  long receiverLoop(int n) { int x = 0; for (int i = 0; i < n; i++) x = onReceiver(x); return x; }
  static long referencesLoop(int n) { int x = 0; String s = "s"; for (int i = 0; i < n; i++) x += ofReferences(s, s); return x; }
  static long sameLoop(int n) { Object o = "o"; for (int i = 0; i < n; i++) o = same(o); return o.hashCode(); }
  static long doublesLoop(int n) { double x = 0; for (int i = 0; i < n; i++) x = ofDoubles(x, 1); return (long) x; }
  static long manyLoop(int n) { long x = 0; String s = "s"; for (int i = 0; i < n; i++) x = ofMany(i, x, s, 1, 2, 3, null, 4); return x; }
  static long oddLoop(int n) { int x = 0; for (int i = 0; i < n; i++) if (isOdd(i)) x++; return x; }
  static long lockedLoop(int n) { int x = 0; for (int i = 0; i < n; i++) x = locked(x); return x; }
  static long tanLoop(int n) { double x = 0.1; for (int i = 0; i < n; i++) x = StrictMath.tan(x * 0.5); return (long) (x * 1000); }
  static long freeMemoryLoop(int n) { long x = 0; Runtime r = Runtime.getRuntime(); for (int i = 0; i < n; i++) x += r.maxMemory(); return x; }
  static long holdsLockLoop(int n) { int x = 0; Object o = new Object(); for (int i = 0; i < n; i++) if (Thread.holdsLock(o)) x++; return x; }
  static long hiddenLoop(int n) { int x = 0; Class<?> c = String.class; for (int i = 0; i < n; i++) x += c.getModifiers(); return x; }
  static long signersLoop(int n) { int x = 0; Class<?> c = String.class; for (int i = 0; i < n; i++) if (c.getSigners() == null) x++; return x; }

  public static void main(String[] words) {
    System.loadLibrary("nativecalls");
    NativeCalls self = new NativeCalls();
    measure("JNI int(int)", NativeCalls::intLoop);
    measure("JNI int(int), receiver", self::receiverLoop);
    measure("JNI int(Object, Object)", NativeCalls::referencesLoop);
    measure("JNI Object(Object)", NativeCalls::sameLoop);
    measure("JNI double(double, double)", NativeCalls::doublesLoop);
    measure("JNI long(8 of all kinds)", NativeCalls::manyLoop);
    measure("JNI boolean(int)", NativeCalls::oddLoop);
    measure("JNI int(int), synchronized", NativeCalls::lockedLoop);
    measure("StrictMath.tan", NativeCalls::tanLoop);
    measure("Runtime.maxMemory", NativeCalls::freeMemoryLoop);
    measure("Thread.holdsLock", NativeCalls::holdsLockLoop);
    measure("Class.getModifiers", NativeCalls::hiddenLoop);
    measure("Class.getSigners", NativeCalls::signersLoop);
    if (sink == 42) System.out.println();
  }
}
