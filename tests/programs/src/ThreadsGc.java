import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Threads that allocate, lock, wait and compute while collections happen. */
public class ThreadsGc {
    static final Map<Integer, String> shared = new HashMap<>();
    static volatile boolean done;

    static long build(int seed) {
        List<Object> keep = new ArrayList<>();
        long h = seed;
        for (int i = 0; i < 4000; i++) {
            Object[] row = new Object[1 + (i & 7)];
            row[0] = "s" + (seed * 31 + i);
            if ((i & 3) == 0) {
                keep.add(row);
            }
            h = h * 31 + row[0].hashCode();
            if ((i & 511) == 0) {
                synchronized (shared) {
                    shared.put(seed * 100 + i / 512, (String) row[0]);
                }
            }
        }
        for (Object o : keep) {
            h ^= ((Object[]) o)[0].hashCode();
        }
        return h;
    }

    public static void main(String[] args) throws Exception {
        long[] results = new long[4];
        Thread[] workers = new Thread[4];
        CountDownLatch ready = new CountDownLatch(4);
        for (int t = 0; t < 4; t++) {
            int id = t;
            workers[t] = new Thread(() -> {
                ready.countDown();
                results[id] = build(id) ^ build(id + 10);
            });
            workers[t].start();
        }
        Thread collector = new Thread(() -> {
            while (!done) {
                System.gc();
                Thread.yield();
            }
        });
        Thread spinner = new Thread(() -> {
            long x = 1;
            while (!done) {
                x = x * 6364136223846793005L + 1;
            }
            results[0] ^= x & 0;
        });
        Object monitor = new Object();
        Thread sleeper = new Thread(() -> {
            synchronized (monitor) {
                while (!done) {
                    try {
                        monitor.wait(1);
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }
        });
        ready.await();
        collector.start();
        spinner.start();
        sleeper.start();
        for (Thread w : workers) {
            w.join();
        }
        done = true;
        collector.join();
        spinner.join();
        sleeper.join();
        for (long r : results) {
            System.out.println(r);
        }
        System.out.println(shared.size() + " " + new java.util.TreeMap<>(shared));
    }
}
