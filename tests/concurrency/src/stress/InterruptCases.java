package stress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.*;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** An interrupt ends every blocking call that says so, whether it comes before the call or during it. */
final class InterruptCases {
    interface Blocking {
        void call() throws Throwable;
    }

    private static final String THROWS = "InterruptedException false";

    /** Runs the call on a thread that is interrupted before it (`early`) or once it seems to block. */
    private static String interrupted(Blocking body, boolean early) throws Exception {
        String[] seen = {"nothing"};
        CountDownLatch begun = new CountDownLatch(1);
        Thread t = new Thread(() -> {
            try {
                if (early) {
                    Thread.currentThread().interrupt();
                }
                begun.countDown();
                body.call();
                seen[0] = "returned";
            } catch (Throwable e) {
                seen[0] = e.getClass().getSimpleName();
            }
            seen[0] += " " + Thread.interrupted();
        });
        t.start();
        begun.await();
        if (!early) {
            long end = System.nanoTime() + 3_000_000L;
            while (t.getState() == Thread.State.RUNNABLE && System.nanoTime() < end) {
                Thread.yield();
            }
            t.interrupt();
        }
        t.join();
        return seen[0];
    }

    private static void add(List<Case> cases, String name, String expected, Callable<Blocking> body) {
        for (boolean early : new boolean[] {true, false}) {
            cases.add(new Exercise("interrupt." + name + (early ? ".before" : ".during"), () -> interrupted(body.call(), early))
                .may(expected, "ended by the interrupt").never("returned false", "the interrupt got lost"));
        }
    }

    private static void monitors(List<Case> cases) {
        add(cases, "sleep", THROWS, () -> () -> Thread.sleep(100_000));
        add(cases, "wait", THROWS, () -> { Object o = new Object(); return () -> { synchronized (o) { o.wait(); } }; });
        add(cases, "wait-timed", THROWS, () -> { Object o = new Object(); return () -> { synchronized (o) { o.wait(100_000); } }; });
        add(cases, "join", THROWS, () -> { Thread me = Thread.currentThread(); return me::join; });
        add(cases, "join-timed", THROWS, () -> { Thread me = Thread.currentThread(); return () -> me.join(100_000); });
        add(cases, "park", "returned true", () -> LockSupport::park);
        add(cases, "park-nanos", "returned true", () -> () -> LockSupport.parkNanos(100_000_000_000L));
        add(cases, "park-until", "returned true", () -> () -> LockSupport.parkUntil(System.currentTimeMillis() + 100_000));
        add(cases, "time-unit", THROWS, () -> () -> TimeUnit.SECONDS.sleep(100));
    }

    private static void locks(List<Case> cases) {
        add(cases, "lock-interruptibly", THROWS, () -> { ReentrantLock l = new ReentrantLock(); l.lock(); return l::lockInterruptibly; });
        add(cases, "try-lock-timed", THROWS, () -> { ReentrantLock l = new ReentrantLock(true); l.lock(); return () -> l.tryLock(100, TimeUnit.SECONDS); });
        add(cases, "condition", THROWS, () -> {
            ReentrantLock l = new ReentrantLock();
            Condition c = l.newCondition();
            return () -> { l.lock(); try { c.await(); } finally { l.unlock(); } };
        });
        add(cases, "condition-nanos", THROWS, () -> {
            ReentrantLock l = new ReentrantLock();
            Condition c = l.newCondition();
            return () -> { l.lock(); try { c.awaitNanos(100_000_000_000L); } finally { l.unlock(); } };
        });
        add(cases, "read-lock", THROWS, () -> {
            var l = new ReentrantReadWriteLock();
            l.writeLock().lock();
            return () -> l.readLock().lockInterruptibly();
        });
        add(cases, "write-lock", THROWS, () -> {
            var l = new ReentrantReadWriteLock();
            l.readLock().lock();
            return () -> l.writeLock().lockInterruptibly();
        });
        add(cases, "stamped-read", THROWS, () -> { StampedLock l = new StampedLock(); l.writeLock(); return l::readLockInterruptibly; });
        add(cases, "stamped-write", THROWS, () -> { StampedLock l = new StampedLock(); l.readLock(); return l::writeLockInterruptibly; });
        add(cases, "semaphore", THROWS, () -> new Semaphore(0)::acquire);
        add(cases, "semaphore-many-timed", THROWS, () -> { Semaphore s = new Semaphore(1, true); return () -> s.tryAcquire(2, 100, TimeUnit.SECONDS); });
        add(cases, "latch", THROWS, () -> new CountDownLatch(1)::await);
        add(cases, "latch-timed", THROWS, () -> { CountDownLatch l = new CountDownLatch(1); return () -> l.await(100, TimeUnit.SECONDS); });
        add(cases, "barrier", THROWS, () -> new CyclicBarrier(2)::await);
        add(cases, "exchanger", THROWS, () -> { Exchanger<String> e = new Exchanger<>(); return () -> e.exchange("x"); });
        add(cases, "phaser", THROWS, () -> { Phaser p = new Phaser(1); return () -> p.awaitAdvanceInterruptibly(0); });
    }

    private static void queues(List<Case> cases) {
        add(cases, "array-queue-take", THROWS, () -> new ArrayBlockingQueue<String>(1)::take);
        add(cases, "array-queue-put", THROWS, () -> { var q = new ArrayBlockingQueue<String>(1); q.add("x"); return () -> q.put("y"); });
        add(cases, "linked-queue-take", THROWS, () -> new LinkedBlockingQueue<String>()::take);
        add(cases, "linked-queue-put", THROWS, () -> { var q = new LinkedBlockingQueue<String>(1); q.add("x"); return () -> q.put("y"); });
        add(cases, "linked-deque-take", THROWS, () -> new LinkedBlockingDeque<String>()::takeLast);
        add(cases, "synchronous-put", THROWS, () -> { var q = new SynchronousQueue<String>(); return () -> q.put("x"); });
        add(cases, "synchronous-fair-poll", THROWS, () -> { var q = new SynchronousQueue<String>(true); return () -> q.poll(100, TimeUnit.SECONDS); });
        add(cases, "transfer", THROWS, () -> { var q = new LinkedTransferQueue<String>(); return () -> q.transfer("x"); });
        add(cases, "delay-queue", THROWS, () -> new DelayQueue<Delayed>()::take);
        add(cases, "priority-queue", THROWS, () -> new PriorityBlockingQueue<String>()::take);
        add(cases, "future-task", THROWS, () -> new FutureTask<>(() -> "x")::get);
        add(cases, "completable-future", THROWS, () -> new CompletableFuture<String>()::get);
        add(cases, "completable-future-timed", THROWS, () -> { var f = new CompletableFuture<String>(); return () -> f.get(100, TimeUnit.SECONDS); });
        add(cases, "await-termination", THROWS, () -> {
            ExecutorService e = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
            return () -> e.awaitTermination(100, TimeUnit.SECONDS);
        });
        add(cases, "invoke-any", THROWS, () -> {
            ExecutorService e = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
            return () -> {
                try {
                    Callable<String> longTask = () -> { Thread.sleep(100_000); return "x"; };
                    e.invokeAny(List.of(longTask));
                } finally {
                    e.shutdownNow();
                }
            };
        });
    }

    private static SocketChannel[] pair() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel a = SocketChannel.open(server.getLocalAddress());
            return new SocketChannel[] {a, server.accept()};
        }
    }

    private static void channels(List<Case> cases) {
        String closes = "ClosedByInterruptException true";
        add(cases, "select", "returned true", () -> () -> { try (Selector s = Selector.open()) { s.select(); } });
        add(cases, "select-timed", "returned true", () -> () -> { try (Selector s = Selector.open()) { s.select(100_000); } });
        add(cases, "socket-channel-read", closes, () -> () -> {
            SocketChannel[] p = pair();
            try {
                p[0].read(ByteBuffer.allocate(10));
            } finally {
                p[0].close();
                p[1].close();
            }
        });
        add(cases, "socket-channel-write", closes, () -> () -> {
            SocketChannel[] p = pair();
            try {
                ByteBuffer b = ByteBuffer.allocate(1 << 16);
                while (true) {
                    b.clear();
                    p[0].write(b);
                }
            } finally {
                p[0].close();
                p[1].close();
            }
        });
        add(cases, "accept", closes, () -> () -> {
            try (ServerSocketChannel s = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                s.accept();
            }
        });
        add(cases, "datagram-receive", closes, () -> () -> {
            try (DatagramChannel s = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                s.receive(ByteBuffer.allocate(10));
            }
        });
        add(cases, "pipe-read", closes, () -> () -> {
            Pipe p = Pipe.open();
            try {
                p.source().read(ByteBuffer.allocate(10));
            } finally {
                p.source().close();
                p.sink().close();
            }
        });
        add(cases, "process-wait", THROWS, () -> () -> {
            Process p = new ProcessBuilder("sleep", "100").start();
            try {
                p.waitFor();
            } finally {
                p.destroyForcibly();
                p.onExit().join();
            }
        });
    }

    static void addTo(List<Case> cases) {
        monitors(cases);
        locks(cases);
        queues(cases);
        channels(cases);
        cases.add(new Exercise("interrupt.never-lost", () -> {
            // The flag is set exactly when the sleeper did not consume it.
            Thread[] t = new Thread[1];
            int[] seen = new int[1];
            t[0] = new Thread(() -> {
                try {
                    Thread.sleep(1);
                    seen[0] = Thread.currentThread().isInterrupted() ? 1 : 2;
                } catch (InterruptedException e) {
                    seen[0] = Thread.currentThread().isInterrupted() ? 3 : 1;
                }
                while (seen[0] == 2 && !Thread.interrupted()) {
                    Thread.onSpinWait();
                }
            });
            t[0].start();
            Thread.sleep(1);
            t[0].interrupt();
            t[0].join();
            return seen[0] == 3 ? "twice" : "once";
        }).may("once", "flag or exception").never("twice", "flag and exception"));
        cases.add(new Exercise("interrupt.of-dead-and-new", () -> {
            Thread t = new Thread(() -> { });
            t.interrupt();
            boolean before = t.isInterrupted();
            t.start();
            t.join();
            t.interrupt();
            return before + " " + t.isInterrupted();
        }).may("true true", "the flag is a field of the object in 17").never("false true", "forgotten"));
    }
}
