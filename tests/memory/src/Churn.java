// Many threads allocate, share, lock, hash, intern, throw, die and are born: Churn SECONDS THREADS.
// Everything shared is checked; the counts at the end only say that work was done.
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

public class Churn {
    static volatile boolean stop;
    static final AtomicLong work = new AtomicLong();
    static final AtomicReference<Throwable> failure = new AtomicReference<>();
    static final ConcurrentHashMap<String, int[]> shared = new ConcurrentHashMap<>();
    static final LinkedBlockingQueue<List<String>> mail = new LinkedBlockingQueue<>(64);
    static final Object[] locks = new Object[8];
    static final int[] guarded = new int[8];

    interface Job {
        void run(int i) throws Exception;
    }

    static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    static void trees(int i) {
        Object[] root = tree(6, i);
        check(count(root, i) == 127, "tree");
    }

    static Object[] tree(int depth, int tag) {
        return depth == 0 ? new Object[] {tag, null, null} : new Object[] {tag, tree(depth - 1, tag), tree(depth - 1, tag)};
    }

    static int count(Object[] node, int tag) {
        check((Integer) node[0] == tag, "tag");
        return node[1] == null ? 1 : 1 + count((Object[]) node[1], tag) + count((Object[]) node[2], tag);
    }

    static void strings(int i) {
        StringBuilder s = new StringBuilder();
        for (int k = 0; k < 20; k++) {
            s.append(i).append(':').append((char) (0x100 + k)).append(k * 0.5);
        }
        String t = s.toString();
        check(t.equals(new String(t.toCharArray())), "string");
        check(("k" + i % 50).intern() == ("k" + i % 50).intern(), "intern");
    }

    static void sharing(int i) {
        String key = "key" + i % 40;
        int[] value = shared.compute(key, (k, old) -> {
            int[] next = old == null ? new int[8] : old.clone();
            for (int n = 0; n < next.length; n++) {
                next[n]++;
            }
            return next;
        });
        for (int v : value) {
            check(v == value[0], "torn value");
        }
    }

    static void locking(int i) throws InterruptedException {
        int n = i & 7;
        synchronized (locks[n]) {
            guarded[n]++;
            byte[] garbage = new byte[100 + i % 1000];
            check(garbage.length >= 100, "length");
            if (i % 64 == 0) {
                locks[n].wait(0, 1000);
            } else {
                locks[n].notifyAll();
            }
        }
    }

    static void hashes(int i) {
        IdentityHashMap<Object, Integer> map = new IdentityHashMap<>();
        List<Object> keys = new ArrayList<>();
        for (int k = 0; k < 30; k++) {
            Object key = new Object();
            keys.add(key);
            map.put(key, k);
        }
        for (int k = 0; k < 30; k++) {
            check(map.get(keys.get(k)) == k, "identity hash");
        }
    }

    static void references(int i) {
        List<WeakReference<Object>> weak = new ArrayList<>();
        Object kept = new Object();
        weak.add(new WeakReference<>(kept));
        for (int k = 0; k < 10; k++) {
            weak.add(new WeakReference<>(new int[k]));
        }
        SoftReference<byte[]> soft = new SoftReference<>(new byte[50]);
        check(weak.get(0).get() == kept, "weak");
        byte[] softly = soft.get();
        check(softly == null || softly.length == 50, "soft");
    }

    static void throwing(int i) {
        try {
            deep(30, i);
            throw new AssertionError("not thrown");
        } catch (IllegalStateException e) {
            check(e.getMessage().equals("at " + i) && e.getStackTrace().length >= 30, "exception");
        }
    }

    static int deep(int depth, int i) {
        if (depth == 0) {
            throw new IllegalStateException("at " + i);
        }
        Object[] local = {depth, i};
        int result = deep(depth - 1, i);
        return result + local.length;
    }

    static void mailing(int i) throws InterruptedException {
        List<String> letter = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            letter.add("line " + i + "." + k);
        }
        if (!mail.offer(letter, 1, TimeUnit.MILLISECONDS)) {
            mail.poll();
        }
        List<String> got = mail.poll();
        if (got != null) {
            String first = got.get(0);
            check(got.get(4).equals(first.substring(0, first.length() - 1) + "4"), "letter");
        }
    }

    static void reflecting(int i) throws Exception {
        Object made = Integer.class.getMethod("valueOf", String.class).invoke(null, "" + i);
        check(made.equals(i), "reflection");
        Map<String, Integer> map = new HashMap<>();
        java.util.stream.IntStream.range(0, 20).forEach(k -> map.merge("m" + (k & 3), k, Integer::sum));
        check(map.get("m0") == 40, "lambda");
    }

    static void bearing(int i) throws InterruptedException {
        if (i % 16 != 0) {
            return;
        }
        ArrayDeque<Object> seen = new ArrayDeque<>();
        Thread child = new Thread(() -> {
            for (int k = 0; k < 20; k++) {
                seen.add(new long[k]);
            }
        });
        child.start();
        child.join();
        check(seen.size() == 20, "child");
    }

    static void arrays(int i) {
        Object[] from = new Object[100];
        for (int k = 0; k < from.length; k++) {
            from[k] = k % 3 == 0 ? "s" + k : k;
        }
        Object[] to = new Object[200];
        System.arraycopy(from, 0, to, 50, 100);
        System.arraycopy(to, 40, to, 45, 120);
        check(to[55] == from[0] && to[154] == from[99], "arraycopy");
        byte[] large = new byte[40000 + i % 10000];
        large[large.length - 1] = 7;
        check(large.clone()[large.length - 1] == 7, "clone");
    }

    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new Object();
        }
        Job[] jobs = {Churn::trees, Churn::strings, Churn::sharing, Churn::locking, Churn::hashes, Churn::references,
            Churn::throwing, Churn::mailing, Churn::reflecting, Churn::bearing, Churn::arrays};
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            int first = t;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; !stop; i++) {
                        jobs[(i + first) % jobs.length].run(i);
                        work.incrementAndGet();
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                    stop = true;
                }
            });
            thread.start();
            threads.add(thread);
        }
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (!stop && System.nanoTime() < end) {
            Thread.sleep(50);
            if (threads.size() > 2) {
                threads.get(1).getStackTrace();
            }
        }
        stop = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            failure.get().printStackTrace();
            System.exit(1);
        }
        System.err.println(work.get() + " pieces of work");
        System.out.println(work.get() > count ? "done" : "hardly anything was done");
    }
}
