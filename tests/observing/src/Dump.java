import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that wait for every kind of thing, for a thread dump. With an argument: a deadlock too. */
public class Dump {
    static final Object lock = new Object();
    static final ReentrantLock reentrant = new ReentrantLock();

    interface Body {
        void run() throws Exception;
    }

    static void start(String name, Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new Error(e);
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    static synchronized void hold() throws Exception {
        synchronized (lock) {
            synchronized (lock) {
                Thread.sleep(1_000_000);
            }
        }
    }

    static void waitFor(Thread.State state, String name) throws Exception {
        for (int i = 0; i < 6000; i++) {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals(name) && thread.getState() == state) return;
            }
            Thread.sleep(10);
        }
        throw new Error(name + " is not " + state);
    }

    static void deadlock(Object first, Object second, CountDownLatch both) throws Exception {
        synchronized (first) {
            both.countDown();
            both.await();
            synchronized (second) {
                System.out.println("no deadlock");
            }
        }
    }

    public static void main(String[] args) throws Exception {
        start("holder", Dump::hold);
        waitFor(Thread.State.TIMED_WAITING, "holder");
        start("blocked", () -> { synchronized (lock) { } });
        start("waiter", () -> { Object o = new StringBuilder(); synchronized (o) { o.wait(); } });
        start("timed waiter", () -> { Object o = new StringBuilder(); synchronized (o) { o.wait(1_000_000); } });
        start("parked", LockSupport::park);
        reentrant.lock();
        start("locker", reentrant::lock);
        CountDownLatch spinning = new CountDownLatch(1);
        start("spinner", () -> { spinning.countDown(); for (;;) { } });
        spinning.await();
        waitFor(Thread.State.BLOCKED, "blocked");
        waitFor(Thread.State.WAITING, "waiter");
        waitFor(Thread.State.TIMED_WAITING, "timed waiter");
        waitFor(Thread.State.WAITING, "parked");
        waitFor(Thread.State.WAITING, "locker");
        if (args.length > 0) {
            Object first = new Object(), second = new Object();
            CountDownLatch both = new CountDownLatch(2);
            start("deadlocked 1", () -> deadlock(first, second, both));
            start("deadlocked 2", () -> deadlock(second, first, both));
            waitFor(Thread.State.BLOCKED, "deadlocked 1");
            waitFor(Thread.State.BLOCKED, "deadlocked 2");
        }
        // Not before this thread sleeps, too.
        start("announcer", () -> {
            waitFor(Thread.State.TIMED_WAITING, "main");
            System.out.println("ready");
        });
        Thread.sleep(1_000_000);
    }
}
