import java.util.concurrent.*;
import java.util.concurrent.locks.*;

public class Locks {
    static int value;

    static void inThread(Runnable r) throws InterruptedException {
        Thread t = new Thread(r);
        t.start();
        t.join();
    }

    public static void main(String[] args) throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        Condition changed = lock.newCondition();
        lock.lock();
        lock.lock();
        System.out.println(lock.getHoldCount() + " " + lock.isHeldByCurrentThread());
        inThread(() -> System.out.println("try " + lock.tryLock()));
        lock.unlock();
        lock.unlock();
        try {
            lock.unlock();
        } catch (IllegalMonitorStateException e) {
            System.out.println("IMSE");
        }
        Thread waiter = new Thread(() -> {
            lock.lock();
            try {
                while (value != 5) {
                    changed.awaitUninterruptibly();
                }
                System.out.println("saw " + value);
            } finally {
                lock.unlock();
            }
        });
        waiter.start();
        for (int i = 1; i <= 5; i++) {
            lock.lock();
            try {
                value = i;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        waiter.join();
        ReentrantReadWriteLock rw = new ReentrantReadWriteLock();
        rw.readLock().lock();
        inThread(() -> System.out.println("reader " + rw.readLock().tryLock() + " writer " + rw.writeLock().tryLock()));
        rw.readLock().unlock();
        StampedLock stamped = new StampedLock();
        long stamp = stamped.tryOptimisticRead();
        System.out.println(stamped.validate(stamp));
        long w = stamped.writeLock();
        System.out.println(stamped.validate(stamp) + " " + stamped.isWriteLocked());
        stamped.unlockWrite(w);
        Semaphore semaphore = new Semaphore(2);
        semaphore.acquire();
        System.out.println(semaphore.tryAcquire() + " " + semaphore.tryAcquire() + " " + semaphore.availablePermits());
        semaphore.release(2);
        CyclicBarrier barrier = new CyclicBarrier(3, () -> System.out.println("barrier tripped"));
        Thread[] ts = new Thread[3];
        for (int i = 0; i < 3; i++) {
            ts[i] = new Thread(() -> {
                try {
                    barrier.await();
                    barrier.await();
                } catch (Exception e) {
                    throw new RuntimeException(e);
                }
            });
            ts[i].start();
        }
        for (Thread t : ts) {
            t.join();
        }
        Phaser phaser = new Phaser(1);
        for (int i = 0; i < 2; i++) {
            phaser.register();
            new Thread(() -> {
                phaser.arriveAndAwaitAdvance();
                phaser.arriveAndDeregister();
            }).start();
        }
        System.out.println(phaser.arriveAndAwaitAdvance());
        phaser.arriveAndDeregister();
        Exchanger<String> exchanger = new Exchanger<>();
        Thread ex = new Thread(() -> {
            try {
                System.out.println("got " + exchanger.exchange("from thread"));
            } catch (InterruptedException e) {
                throw new RuntimeException(e);
            }
        });
        ex.start();
        String got = exchanger.exchange("from main");
        ex.join();
        System.out.println("main " + got);
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(2);
        Thread producer = new Thread(() -> {
            try {
                for (int i = 0; i < 10; i++) {
                    queue.put(i);
                }
                queue.put(-1);
            } catch (InterruptedException e) {
                throw new RuntimeException(e);
            }
        });
        producer.start();
        int sum = 0;
        for (int v = queue.take(); v >= 0; v = queue.take()) {
            sum = sum * 3 + v;
        }
        System.out.println(sum + " " + queue.poll(1, TimeUnit.MILLISECONDS) + " " + queue.offer(1) + queue.remainingCapacity());
        SynchronousQueue<String> sync = new SynchronousQueue<>();
        new Thread(() -> sync.offer("never waits"));
        Thread giver = new Thread(() -> {
            try {
                sync.put("handed over");
            } catch (InterruptedException e) {
                throw new RuntimeException(e);
            }
        });
        giver.start();
        System.out.println(sync.take());
        DelayQueue<Delayed> empty = new DelayQueue<>();
        System.out.println(empty.poll() + " " + new LinkedBlockingDeque<>(java.util.List.of(1, 2)).takeLast() + " "
            + new PriorityBlockingQueue<>(java.util.List.of(3, 1, 2)).take());
    }
}
