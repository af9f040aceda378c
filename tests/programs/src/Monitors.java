public class Monitors {
    private int count;
    private static int shared;

    synchronized void up() {
        count++;
        nested(3);
    }

    private synchronized void nested(int n) {
        if (n > 0) {
            nested(n - 1);
        }
    }

    static synchronized void upShared() {
        shared++;
    }

    static class BoundedBuffer {
        private final int[] items = new int[4];
        private int head, size;

        synchronized void put(int v) throws InterruptedException {
            while (size == items.length) {
                wait();
            }
            items[(head + size++) % items.length] = v;
            notifyAll();
        }

        synchronized int take() throws InterruptedException {
            while (size == 0) {
                wait();
            }
            int v = items[head];
            head = (head + 1) % items.length;
            size--;
            notifyAll();
            return v;
        }
    }

    static int throwsInside(Object lock) {
        try {
            synchronized (lock) {
                synchronized (lock) {
                    throw new IllegalStateException("inside");
                }
            }
        } catch (IllegalStateException e) {
            return Thread.holdsLock(lock) ? -1 : 1;
        }
    }

    static int returnsInside(Object lock) {
        synchronized (lock) {
            return Thread.holdsLock(lock) ? 2 : -2;
        }
    }

    public static void main(String[] args) throws Exception {
        Monitors m = new Monitors();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 2000; i++) {
                    m.up();
                    upShared();
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join();
        }
        System.out.println(m.count + " " + shared);

        BoundedBuffer buffer = new BoundedBuffer();
        long[] sums = new long[2];
        Thread[] workers = new Thread[4];
        for (int w = 0; w < 2; w++) {
            int id = w;
            workers[w] = new Thread(() -> {
                try {
                    for (int i = 1; i <= 500; i++) {
                        buffer.put(i);
                    }
                } catch (InterruptedException e) {
                    throw new RuntimeException(e);
                }
            });
            workers[2 + w] = new Thread(() -> {
                try {
                    for (int i = 1; i <= 500; i++) {
                        sums[id] += buffer.take();
                    }
                } catch (InterruptedException e) {
                    throw new RuntimeException(e);
                }
            });
        }
        for (Thread t : workers) {
            t.start();
        }
        for (Thread t : workers) {
            t.join();
        }
        System.out.println(sums[0] + sums[1]);

        Object lock = new Object();
        System.out.println(throwsInside(lock) + " " + returnsInside(lock) + " " + Thread.holdsLock(lock));
        try {
            lock.notify();
        } catch (IllegalMonitorStateException e) {
            System.out.println("not owner: " + e.getMessage());
        }
        synchronized (lock) {
            int before = lock.hashCode();
            lock.wait(5);
            lock.wait(0, 100);
            System.out.println(before == lock.hashCode());
            try {
                lock.wait(-1);
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
        Thread waiter = new Thread(() -> {
            synchronized (lock) {
                try {
                    lock.wait();
                    System.out.println("not interrupted");
                } catch (InterruptedException e) {
                    System.out.println("wait interrupted, holds " + Thread.holdsLock(lock) + ", flag " + Thread.currentThread().isInterrupted());
                }
            }
        });
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        System.out.println(waiter.getState());
        waiter.interrupt();
        waiter.join();
        Thread blocked;
        synchronized (lock) {
            blocked = new Thread(() -> {
                synchronized (lock) {
                    System.out.println("got it");
                }
            });
            blocked.start();
            while (blocked.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            System.out.println(blocked.getState());
        }
        blocked.join();
        System.out.println(blocked.getState() + " " + new Thread().getState());
        Object[] many = new Object[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = new Object();
        }
        System.out.println(lockAll(many, 0));
    }

    static int lockAll(Object[] all, int i) {
        if (i == 200) {
            return i;
        }
        synchronized (all[i]) {
            return lockAll(all, i + 1);
        }
    }
}
