import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.*;
import java.util.*;
import java.util.concurrent.*;
import javax.management.*;
import javax.management.openmbean.CompositeData;

/** Memory pools, their peaks and thresholds, and what is told of collections. Names of pools are the VM's own affair. */
public class MemoryBeans {
  static volatile Object keep;

  static void check(boolean holds, String what) {
    System.out.println((holds ? "yes: " : "NO: ") + what);
  }

  static MemoryPoolMXBean tenured() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported()) return pool;
    }
    throw new AssertionError("no pool of long-lived objects");
  }

  static void shape() {
    Set<String> names = new HashSet<>();
    boolean beans = true;
    boolean related = true;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      names.add(pool.getName());
      beans &= pool.isValid() && pool.getUsage().getUsed() <= pool.getPeakUsage().getCommitted();
      beans &= (pool.getCollectionUsage() != null) == (pool.getType() == MemoryType.HEAP);
      beans &= pool.isCollectionUsageThresholdSupported() == (pool.getType() == MemoryType.HEAP);
      for (String manager : pool.getMemoryManagerNames()) {
        boolean found = false;
        for (MemoryManagerMXBean bean : ManagementFactory.getMemoryManagerMXBeans()) {
          found |= bean.getName().equals(manager) && List.of(bean.getMemoryPoolNames()).contains(pool.getName());
        }
        related &= found;
      }
    }
    check(beans, "usage, peaks and collection usage");
    check(related, "pools and managers name each other");
    check(names.containsAll(List.of("Metaspace", "Compressed Class Space")), "metadata has pools");
    check(ManagementFactory.getMemoryPoolMXBeans().get(0) == ManagementFactory.getMemoryPoolMXBeans().get(0), "beans are kept");
  }

  static void lastCollection() throws Exception {
    System.gc();
    GcInfo latest = null;
    boolean numbered = true;
    boolean complete = true;
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      long before = bean.getCollectionCount();  // others may collect meanwhile
      GcInfo info = ((com.sun.management.GarbageCollectorMXBean) bean).getLastGcInfo();
      if (info == null) continue;
      numbered &= info.getId() >= before && info.getId() <= bean.getCollectionCount();
      complete &= info.getMemoryUsageAfterGc().size() == ManagementFactory.getMemoryPoolMXBeans().size();
      if (latest == null || info.getEndTime() >= latest.getEndTime()) latest = info;
    }
    check(numbered, "collections are numbered");
    check(complete, "all pools are told of");
    check(latest != null && latest.getDuration() >= 0 && latest.getStartTime() <= latest.getEndTime(), "a collection");
    check(latest.getEndTime() <= ManagementFactory.getRuntimeMXBean().getUptime() + 1000, "times since the start");
    check(latest.getMemoryUsageAfterGc().get("Metaspace").getUsed() > 100_000, "pools beside the heap");
    check(latest.getMemoryUsageAfterGc().get(tenured().getName()).getUsed() > 0, "something is alive");
  }

  static void notifications() throws Exception {
    BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
    NotificationListener listener = (notification, handback) -> told.add(notification);
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).addNotificationListener(listener, null, null);
    }
    System.gc();
    GarbageCollectionNotificationInfo info;
    do {
      Notification notification = told.poll(20, TimeUnit.SECONDS);
      check(notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION), "type");
      info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    } while (!info.getGcCause().equals("System.gc()"));
    System.out.println(info.getGcAction() + ", " + info.getGcCause());
    check(info.getGcInfo().getMemoryUsageBeforeGc().keySet().equals(info.getGcInfo().getMemoryUsageAfterGc().keySet()), "same pools");
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) bean).removeNotificationListener(listener);
    }
    Set<String> threads = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("Notification Thread")) threads.add(thread + " " + thread.isDaemon() + " " + thread.getState());
    }
    System.out.println(threads);
  }

  static void thresholds() throws Exception {
    MemoryPoolMXBean pool = tenured();
    BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
    NotificationListener listener = (notification, handback) -> told.add(notification);
    NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    memory.addNotificationListener(listener, null, null);
    keep = null;
    System.gc();
    long level = pool.getUsage().getUsed() + (8 << 20);
    pool.setUsageThreshold(level);
    pool.setCollectionUsageThreshold(level);
    check(pool.getUsageThreshold() == level && pool.getCollectionUsageThreshold() == level, "levels are kept");
    check(!pool.isUsageThresholdExceeded(), "below");
    byte[][] blocks = new byte[320][];
    for (int i = 0; i < blocks.length; i++) blocks[i] = new byte[50_000];
    keep = blocks;
    System.gc();
    Set<String> types = new TreeSet<>();
    for (int i = 0; i < 2; i++) {
      Notification notification = told.poll(20, TimeUnit.SECONDS);
      MemoryNotificationInfo info = MemoryNotificationInfo.from((CompositeData) notification.getUserData());
      types.add(notification.getType());
      check(info.getPoolName().equals(pool.getName()) && info.getUsage().getUsed() >= level && info.getCount() >= 1, "the level was crossed");
    }
    System.out.println(types);
    check(pool.isUsageThresholdExceeded() && pool.isCollectionUsageThresholdExceeded(), "above");
    check(pool.getUsageThresholdCount() == 1, "once");
    check(pool.getCollectionUsage().getUsed() >= level, "collection usage");
    blocks = null;
    keep = null;
    System.gc();
    check(pool.getPeakUsage().getUsed() >= level, "the peak stays");
    pool.resetPeakUsage();
    check(pool.getPeakUsage().getUsed() < level, "and is reset");
    pool.setUsageThreshold(0);
    pool.setCollectionUsageThreshold(0);
    memory.removeNotificationListener(listener);
    for (long wrong : new long[] {-1, Long.MAX_VALUE}) {
      try {
        pool.setUsageThreshold(wrong);
        System.out.println("accepted");
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage().replaceAll("[0-9]{6,}", "N"));
      }
    }
    boolean refused = true;
    for (MemoryPoolMXBean other : ManagementFactory.getMemoryPoolMXBeans()) {
      if (other.isUsageThresholdSupported()) continue;
      try {
        other.setUsageThreshold(1);
        refused = false;
      } catch (UnsupportedOperationException e) {
        refused &= e.getMessage().equals("Usage threshold is not supported");
      }
    }
    check(refused, "no usage threshold where objects are young");
  }

  // A level beside the heap is crossed by loading classes.
  static void metadata() throws Exception {
    BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
    NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    memory.addNotificationListener((notification, handback) -> told.add(notification), null, null);
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (!pool.getName().equals("Metaspace")) continue;
      pool.setUsageThreshold(pool.getUsage().getUsed() + 10_000);
      for (int i = 0; i < 300; i++) {
        java.lang.reflect.Proxy.newProxyInstance(new ClassLoader() {}, new Class<?>[] {Runnable.class}, (p, m, a) -> null);
      }
      System.gc();
      Notification notification = told.poll(20, TimeUnit.SECONDS);
      check(notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED), "metadata grew");
    }
  }

  public static void main(String[] arguments) throws Exception {
    shape();
    lastCollection();
    notifications();
    thresholds();
    metadata();
  }
}
