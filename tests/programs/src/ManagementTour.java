// java.lang.management: memory, threads, deadlocks, run time; only what is the same in every VM is printed.
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.MonitorInfo;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

public class ManagementTour {
  static final Object A = new Object(), B = new Object();

  static void check(String what, boolean ok) { System.out.println(what + " " + ok); }

  static boolean isSane(MemoryUsage u) {
    return u.getUsed() >= 0 && u.getUsed() <= u.getCommitted() && (u.getMax() == -1 || u.getCommitted() <= u.getMax());
  }

  static Thread start(String name, Runnable body) {
    Thread t = new Thread(body, name);
    t.setDaemon(true);
    t.start();
    return t;
  }

  static void awaitState(Thread t, Thread.State state) throws InterruptedException {
    while (t.getState() != state) Thread.sleep(5);
  }

  static void memory() {
    check("heap", isSane(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage()));
    check("other memory", isSane(ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage()));
    boolean heapPool = false;
    boolean otherPool = false;
    boolean sane = true;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      heapPool |= pool.getType() == MemoryType.HEAP;
      otherPool |= pool.getType() == MemoryType.NON_HEAP;
      sane &= pool.isValid() && isSane(pool.getUsage()) && isSane(pool.getPeakUsage()) && pool.getMemoryManagerNames().length > 0;
    }
    check("pools", heapPool && otherPool && sane);
    long before = collections();
    System.gc();
    check("collections counted", collections() > before);
  }

  static long collections() {
    long count = 0;
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += gc.getCollectionCount();
      if (gc.getCollectionTime() < 0 || gc.getMemoryPoolNames().length == 0) System.out.println("odd collector " + gc.getName());
    }
    return count;
  }

  static void runtime() {
    RuntimeMXBean r = ManagementFactory.getRuntimeMXBean();
    check("pid", r.getPid() == ProcessHandle.current().pid());
    check("up", r.getUptime() > 0 && r.getStartTime() <= System.currentTimeMillis());
    check("spec", r.getSpecVersion().equals("17"));
    check("properties", r.getSystemProperties().get("java.home") != null);
    ClassLoadingMXBean c = ManagementFactory.getClassLoadingMXBean();
    check("classes", c.getLoadedClassCount() > 100 && c.getTotalLoadedClassCount() >= c.getLoadedClassCount());
    check("processors", ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors() == Runtime.getRuntime().availableProcessors());
  }

  static void threads() throws Exception {
    ThreadMXBean t = ManagementFactory.getThreadMXBean();
    ReentrantLock lock = new ReentrantLock();
    CountDownLatch held = new CountDownLatch(1);
    Thread owner = start("owner", () -> {
      lock.lock();
      synchronized (A) {
        held.countDown();
        LockSupport.park();
      }
    });
    held.await();
    Thread blocked = start("blocked", () -> { synchronized (A) { } });
    Thread queued = start("queued", lock::lock);
    Thread waiting = start("waiting", () -> { synchronized (B) { try { B.wait(); } catch (InterruptedException e) { } } });
    awaitState(owner, Thread.State.WAITING);
    awaitState(blocked, Thread.State.BLOCKED);
    awaitState(queued, Thread.State.WAITING);
    awaitState(waiting, Thread.State.WAITING);
    for (Thread one : new Thread[] {owner, blocked, queued, waiting}) {
      ThreadInfo info = t.getThreadInfo(one.getId(), 100);
      System.out.println(info.getThreadName() + " " + info.getThreadState() + " on "
          + (info.getLockInfo() == null ? null : info.getLockInfo().getClassName()) + " of " + info.getLockOwnerName()
          + " daemon " + info.isDaemon() + " native " + info.isInNative() + " " + info.getStackTrace()[0].getMethodName());
    }
    ThreadInfo info = t.getThreadInfo(new long[] {owner.getId()}, true, true)[0];
    for (MonitorInfo monitor : info.getLockedMonitors()) {
      System.out.println("monitor " + monitor.getClassName() + " " + monitor.getLockedStackFrame().getClassName());
    }
    System.out.println("synchronizers " + Arrays.toString(
        Arrays.stream(info.getLockedSynchronizers()).map(l -> l.getClassName()).toArray()));
    check("no such thread", t.getThreadInfo(987654321L) == null);
    check("no deadlock", t.findDeadlockedThreads() == null && t.findMonitorDeadlockedThreads() == null);
    check("counts", t.getThreadCount() >= 5 && t.getPeakThreadCount() >= t.getThreadCount() && t.getDaemonThreadCount() >= 4);
    check("ids", Arrays.stream(t.getAllThreadIds()).anyMatch(id -> id == owner.getId()));
    long cpu = t.getCurrentThreadCpuTime();
    double x = 0;
    for (int i = 0; i < 300000; i++) x += Math.sqrt(i);
    check("cpu", t.getCurrentThreadCpuTime() > cpu && x > 0 && t.getThreadCpuTime(owner.getId()) >= 0);
    var more = (com.sun.management.ThreadMXBean) t;
    long id = Thread.currentThread().getId();
    long allocated = more.getThreadAllocatedBytes(id);
    byte[] bytes = new byte[1 << 20];
    check("allocated", more.getThreadAllocatedBytes(id) - allocated >= bytes.length);
  }

  static void deadlock() throws Exception {
    Object p = new Object(), q = new Object();
    CountDownLatch both = new CountDownLatch(2);
    Thread x = start("x", () -> { synchronized (p) { meet(both); synchronized (q) { } } });
    Thread y = start("y", () -> { synchronized (q) { meet(both); synchronized (p) { } } });
    awaitState(x, Thread.State.BLOCKED);
    awaitState(y, Thread.State.BLOCKED);
    ThreadMXBean t = ManagementFactory.getThreadMXBean();
    long[] stuck = t.findDeadlockedThreads();
    Arrays.sort(stuck);
    for (long id : stuck) {
      ThreadInfo info = t.getThreadInfo(id);
      System.out.println(info.getThreadName() + " waits for " + info.getLockOwnerName());
    }
    check("by monitors alone", t.findMonitorDeadlockedThreads().length == 2);
  }

  static void meet(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      System.out.println(e);
    }
  }

  public static void main(String[] args) throws Exception {
    memory();
    runtime();
    threads();
    deadlock();
  }
}
