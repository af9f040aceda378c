import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;

/** How often and how long a thread is blocked and waits, as ThreadInfo tells; switches of the management beans. */
public class ContentionTimes {
    static final Object lock = new Object();
    static volatile boolean done;

    static void until(Thread thread, Thread.State state) throws InterruptedException {
        while (thread.getState() != state) {
            Thread.sleep(1);
        }
    }

    static void show(ThreadMXBean threads, Thread thread, String when) {
        ThreadInfo info = threads.getThreadInfo(thread.getId());
        System.out.println(when + ": blocked " + info.getBlockedCount() + " times, >= 50 ms: " + (info.getBlockedTime() >= 50)
                + "; waited " + info.getWaitedCount() + " times, >= 90 ms: " + (info.getWaitedTime() >= 90)
                + "; measured: " + (info.getBlockedTime() >= 0) + " " + (info.getWaitedTime() >= 0));
    }

    public static void main(String[] args) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        System.out.println(threads.isThreadContentionMonitoringSupported() + " " + threads.isThreadContentionMonitoringEnabled());
        threads.setThreadContentionMonitoringEnabled(true);
        System.out.println(threads.isThreadContentionMonitoringEnabled());
        Thread worker = new Thread(() -> {
            try {
                synchronized (lock) {
                    lock.wait(50);
                }
                Thread.sleep(40);
                while (!done) {
                    LockSupport.park();
                }
            } catch (InterruptedException e) {
                System.out.println(e);
            }
        });
        worker.setDaemon(true);
        synchronized (lock) {
            worker.start();
            until(worker, Thread.State.BLOCKED);
            Thread.sleep(60);
            show(threads, worker, "blocked for the first time");
        }
        until(worker, Thread.State.WAITING);  // parked
        show(threads, worker, "parked");
        threads.setThreadContentionMonitoringEnabled(false);
        show(threads, worker, "not measured");
        threads.setThreadContentionMonitoringEnabled(true);
        show(threads, worker, "measured anew");
        done = true;
        LockSupport.unpark(worker);
        worker.join();
        System.out.println(threads.getThreadInfo(worker.getId()));

        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        System.out.println(memory.isVerbose() + " " + ManagementFactory.getClassLoadingMXBean().isVerbose());
        ManagementFactory.getClassLoadingMXBean().setVerbose(false);
        System.out.println(ManagementFactory.getClassLoadingMXBean().isVerbose());
    }
}
