// Native methods of every shape, called often enough for whatever the VM makes of them: java -Djava.library.path=... NativeShapes
import java.util.ArrayList;
import java.util.List;

public class NativeShapes {
  static class Box {
    final int value;
    Box(int value) { this.value = value; }
  }

  static class Bound {
    static native int bound(int a);
    static native int notFound(Object a);
  }

  static final int ROUNDS = 300;

  static native void prepare(Object kept);
  static native long none();
  static native long small(boolean a, byte b, char c, short d);
  static native long ints(int a, int b, int c, int d, int e, int f, int g, int h, int i);
  static native long longs(long a, long b, long c, long d, long e, long f, long g);
  static native long doubles(double a, double b, double c, double d, double e, double f, double g, double h, double i, double j, double l);
  static native long refs(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h);
  static native long mixed(int a, long b, float c, double d, byte e, short f, char g, boolean h, Object i, int j, long l, float m,
      double n, float o, float p, float q, float r, float s, double t, int u, Object v);
  static native long collectingS(Object a, int b, Object c, double d, Object e, Object f, Object g, Object h);
  static native boolean resultZ(long bits);
  static native byte resultB(long bits);
  static native char resultC(long bits);
  static native short resultS(long bits);
  static native int resultI(long bits);
  static native long resultJ(long bits);
  static native float resultF(float value);
  static native double resultD(double value);
  static native Object resultA(Object a, int which);
  static native double slowD(double value);
  static native float slowF(float value);
  static native short slowS(short value);
  static native long slowJ(long value);
  static native Object slowA(Object a, boolean fresh);
  static native int throwI(boolean now);
  static native Object throwA(Object a, boolean now);
  static native void throwV(boolean now);
  static native Object untidyA(Object a, int kind);
  static native double untidyD(Object a, int kind, double value);
  static native long nested(Object a, int depth);
  static native void bind(Class<?> target, int which);
  static synchronized native Object locked(int which);
  static native int loadI(int which, int value);
  static native long loadJ(int which, long value);
  static native float loadF(int which, float value);
  static native double loadD(int which, double value);
  static native void loadV(int which);
  static native Object loadA(int which, Object value);

  static long hash(Object... values) {
    long result = 1;
    for (Object v : values) {
      long bits = v == null ? -1
          : v instanceof Box ? ((Box) v).value
          : v instanceof Boolean ? ((Boolean) v ? 1 : 0)
          : v instanceof Character ? (Character) v
          : v instanceof Float ? Float.floatToRawIntBits((Float) v)
          : v instanceof Double ? Double.doubleToRawLongBits((Double) v)
          : ((Number) v).longValue();
      result = result * 31 + bits;
    }
    return result;
  }

  static int checks, wrong;

  static void check(String what, long found, long expected) {
    checks++;
    if (found != expected && wrong++ < 20) say(what + ": " + found + " instead of " + expected);
  }

  static void check(String what, Object found, Object expected) {
    checks++;
    if (found != expected && wrong++ < 20) say(what + ": " + found + " instead of " + expected);
  }

  static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  static void done(String chapter) {
    say(chapter + ": " + checks + " checks, " + wrong + " wrong");
    checks = wrong = 0;
  }

  static byte[][] garbage = new byte[64][];

  static Object upCall(int which) {
    switch (which) {
      case 0:
        for (int i = 0; i < 64; i++) garbage[i] = new byte[1000];
        if (++collections % 20 == 0) System.gc();
        return null;
      case 1: return Thread.holdsLock(NativeShapes.class);
      case 2: return Thread.holdsLock(lockedObject);
      case 10: late = new LateI(); return null;
      case 11: late = new LateJ(); return null;
      case 12: late = new LateF(); return null;
      case 13: late = new LateD(); return null;
      case 14: late = new LateV(); return null;
      case 15: return new LateA();
    }
    return new Box(which);
  }
  static int collections;
  static Object lockedObject;

  // --- arguments -------------------------------------------------------------------------------------------------------
  static void arguments(NativeShapesInstance self) {
    Box x = new Box(77), y = new Box(-5);
    for (int i = 0; i < ROUNDS; i++) {
      Box n = i % 2 == 0 ? null : y;
      boolean z = i % 3 == 0;
      byte b = (byte) (i * 7 - 128);
      char c = (char) (65535 - i);
      short s = (short) (-32768 + i);
      long l = (long) i << 33 ^ 0x123456789abcdefL;
      float f = i * 1.25f - 3;
      double d = i * 1e100;
      check("none", none(), hash());
      check("small", small(z, b, c, s), hash(z, b, c, s));
      check("smallI", self.smallI(z, b, c, s, b, s, !z), hash(self, z, b, c, s, b, s, !z));
      check("ints", ints(i, -i, 3, 4, 5, -6, i * i, -8, 9 - i), hash(i, -i, 3, 4, 5, -6, i * i, -8, 9 - i));
      check("intsI", self.intsI(i, -i, 3, 4, 5, -6, i * i, -8, 9 - i), hash(self, i, -i, 3, 4, 5, -6, i * i, -8, 9 - i));
      check("longs", longs(l, -l, 3, 4, l + 5, -6, ~l), hash(l, -l, 3, 4, l + 5, -6, ~l));
      check("longsI", self.longsI(l, -l, 3, 4, l + 5, -6, ~l), hash(self, l, -l, 3, 4, l + 5, -6, ~l));
      check("doubles", doubles(d, 2, -d, 4, 5.5, d, 7, -0.0, 9, d, -d), hash(d, 2.0, -d, 4.0, 5.5, d, 7.0, -0.0, 9.0, d, -d));
      check("floatsI", self.floatsI(f, 2, -f, 4, 5.5f, f, 7, -0f, f, 10), hash(self, f, 2f, -f, 4f, 5.5f, f, 7f, -0f, f, 10f));
      check("refs", refs(x, n, null, y, n, x, n, y), hash(x, n, null, y, n, x, n, y));
      check("refsI", self.refsI(n, x, n, y, x, n, null, n), hash(self, n, x, n, y, x, n, null, n));
      check("mixed", mixed(i, l, f, d, b, s, c, z, n, -i, -l, -f, -d, 1, 2, 3, 4, 5, d, i, n),
          hash(i, l, f, d, b, s, c, z, n, -i, -l, -f, -d, 1f, 2f, 3f, 4f, 5f, d, i, n));
      check("mixedI", self.mixedI(n, d, i, x, l, -l, n, f, y, -i), hash(self, n, d, i, x, l, -l, n, f, y, -i));
      check("collecting", self.collecting(new Box(i), i, n, d, new Box(-i), n, new Box(3), n), hash(self, i, i, n, d, -i, n, 3, n));
      check("collectingS", collectingS(new Box(i), i, n, d, new Box(-i), n, new Box(3), n), hash(i, i, n, d, -i, n, 3, n));
    }
    done("arguments");
  }

  // --- results ---------------------------------------------------------------------------------------------------------
  static void results(Object kept) {
    Box x = new Box(1);
    long[] patterns = {0, 1, -1, 0x100, 0x101, 0x80, 0x7f, 0x8000, 0x10000, 0x17fff, 0x180000000L, 0xdeadbeefcafebabeL, 0xffff_ffff_0000_0002L};
    for (int i = 0; i < ROUNDS; i++) {
      for (long p : patterns) {
        check("Z", resultZ(p) ? 1 : 0, (p & 0xff) != 0 ? 1 : 0);
        check("B", resultB(p), (byte) p);
        check("C", resultC(p), (char) p);
        check("S", resultS(p), (short) p);
        check("I", resultI(p), (int) p);
        check("J", resultJ(p), p);
        check("widened", (long) resultI(p) + resultB(p), (long) (int) p + (byte) p);
      }
      check("F", Float.floatToRawIntBits(resultF(i * 0.1f)), Float.floatToRawIntBits(i * 0.1f));
      check("D", Double.doubleToRawLongBits(resultD(-i * 0.1)), Double.doubleToRawLongBits(-i * 0.1));
      check("null", resultA(x, 0), null);
      check("argument", resultA(x, 1), x);
      check("null argument", resultA(null, 1), null);
      check("global", resultA(x, 2), kept);
      check("weak", resultA(x, 3), kept);
      check("local", resultA(x, 4), x);
      check("class", resultA(x, 5), NativeShapes.class);
      check("from Java", ((Box) resultA(x, 100 + i)).value, 100 + i);
    }
    done("results");
  }

  // The world is stopped again and again while natives return.
  static void stops() throws Exception {
    volatileStop = false;
    Thread collector = new Thread(() -> {
      while (!volatileStop) {
        for (int i = 0; i < 100; i++) garbage[i % 64] = new byte[2000];
        System.gc();
      }
    });
    collector.start();
    for (int i = 0; i < 130; i++) {
      Box b = new Box(i);
      check("slow D", Double.doubleToRawLongBits(slowD(i / 3.0)), Double.doubleToRawLongBits(i / 3.0));
      check("slow F", Float.floatToRawIntBits(slowF(i / 3f)), Float.floatToRawIntBits(i / 3f));
      check("slow S", slowS((short) -i), -i);
      check("slow J", slowJ((long) i << 40), (long) i << 40);
      check("slow A", slowA(b, i % 2 == 0), b);
      check("slow A's value", ((Box) slowA(b, i % 2 != 0)).value, i);
      check("slow null", slowA(null, true), null);
    }
    volatileStop = true;
    collector.join();
    done("stops");
  }
  static volatile boolean volatileStop;

  static void exceptions(NativeShapesInstance self) {
    Box x = new Box(3);
    for (int i = 0; i < ROUNDS; i++) {
      int caught = 0;
      try { check("17", throwI(false), 17); throwI(true); } catch (ArithmeticException e) { caught++; }
      try { check("1.5", (long) (self.throwD(false) * 2), 3); self.throwD(true); } catch (ArithmeticException e) { caught++; }
      try { check("x", throwA(x, false), x); throwA(x, true); } catch (ArithmeticException e) { caught++; }
      try {
        throwV(false);
        throwV(true);
      } catch (ArithmeticException e) {
        StackTraceElement top = e.getStackTrace()[0];
        check("trace", top.isNativeMethod() && top.getMethodName().equals("throwV") ? 1 : 0, 1);
        check("next", e.getStackTrace()[1].getMethodName().equals("exceptions") ? 1 : 0, 1);
        caught++;
      }
      check("caught", caught, 4);
    }
    done("exceptions");
  }

  static long nestedAgain(int depth) {
    for (int i = 0; i < 20; i++) garbage[i] = new byte[3000];
    return nested(new Box(depth), depth);
  }

  // `kinds`: which things a native may leave behind (leave_references in shapes.c).
  static void references(NativeShapesInstance self, int kinds) {
    Box x = new Box(9);
    long first = nestedAgain(40);
    for (int i = 0; i < ROUNDS; i++) {
      int kind = i & kinds;
      check("untidy A", untidyA(x, kind), x);
      check("untidy null", untidyA(null, kind & 5), null);
      check("untidy D", Double.doubleToRawLongBits(untidyD(x, kind, i * 0.7)), Double.doubleToRawLongBits(i * 0.7));
      check("untidy J", self.untidyJ(kind, -i), -i);
      if (i % 3 == 0) check("nested", nestedAgain(40), first);
    }
    done("references");
  }

  // --- binding ---------------------------------------------------------------------------------------------------------
  static void expectUnlinked() {
    try {
      Bound.notFound(null);
      check("linked", 1, 0);
    } catch (UnsatisfiedLinkError e) {
      check("unlinked", 1, 1);
    }
  }

  static void binding() throws Exception {
    expectUnlinked();
    expectUnlinked();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < ROUNDS; i++) check("found", Bound.bound(i), i);
      for (int which = 1; which <= 2; which++) {
        bind(Bound.class, which);
        for (int i = 0; i < ROUNDS; i++) check("bound", Bound.bound(i), i + 1000 * which);
        for (int i = 0; i < ROUNDS; i++) check("now there", Bound.notFound(i % 2 == 0 ? null : "x"), i % 2 + 1);
      }
      bind(Bound.class, 0);
      expectUnlinked();
    }
    // The same while others call. (The reference may hold on to the function before, then.)
    bind(Bound.class, 1);
    volatileStop = false;
    List<Thread> callers = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      Thread caller = new Thread(() -> {
        int strange = 0;
        for (int i = 0; !volatileStop; i = i + 1 & 0xff) {
          int result = Bound.bound(i) - i;
          if (result != 1000 && result != 2000) strange++;
        }
        synchronized (NativeShapes.class) {
          check("result of a function that was never bound", strange, 0);
        }
      });
      caller.start();
      callers.add(caller);
    }
    for (int i = 0; i < 300; i++) {
      bind(Bound.class, 1 + i % 2);
      for (int j = 0; j < 200; j++) check("rebound", Bound.bound(j) % 1000, j);
    }
    volatileStop = true;
    for (Thread caller : callers) caller.join();
    for (int i = 0; i < ROUNDS; i++) {
      bind(Bound.class, 1 + i % 2);
      check("bound at last", Bound.bound(7), 1007 + i % 2 * 1000);
    }
    done("binding");
  }

  static void locks(NativeShapesInstance self) {
    lockedObject = self;
    for (int i = 0; i < ROUNDS; i++) {
      check("locked", locked(1), Boolean.TRUE);
      check("not locked", locked(2), Boolean.FALSE);
      check("lockedI", self.lockedI(2), Boolean.TRUE);
      check("unlocked", Thread.holdsLock(self) || Thread.holdsLock(NativeShapes.class) ? 1 : 0, 0);
    }
    done("locks");
  }

  // --- callers whose code becomes wrong meanwhile --------------------------------------------------------------------------
  static class Early { int number() { return 1; } }
  static class LateI extends Early { int number() { return 10; } }
  static class LateJ extends Early { int number() { return 20; } }
  static class LateF extends Early { int number() { return 30; } }
  static class LateD extends Early { int number() { return 40; } }
  static class LateV extends Early { int number() { return 50; } }
  static class LateA extends Early { int number() { return 60; } }
  static Early late = new Early();

  static final int CALLS = 20000, CHANGE = 15000;
  static int at(int i, int which) { return i == CHANGE ? which : 0; }

  static long callI() { long sum = 0; for (int i = 0; i < CALLS; i++) sum += late.number() * 3L + loadI(at(i, 10), i) + late.number(); return sum; }
  static long callJ() { long sum = 0; for (int i = 0; i < CALLS; i++) sum += late.number() * 3L + loadJ(at(i, 11), 1L << 40 | i) + late.number(); return sum; }
  static double callF() { double sum = 0; for (int i = 0; i < CALLS; i++) sum += late.number() * 3L + loadF(at(i, 12), i * 0.5f) + late.number(); return sum; }
  static double callD() { double sum = 0; for (int i = 0; i < CALLS; i++) sum += late.number() * 3L + loadD(at(i, 13), i * 0.25) + late.number(); return sum; }
  static long callV() { long sum = 0; for (int i = 0; i < CALLS; i++) { loadV(at(i, 14)); sum += late.number() * 7L + i; } return sum; }
  static long callA() {
    long sum = 0;
    Early e = new Early();
    for (int i = 0; i < CALLS; i++) {
      e = (Early) loadA(at(i, 15), e);
      sum += e.number() + i;
    }
    return sum;
  }

  static void invalidation() {
    say("I " + callI());
    say("J " + callJ());
    say("F " + callF());
    say("D " + callD());
    say("V " + callV());
    say("A " + callA());
    done("invalidation");
  }

  // --- no stack left -------------------------------------------------------------------------------------------------------
  static int depth;
  static long recurse(int n) {
    depth = n;
    return mixed(n, n, 1, 2, (byte) 3, (short) 4, 'c', true, null, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, null) + recurse(n + 1);
  }

  static void overflow() throws Exception {
    for (int i = 0; i < 3; i++) {
      Thread thread = new Thread(null, () -> {
        try {
          recurse(0);
        } catch (StackOverflowError e) {
          check("deep", depth > 100 ? 1 : 0, 1);
        }
      }, "deep", 512 * 1024);
      thread.start();
      thread.join();
    }
    done("overflow");
  }

  public static void main(String[] words) throws Exception {
    System.loadLibrary("jnitest");
    Box kept = new Box(123);
    prepare(kept);
    NativeShapesInstance self = new NativeShapesInstance(31);
    arguments(self);
    results(kept);
    stops();
    exceptions(self);
    references(self, words.length > 0 ? Integer.parseInt(words[0]) : 7);
    binding();
    locks(self);
    invalidation();
    overflow();
  }
}

// The receiver of instance methods is a Box, so that C can look at it.
class NativeShapesInstance extends NativeShapes.Box {
  NativeShapesInstance(int value) { super(value); }
  native long smallI(boolean a, byte b, char c, short d, byte e, short f, boolean g);
  native long intsI(int a, int b, int c, int d, int e, int f, int g, int h, int i);
  native long longsI(long a, long b, long c, long d, long e, long f, long g);
  native long floatsI(float a, float b, float c, float d, float e, float f, float g, float h, float i, float j);
  native long refsI(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h);
  native long mixedI(Object a, double b, int c, Object d, long e, long f, Object g, float h, Object i, int j);
  native long collecting(Object a, int b, Object c, double d, Object e, Object f, Object g, Object h);
  native double throwD(boolean now);
  native long untidyJ(int kind, long value);
  synchronized native Object lockedI(int which);
}
