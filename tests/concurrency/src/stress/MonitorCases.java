package stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/** Monitors: thin, inflated, recursive, contended, left by exceptions, of many objects at once. */
final class MonitorCases {
    static class Counter {
        int n;
        static int all;

        synchronized void add() {
            n++;
        }

        static synchronized void addAll() {
            all++;
        }

        synchronized void addAndThrow() {
            n++;
            throw new IllegalStateException();
        }

        synchronized int down(int depth) {
            return depth == 0 ? ++n : down(depth - 1);
        }
    }

    /** Runs `body` on several threads at once; the first failure is thrown. */
    static void together(int threads, Runnable body) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Throwable> failures = new ArrayList<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread t = new Thread(() -> {
                try {
                    start.await();
                    body.run();
                } catch (Throwable e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            all.add(t);
            t.start();
        }
        for (Thread t : all) {
            t.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.get(0));
        }
    }

    private static Litmus<Counter> counter(String name, Actor<Counter> one, Actor<Counter> two, int sum) {
        Litmus<Counter> c = new Litmus<>("monitor." + name, 1, Counter::new).actor(one).actor(two).after((s, r) -> r.a = s.n);
        c.may("" + sum, "nothing lost").never("" + (sum - 1), "an update lost");
        return c;
    }

    private static boolean threw(Runnable r) {
        try {
            r.run();
            return false;
        } catch (IllegalMonitorStateException e) {
            return true;
        }
    }

    static void addTo(List<Case> cases) {
        Actor<Counter> block = (s, r) -> { synchronized (s) { s.n++; } };
        Actor<Counter> method = (s, r) -> s.add();
        Actor<Counter> deep = (s, r) -> s.down(5);
        Actor<Counter> veryDeep = (s, r) -> s.down(20);
        Actor<Counter> throwing = (s, r) -> {
            try {
                s.addAndThrow();
            } catch (IllegalStateException e) {
                r.d++;
            }
        };
        Actor<Counter> hashed = (s, r) -> { s.hashCode(); synchronized (s) { s.n++; s.hashCode(); } };
        Actor<Counter> waited = (s, r) -> {
            synchronized (s) {
                try {
                    s.wait(0, 1);
                } catch (InterruptedException e) {
                    r.d = 9;
                }
                s.n++;
            }
        };
        Actor<Counter> notifying = (s, r) -> { synchronized (s) { s.notifyAll(); s.n++; s.notify(); } };
        cases.add(counter("block-block", block, block, 2));
        cases.add(counter("block-method", block, method, 2));
        cases.add(counter("recursive", deep, deep, 2));
        cases.add(counter("recursive-past-the-lock-stack", veryDeep, block, 2));
        cases.add(counter("left-by-exception", throwing, throwing, 2));
        cases.add(counter("hashed", hashed, hashed, 2));
        cases.add(counter("hashed-inside-recursion", hashed, deep, 2));
        cases.add(counter("waited", waited, block, 2));
        cases.add(counter("waited-both", waited, waited, 2));
        cases.add(counter("notified", notifying, waited, 2));
        cases.add(new Litmus<>("monitor.three-actors", 1, Counter::new).actor(block).actor(method).actor(hashed).after((s, r) -> r.a = s.n)
            .may("3", "nothing lost").never("2", "an update lost"));
        cases.add(new Litmus<>("monitor.holds-lock", 2, Counter::new)
            .actor((s, r) -> { synchronized (s) { r.a = Thread.holdsLock(s) ? 1 : 0; } r.a += Thread.holdsLock(s) ? 10 : 0; })
            .actor((s, r) -> { synchronized (s) { r.b = Thread.holdsLock(s) ? 1 : 0; } r.b += Thread.holdsLock(s) ? 10 : 0; })
            .may("1, 1", "inside only").never("11, 1", "outside too"));
        cases.add(new Litmus<>("monitor.not-owner", 2, Counter::new)
            .actor((s, r) -> { synchronized (s) { r.a = threw(s::notify) ? 0 : 1; } })
            .actor((s, r) -> r.b = threw(s::notifyAll) && threw(() -> { try { s.wait(1); } catch (InterruptedException e) { } }) ? 1 : 0)
            .may("1, 1", "only the owner may").never("1, 0", "another one may"));
        cases.add(new Exercise("monitor.many-objects", () -> {
            Counter[] counters = new Counter[50];
            for (int i = 0; i < counters.length; i++) {
                counters[i] = new Counter();
            }
            together(4, () -> {
                for (int i = 0; i < 400; i++) {
                    Counter c = counters[i * 7 % counters.length];
                    Counter d = counters[i % counters.length];
                    c.add();
                    synchronized (d) {
                        d.n++;
                    }
                }
            });
            int sum = 0;
            for (Counter c : counters) {
                sum += c.n;
            }
            return "" + sum;
        }).may("3200", "nothing lost").never("3199", "an update lost"));
        cases.add(new Exercise("monitor.static-synchronized", () -> {
            Counter.all = 0;
            together(3, () -> { for (int i = 0; i < 100; i++) { Counter.addAll(); } });
            return "" + Counter.all;
        }).may("300", "nothing lost").never("299", "an update lost"));
        cases.add(new Exercise("monitor.nested-in-order", () -> {
            Object[] locks = new Object[12];
            for (int i = 0; i < locks.length; i++) {
                locks[i] = new Object();
            }
            int[] n = new int[1];
            together(3, () -> { for (int i = 0; i < 30; i++) { nest(locks, 0, n); } });
            return "" + n[0];
        }).may("90", "nothing lost").never("89", "an update lost"));
        cases.add(new Exercise("monitor.thread-dies-inside", () -> {
            Object lock = new Object();
            Thread t = new Thread(() -> {
                synchronized (lock) {
                    synchronized (lock) {
                        throw new IllegalArgumentException("expected");
                    }
                }
            });
            t.setUncaughtExceptionHandler((x, e) -> { });
            t.start();
            t.join();
            synchronized (lock) {
                return Thread.holdsLock(lock) + "";
            }
        }).may("true", "the monitor is free").never("false", "not ours"));
        cases.add(new Exercise("monitor.blocked-state", () -> {
            Object lock = new Object();
            Thread t = new Thread(() -> { synchronized (lock) { lock.notify(); } });
            String seen;
            synchronized (lock) {
                t.start();
                long end = System.nanoTime() + 20_000_000_000L;
                while (t.getState() != Thread.State.BLOCKED && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                t.interrupt();
                seen = t.getState() + " " + t.isInterrupted();
            }
            t.join();
            return seen;
        }).may("BLOCKED true", "an interrupt does not end it").never("RUNNABLE true", "an interrupt ends it"));
    }

    private static void nest(Object[] locks, int at, int[] n) {
        if (at == locks.length) {
            n[0]++;
            return;
        }
        synchronized (locks[at]) {
            nest(locks, at + 1, n);
        }
    }
}
