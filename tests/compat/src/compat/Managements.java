// area: threads, references, java.lang.management
package compat;

import java.lang.management.*;
import java.lang.ref.*;
import java.util.*;
import javax.management.*;

@SuppressWarnings("removal")
final class Managements {
    static void run() throws Exception {
        Thread t = new Thread(null, () -> { }, "named", 0);
        Out.show("thread new", () -> t + " " + t.getState() + t.isAlive() + t.isDaemon() + t.getPriority() + t.isInterrupted());
        Out.show("thread priority", () -> { t.setPriority(11); return 0; });
        Out.show("thread name null", () -> { t.setName(null); return 0; });
        Out.show("thread join dead", () -> { t.start(); t.join(); return t.getState() + " " + t.getThreadGroup() + t.getStackTrace().length; });
        Out.show("thread start again", () -> { t.start(); return 0; });
        Out.show("thread daemon alive", () -> { Thread.currentThread().setDaemon(true); return 0; });
        Out.show("thread negative sleep", () -> { Thread.sleep(-1); return 0; });
        Out.show("thread negative join", () -> { Thread.currentThread().join(-1); return 0; });
        Out.show("thread nanos", () -> { Thread.sleep(0, 1000000); return 0; });
        Out.show("thread holdsLock null", () -> Thread.holdsLock(null));
        Out.show("thread suspend", () -> { Thread x = new Thread(() -> { while (true) { Thread.yield(); } }); x.setDaemon(true); x.start(); x.suspend(); x.resume(); x.stop(); x.join(); return x.getState(); });
        Out.show("thread countStackFrames", () -> Thread.currentThread().countStackFrames());
        Out.show("group", () -> { ThreadGroup g = new ThreadGroup("g"); g.setMaxPriority(3); Thread x = new Thread(g, "x"); x.setPriority(9); return g + " " + x.getPriority() + g.parentOf(g) + g.isDaemon() + g.isDestroyed() + g.activeCount(); });
        Out.show("group destroy", () -> { ThreadGroup g = new ThreadGroup("g"); g.destroy(); return g.isDestroyed(); });
        Out.show("soft", () -> { SoftReference<Object> r = new SoftReference<>(new Object()); System.gc(); return r.get() != null; });
        Out.show("weak", () -> { WeakReference<Object> r = new WeakReference<>(new Object()); for (int i = 0; i < 50 && r.get() != null; i++) { System.gc(); Thread.sleep(1); } return r.get() == null; });
        Out.show("phantom queue", () -> { ReferenceQueue<Object> q = new ReferenceQueue<>(); PhantomReference<Object> p = new PhantomReference<>(new Object(), q); Reference<?> r = null; for (int i = 0; i < 50 && r == null; i++) { System.gc(); r = q.remove(100); } return (r == p) + " " + p.get() + p.refersTo(null); });
        Out.show("weak hash map", () -> { WeakHashMap<Object, Integer> m = new WeakHashMap<>(); m.put(new Object(), 1); for (int i = 0; i < 50 && m.size() > 0; i++) { System.gc(); Thread.sleep(1); } return m.size(); });
        Out.show("cleaner", () -> { int[] n = new int[1]; Cleaner c = Cleaner.create(); Cleaner.Cleanable x = c.register(new Object(), () -> n[0]++); x.clean(); x.clean(); return n[0]; });
        Out.show("reference clear", () -> { WeakReference<Object> r = new WeakReference<>("x"); r.clear(); return r.get() + " " + r.enqueue() + r.refersTo(null); });
        MBeanServer s = ManagementFactory.getPlatformMBeanServer();
        Out.show("domains", () -> new TreeSet<>(Arrays.asList(s.getDomains())));
        for (String n : new String[] {"java.lang:type=Runtime", "java.lang:type=Threading", "java.lang:type=Memory", "java.lang:type=ClassLoading", "java.lang:type=OperatingSystem", "java.lang:type=Compilation", "com.sun.management:type=HotSpotDiagnostic", "java.util.logging:type=Logging", "java.nio:type=BufferPool,name=direct"}) {
            Out.show("attributes " + n, () -> Arrays.stream(s.getMBeanInfo(new ObjectName(n)).getAttributes()).map(a -> a.getName() + ":" + a.getType() + a.isWritable()).sorted().toList());
            Out.show("operations " + n, () -> Arrays.stream(s.getMBeanInfo(new ObjectName(n)).getOperations()).map(a -> a.getName() + a.getSignature().length).sorted().toList());
        }
        ThreadMXBean x = ManagementFactory.getThreadMXBean();
        Out.show("thread bean", () -> x.isThreadCpuTimeSupported() + " " + x.isObjectMonitorUsageSupported() + x.isSynchronizerUsageSupported() + x.isThreadContentionMonitoringSupported() + x.isCurrentThreadCpuTimeSupported() + Arrays.toString(x.findDeadlockedThreads()));
        Out.show("thread info", () -> { ThreadInfo i = x.getThreadInfo(Thread.currentThread().getId(), 3); return i.getThreadName() + i.getThreadState() + i.isInNative() + i.isSuspended() + i.getLockName() + i.getLockOwnerId() + i.getStackTrace().length; });
        Out.show("thread info absent", () -> x.getThreadInfo(99999999L));
        Out.show("thread info bad", () -> x.getThreadInfo(-1));
        Out.show("monitor info", () -> { Object o = new Object(); synchronized (o) { ThreadInfo[] i = x.getThreadInfo(new long[] {Thread.currentThread().getId()}, true, true); return i[0].getLockedMonitors().length + " " + i[0].getLockedMonitors()[0].getClassName(); } });
        Out.show("deadlock", () -> { Object a = new Object(), b = new Object(); var l = new java.util.concurrent.CountDownLatch(2); for (Object[] p : new Object[][] {{a, b}, {b, a}}) { Thread d = new Thread(() -> { synchronized (p[0]) { l.countDown(); try { l.await(); } catch (InterruptedException e) { } synchronized (p[1]) { l.countDown(); } } }, "dead"); d.setDaemon(true); d.start(); } long[] ids = null; for (int i = 0; i < 200 && ids == null; i++) { Thread.sleep(10); ids = x.findMonitorDeadlockedThreads(); } return ids.length + x.getThreadInfo(ids[0]).getThreadName() + x.getThreadInfo(ids[0]).getThreadState(); });
        Out.show("memory bean", () -> { MemoryUsage u = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage(); return (u.getUsed() > 0) + " " + (u.getUsed() <= u.getCommitted()) + (u.getCommitted() <= u.getMax()); });
        Out.show("memory verbose", () -> { var m = ManagementFactory.getMemoryMXBean(); boolean b = m.isVerbose(); m.setVerbose(b); return b; });
        Out.show("pool types", () -> ManagementFactory.getMemoryPoolMXBeans().stream().map(p -> p.getType()).distinct().sorted().toList());
        Out.show("class bean", () -> { var c = ManagementFactory.getClassLoadingMXBean(); return (c.getLoadedClassCount() > 100) + " " + (c.getTotalLoadedClassCount() >= c.getLoadedClassCount()) + c.isVerbose(); });
        Out.show("runtime bean", () -> { var r = ManagementFactory.getRuntimeMXBean(); return r.getSpecName() + r.getSpecVersion() + r.getManagementSpecVersion() + r.isBootClassPathSupported() + r.getName().matches("\\d+@.*") + (r.getUptime() >= 0) + (r.getPid() == ProcessHandle.current().pid()); });
        Out.show("os bean", () -> { var o = ManagementFactory.getOperatingSystemMXBean(); return o.getName() + o.getArch() + o.getAvailableProcessors(); });
        Out.show("mx proxy", () -> JMX.newMXBeanProxy(s, new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), ThreadMXBean.class).getThreadCount() > 0);
        Out.show("absent bean", () -> s.getAttribute(new ObjectName("a:b=c"), "x"));
        Out.show("absent attribute", () -> s.getAttribute(new ObjectName("java.lang:type=Runtime"), "Nothing"));
        Out.show("bad name", () -> new ObjectName("x"));
        Out.show("register", () -> { s.registerMBean(new Counter(), new ObjectName("k:type=C")); s.setAttribute(new ObjectName("k:type=C"), new Attribute("N", 5)); return s.getAttribute(new ObjectName("k:type=C"), "N") + "" + s.invoke(new ObjectName("k:type=C"), "twice", null, null); });
        Out.show("vm option absent", () -> ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class).getVMOption("NoSuchOption"));
        Out.show("vm option", () -> ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class).getVMOption("HeapDumpOnOutOfMemoryError").getValue());
    }

    public interface CounterMBean { int getN(); void setN(int n); int twice(); }

    public static class Counter implements CounterMBean {
        private int n;
        public int getN() { return n; }
        public void setN(int n) { this.n = n; }
        public int twice() { return 2 * n; }
    }
}
