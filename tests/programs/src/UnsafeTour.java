import java.lang.reflect.*; import java.util.*; import java.nio.*; import java.util.concurrent.*; import java.util.concurrent.atomic.*; import java.util.concurrent.locks.*;
/** sun.misc.Unsafe, direct buffers, atomics, locks, references and cleaners. */
public class UnsafeTour {
  int i = 5; long l; Object o = "x"; volatile int vi; static int si = 9; boolean z; byte b; short s; char c; float f; double d;
  public static void main(String[] a) throws Exception {
    sun.misc.Unsafe u = sunUnsafe();
    System.out.println(u.arrayIndexScale(int[].class) + " " + u.arrayIndexScale(long[].class) + " " + u.arrayIndexScale(byte[].class) + " " + u.addressSize() + " " + u.pageSize());
    UnsafeTour x = new UnsafeTour(); Field fi = UnsafeTour.class.getDeclaredField("i"); long off = u.objectFieldOffset(fi);
    System.out.println(u.getInt(x, off)); u.putInt(x, off, 77); System.out.println(x.i + " " + u.compareAndSwapInt(x, off, 77, 78) + u.compareAndSwapInt(x, off, 77, 79) + x.i + " " + u.getAndAddInt(x, off, 2) + x.i);
    long oo = u.objectFieldOffset(UnsafeTour.class.getDeclaredField("o")); System.out.println(u.getObject(x, oo)); u.putObject(x, oo, "new"); System.out.println(x.o + " " + u.compareAndSwapObject(x, oo, "new", "newer") + x.o + u.getAndSetObject(x, oo, null) + x.o);
    try { u.objectFieldOffset(UnsafeTour.class.getDeclaredField("si")); } catch (IllegalArgumentException e) { System.out.println(e); }
    System.out.println(u.getInt(u.staticFieldBase(UnsafeTour.class.getDeclaredField("si")), u.staticFieldOffset(UnsafeTour.class.getDeclaredField("si"))));
    long p = u.allocateMemory(64); u.setMemory(p, 64, (byte) 0x11); System.out.println(Long.toHexString(u.getLong(p)) + " " + u.getByte(p + 63)); u.putDouble(p, 1.5); System.out.println(u.getDouble(p)); p = u.reallocateMemory(p, 1 << 20); System.out.println(u.getDouble(p));
    byte[] src = new byte[100]; for (int k = 0; k < 100; k++) src[k] = (byte) k; byte[] dst = new byte[100];
    u.copyMemory(src, u.arrayBaseOffset(byte[].class), null, p, 100); u.copyMemory(null, p + 3, dst, u.arrayBaseOffset(byte[].class) + 5, 77); System.out.println(Arrays.toString(dst)); u.copyMemory(dst, u.arrayBaseOffset(byte[].class), dst, u.arrayBaseOffset(byte[].class) + 4, 50); System.out.println(Arrays.toString(dst)); u.freeMemory(p);
    try { u.allocateMemory(1L << 46); } catch (OutOfMemoryError e) { System.out.println(e.getMessage()); }
    ByteBuffer bb = ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN); for (int k = 0; k < 8; k++) bb.putLong(k * 0x0102030405060708L); bb.flip(); long[] la = new long[8]; bb.order(ByteOrder.BIG_ENDIAN).asLongBuffer().get(la); System.out.println(Arrays.toString(la)); bb.asCharBuffer().put("hello world"); System.out.println(bb.getChar(4)); 
    System.out.println(new Uns2().g());
    AtomicReference<Object> ar = new AtomicReference<>("a"); System.out.println(ar.compareAndSet("a", "b") + " " + ar.getAndSet("c") + ar.get()); AtomicIntegerFieldUpdater<UnsafeTour> au = AtomicIntegerFieldUpdater.newUpdater(UnsafeTour.class, "vi"); System.out.println(au.incrementAndGet(x) + au.getAndAdd(x, 5) + x.vi);
    ReentrantLock lk = new ReentrantLock(); Condition cd = lk.newCondition(); int[] n = {0}; Thread[] ts = new Thread[4]; for (int k = 0; k < 4; k++) { ts[k] = new Thread(() -> { for (int q = 0; q < 1000; q++) { lk.lock(); try { n[0]++; cd.signalAll(); } finally { lk.unlock(); } } }); ts[k].start(); } for (Thread t : ts) t.join(); System.out.println(n[0]);
    long t0 = System.nanoTime(); for (int k = 0; k < 100 && System.nanoTime() - t0 < 20_000_000; k++) LockSupport.parkNanos(20_000_000); System.out.println(System.nanoTime() - t0 > 15_000_000L); LockSupport.unpark(Thread.currentThread()); LockSupport.park(); LockSupport.parkUntil(System.currentTimeMillis() + 20); 
    ExecutorService ex = Executors.newFixedThreadPool(3); Future<Integer> fu = ex.submit(() -> 42); System.out.println(fu.get()); ex.shutdown(); System.out.println(ex.awaitTermination(2, TimeUnit.SECONDS));
    try { u.throwException(new java.io.IOException("sneaky")); } catch (Exception e) { System.out.println(e); }
    System.out.println(u.shouldBeInitialized(Lazy.class)); u.ensureClassInitialized(Lazy.class); System.out.println(u.shouldBeInitialized(Lazy.class));
    double[] av = new double[3]; System.out.println(u.getLoadAverage(av, 3));
    java.lang.ref.WeakReference<Object> wr = new java.lang.ref.WeakReference<>(new Object()); java.lang.ref.ReferenceQueue<Object> q = new java.lang.ref.ReferenceQueue<>(); java.lang.ref.PhantomReference<Object> pr = new java.lang.ref.PhantomReference<>(new Object(), q); for (int k = 0; k < 50 && pr.refersTo(null) == false; k++) { System.gc(); Thread.sleep(20); } System.out.println(wr.get() + " " + (q.remove(1000) == pr)); 
    java.lang.ref.Cleaner cl = java.lang.ref.Cleaner.create(); CountDownLatch la2 = new CountDownLatch(1); reg(cl, la2); for (int k = 0; k < 50 && la2.getCount() > 0; k++) { System.gc(); Thread.sleep(20); } System.out.println("cleaned " + la2.getCount());
  }
  static sun.misc.Unsafe sunUnsafe() throws Exception { Field f = sun.misc.Unsafe.class.getDeclaredField("theUnsafe"); f.setAccessible(true); return (sun.misc.Unsafe) f.get(null); }
  static void reg(java.lang.ref.Cleaner c, CountDownLatch l) { c.register(new Object(), l::countDown); }
  static class Lazy { static { System.out.println("lazy init"); } }
  static class Uns2 { int g() { return java.util.zip.Adler32.class.getName().length(); } }
}
