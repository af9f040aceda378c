import java.util.concurrent.*;
import java.util.concurrent.locks.*;

public class Interruptions {
    interface Blocking {
        void run() throws Exception;
    }

    static void interrupted(String what, Blocking b) throws Exception {
        Thread t = new Thread(() -> {
            try {
                b.run();
                System.out.println(what + " returned, flag " + Thread.interrupted());
            } catch (Exception e) {
                System.out.println(what + ": " + e.getClass().getSimpleName() + ", flag " + Thread.currentThread().isInterrupted());
            }
        });
        t.start();
        while (t.getState() != Thread.State.WAITING && t.getState() != Thread.State.TIMED_WAITING) {
            Thread.yield();
        }
        t.interrupt();
        t.join();
    }

    public static void main(String[] args) throws Exception {
        Object lock = new Object();
        interrupted("sleep", () -> Thread.sleep(100_000));
        interrupted("wait", () -> {
            synchronized (lock) {
                lock.wait();
            }
        });
        interrupted("timed wait", () -> {
            synchronized (lock) {
                lock.wait(100_000);
            }
        });
        interrupted("join", () -> {
            Thread other = new Thread(() -> LockSupport.park());
            other.setDaemon(true);
            other.start();
            other.join();
        });
        interrupted("park", LockSupport::park);
        interrupted("queue", () -> new LinkedBlockingQueue<>().take());
        interrupted("latch", () -> new CountDownLatch(1).await());
        interrupted("semaphore", () -> new Semaphore(0).acquire());
        interrupted("future", () -> new CompletableFuture<String>().get());
        ReentrantLock held = new ReentrantLock();
        held.lock();
        interrupted("lockInterruptibly", held::lockInterruptibly);
        interrupted("timed tryLock", () -> held.tryLock(100, TimeUnit.SECONDS));
        Condition c = held.newCondition();
        held.unlock();
        interrupted("condition", () -> {
            held.lock();
            try {
                c.await();
            } finally {
                held.unlock();
            }
        });
        interrupted("barrier", () -> new CyclicBarrier(2).await());
        interrupted("exchanger", () -> new Exchanger<String>().exchange("x"));
        ExecutorService pool = Executors.newFixedThreadPool(1);
        CountDownLatch running = new CountDownLatch(1);
        Future<String> f = pool.submit(() -> {
            running.countDown();
            try {
                Thread.sleep(100_000);
                return "slept";
            } catch (InterruptedException e) {
                System.out.println("pool task interrupted");
                return "interrupted";
            }
        });
        running.await();
        System.out.println(pool.shutdownNow().size() + " " + f.get());
        Thread.currentThread().interrupt();
        try {
            lock.getClass();
            synchronized (lock) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            System.out.println("at once " + Thread.interrupted());
        }
        Thread before = new Thread(() -> System.out.println("interrupted before start: " + Thread.interrupted()));
        before.start();
        before.join();
        System.out.println(before.isInterrupted() + " " + before.isAlive());
    }
}
