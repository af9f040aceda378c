// Drives the JNI test library, one chapter per run: java -Djava.library.path=... JniTest <chapter>
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

public class JniTest {
  interface Shape {
    int CONSTANT = 99;
    default int corners() { return 4; }
  }

  static class Checked extends Exception {
    Checked(String message) { super(message); }
  }

  static class FailsToStart {
    static int value = Integer.parseInt("not a number");
  }

  static class Parent implements Shape {
    int inherited = 5;
  }

  static class Fields extends Parent {
    boolean z; byte b = 1; char c = 'c'; short s = 2; int i = 3; long l = 4; float f = 5; double d = 6; Object o = "object";
    volatile boolean volatile_z; volatile byte volatile_b = 1; volatile char volatile_c = 'c'; volatile short volatile_s = 2;
    volatile int volatile_i = 3; volatile long volatile_l = 4; volatile float volatile_f = 5; volatile double volatile_d = 6;
    volatile Object volatile_o = "volatile object";
    static boolean static_z; static byte static_b = 1; static char static_c = 'c'; static short static_s = 2;
    static int static_i = 3; static long static_l = 4; static float static_f = 5; static double static_d = 6;
    static Object static_o = "static object";

    @Override public String toString() {
      return z + " " + b + " " + (int) c + " " + s + " " + i + " " + l + " " + f + " " + d + " " + o + " / "
          + volatile_z + " " + volatile_b + " " + (int) volatile_c + " " + volatile_s + " " + volatile_i + " " + volatile_l + " "
          + volatile_f + " " + volatile_d + " " + volatile_o + " / "
          + static_z + " " + static_b + " " + (int) static_c + " " + static_s + " " + static_i + " " + static_l + " "
          + static_f + " " + static_d + " " + static_o;
    }
  }

  static class Base {
    String name;
    Base(String name) { this.name = name; }

    static String show(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) {
      return z + "," + b + "," + c + "," + s + "," + i + "," + l + "," + f + "," + d + "," + t;
    }
    static long sum(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) {
      return show(z, b, c, s, i, l, f, d, t).hashCode();
    }

    boolean makeBoolean(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return sum(z, b, c, s, i, l, f, d, t) == 0; }
    byte makeByte(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return (byte) sum(z, b, c, s, i, l, f, d, t); }
    char makeChar(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return (char) sum(z, b, c, s, i, l, f, d, t); }
    short makeShort(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return (short) sum(z, b, c, s, i, l, f, d, t); }
    int makeInt(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return (int) sum(z, b, c, s, i, l, f, d, t); }
    long makeLong(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return sum(z, b, c, s, i, l, f, d, t) << 20; }
    float makeFloat(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return sum(z, b, c, s, i, l, f, d, t) / 3f; }
    double makeDouble(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return sum(z, b, c, s, i, l, f, d, t) / 7.0; }
    Object makeObject(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return "base " + show(z, b, c, s, i, l, f, d, t); }
    void makeVoid(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { say("base void " + show(z, b, c, s, i, l, f, d, t)); }

    static boolean staticBoolean(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return z; }
    static byte staticByte(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return b; }
    static char staticChar(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return c; }
    static short staticShort(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return s; }
    static int staticInt(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return i; }
    static long staticLong(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return l; }
    static float staticFloat(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return f; }
    static double staticDouble(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return d; }
    static Object staticObject(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return "static " + show(z, b, c, s, i, l, f, d, t); }
    static void staticVoid(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { say("static void " + show(z, b, c, s, i, l, f, d, t)); }

    private int secret() { return 1; }
    int fail() { throw new IllegalStateException("failed"); }
    @Override public String toString() { return getClass().getName() + " " + name; }
  }

  static class Derived extends Base implements Shape, Runnable {
    Derived(String name) { super(name); }
    Derived(int number) { super("n"); throw new IllegalArgumentException("number " + number); }
    int secret() { return 2; }
    public void run() { say("run"); }
    @Override boolean makeBoolean(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return z; }
    @Override byte makeByte(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return b; }
    @Override char makeChar(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return c; }
    @Override short makeShort(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return s; }
    @Override int makeInt(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return i; }
    @Override long makeLong(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return l; }
    @Override float makeFloat(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return f; }
    @Override double makeDouble(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return d; }
    @Override Object makeObject(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { return "derived " + t; }
    @Override void makeVoid(boolean z, byte b, char c, short s, int i, long l, float f, double d, String t) { say("derived void " + t); }
  }

  static class Registered {
    static native int once(int a);
  }

  static native void strings();
  static native void arrays();
  static native void fields(Fields object);
  static native void calls();
  static native double many(int a, long b, float c, double d, byte e, short f, char g, boolean h, Object i, int j, long k,
      float l, double m, float n, float o, float p, float q, float r, double s, int t, Object u);
  static native Object echo(Object object);
  static native boolean oddBoolean();
  static native byte narrowByte(int value);
  static native int overloaded(int a);
  native int overloaded(String a, long[][] b);
  static native int under_score\u00e9();
  static native void references();
  static native void dropGlobal();
  static native boolean weakIsGone();
  static native void classes(byte[] bytes, Class<?> primitive, Object method, Object constructor, Object field);
  static native void register();
  static native int registered(int a);
  static native void unregister(Class<?> other);
  static native void exceptions();
  static native int throwing();
  static native void fatal();
  static native void mistake(int which);
  static native void monitors(Object lock);
  static native ByteBuffer buffers(ByteBuffer direct, ByteBuffer heap, ByteBuffer view);
  static native void invocation();
  static native int missing(String text);
  static synchronized native Object notThere();

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  static void describeThread() {
    Thread t = Thread.currentThread();
    say(t.getName() + " daemon " + t.isDaemon() + " group " + t.getThreadGroup().getName() + " alive " + t.isAlive());
  }

  static void runCalls() {
    calls();
    say("sum " + many(1, 2L << 33, 3.5f, 4.5, (byte) -5, (short) -6, 'g', true, "i", 10, -11L, 12f, 13.0, 14f, 15f, 16f, 17f,
        18f, 19.0, 20, null));
    Object o = new Object();
    say("echo " + (echo(o) == o) + " " + echo(null));
    say("odd boolean " + oddBoolean() + ", narrow byte " + narrowByte(0x1ff));
    say("overloaded " + overloaded(1) + " " + new JniTest().overloaded("abc", new long[2][]) + " " + under_score\u00e9());
    try {
      missing("x");
    } catch (UnsatisfiedLinkError e) {
      say(e.toString());
    }
    try {
      notThere();
    } catch (UnsatisfiedLinkError e) {
      say(e.toString() + " " + Thread.holdsLock(JniTest.class));
    }
  }

  static void runReferences() throws Exception {
    references();
    dropGlobal();
    for (int i = 0; i < 200 && !weakIsGone(); i++) {
      System.gc();
      Thread.sleep(10);
    }
  }

  static void runClasses() throws Exception {
    byte[] bytes;
    try (InputStream in = JniTest.class.getResourceAsStream("JniTestHidden.class")) {
      bytes = in.readAllBytes();
    }
    classes(bytes, int.class, Base.class.getDeclaredMethod("secret"), Base.class.getDeclaredConstructor(String.class),
        Base.class.getDeclaredField("name"));
    register();
    say("registered " + registered(7));
    unregister(Registered.class);
  }

  static void runExceptions() {
    exceptions();
    try {
      throwing();
      say("not thrown");
    } catch (ArithmeticException e) {
      say("caught " + e.getMessage() + " at " + e.getStackTrace()[0].getMethodName() + " " + e.getStackTrace()[0].isNativeMethod());
    }
  }

  static void runBuffers() {
    ByteBuffer direct = ByteBuffer.allocateDirect(100);
    ByteBuffer view = direct.duplicate().position(10).slice();
    ByteBuffer made = buffers(direct, ByteBuffer.allocate(10), view);
    say("direct " + direct.get(3) + ", made " + made.isDirect() + " " + made.capacity() + " " + made.limit() + " "
        + made.order().equals(ByteOrder.BIG_ENDIAN) + " " + made.getInt(8));
  }

  public static void main(String[] args) throws Exception {
    System.loadLibrary("jnitest");
    switch (args[0]) {
      case "strings": strings(); break;
      case "arrays": arrays(); break;
      case "fields": {
        Fields f = new Fields();
        fields(f);
        say(f.toString());
        break;
      }
      case "calls": runCalls(); break;
      case "references": runReferences(); break;
      case "classes": runClasses(); break;
      case "exceptions": runExceptions(); break;
      case "monitors": monitors(new Object()); break;
      case "buffers": runBuffers(); break;
      case "invocation": invocation(); break;
      case "fatal": fatal(); break;
      case "mistake": mistake(Integer.parseInt(args[1])); break;
      default: throw new IllegalArgumentException(args[0]);
    }
  }
}
