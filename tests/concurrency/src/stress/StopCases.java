package stress;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Thread.stop: ThreadDeath wherever the thread is, monitors released, `finally` run. */
@SuppressWarnings({"deprecation", "removal"})
final class StopCases {
    interface Victim {
        void run(Object lock) throws InterruptedException;
    }

    private static volatile int sink;

    private static String stopped(Victim victim) throws InterruptedException {
        Object lock = new Object();
        CountDownLatch ready = new CountDownLatch(1);
        StringBuffer seen = new StringBuffer();
        Thread t = new Thread(() -> {
            try {
                ready.countDown();
                victim.run(lock);
                seen.append("returned ");
            } catch (ThreadDeath e) {
                seen.append("ThreadDeath ");
                throw e;
            } catch (Throwable e) {
                seen.append(e.getClass().getSimpleName()).append(' ');
            } finally {
                seen.append(Thread.holdsLock(lock) ? "locked " : "free ");
            }
        });
        t.start();
        ready.await();
        long end = System.nanoTime() + 1_000_000L;
        while (t.getState() == Thread.State.RUNNABLE && System.nanoTime() < end) {
            Thread.yield();
        }
        t.stop();
        t.join();
        synchronized (lock) {
            return seen + "" + t.getState();
        }
    }

    private static void add(List<Case> cases, String name, Victim victim) {
        cases.add(new Exercise("stop." + name, () -> stopped(victim)).may("ThreadDeath free TERMINATED", "stopped, monitor free")
            .never("returned free TERMINATED", "not stopped").never("ThreadDeath locked TERMINATED", "a monitor kept"));
    }

    static void addTo(List<Case> cases) {
        add(cases, "loop", lock -> { while (true) { sink++; } });
        add(cases, "loop-in-monitor", lock -> { synchronized (lock) { while (true) { sink++; } } });
        add(cases, "recursion-in-monitor", StopCases::deep);
        add(cases, "sleep", lock -> Thread.sleep(1_000_000));
        add(cases, "wait", lock -> { synchronized (lock) { lock.wait(); } });
        add(cases, "wait-timed", lock -> { synchronized (lock) { lock.wait(1_000_000); } });
        add(cases, "park", lock -> { while (true) { LockSupport.park(); } });
        add(cases, "park-nanos", lock -> { while (true) { LockSupport.parkNanos(1_000_000_000_000L); } });
        add(cases, "join", lock -> Thread.currentThread().join());
        add(cases, "allocate", lock -> { Object[] keep = new Object[100]; for (int i = 0; ; i++) { keep[i % 100] = new int[i % 50]; } });
        add(cases, "yield", lock -> { while (true) { Thread.yield(); } });
        add(cases, "call", lock -> { while (true) { String.valueOf(sink++).hashCode(); } });
        cases.add(new Exercise("stop.entering-monitor", () -> {
            Object gate = new Object();
            synchronized (gate) {
                Thread[] t = new Thread[1];
                String[] seen = {""};
                t[0] = new Thread(() -> {
                    try {
                        synchronized (gate) {
                            while (true) {
                                sink++;
                            }
                        }
                    } catch (ThreadDeath e) {
                        seen[0] = "ThreadDeath";
                    }
                });
                t[0].start();
                while (t[0].getState() != Thread.State.BLOCKED) {
                    Thread.yield();
                }
                t[0].stop();
                gate.wait(1);
                t[0].join(1);
                new Thread(() -> { }).start();
                return leave(gate, t[0], seen);
            }
        }).may("ThreadDeath", "after it got the monitor").never("", "ended without"));
        cases.add(new Exercise("stop.self", () -> {
            Thread[] t = new Thread[1];
            String[] seen = {""};
            t[0] = new Thread(() -> {
                try {
                    Thread.currentThread().stop();
                    seen[0] = "returned";
                } catch (ThreadDeath e) {
                    seen[0] = "ThreadDeath";
                }
            });
            t[0].start();
            t[0].join();
            return seen[0];
        }).may("ThreadDeath", "at once").never("returned", "not stopped"));
        cases.add(new Exercise("stop.before-start", () -> {
            String[] seen = {"did not run"};
            Thread t = new Thread(() -> seen[0] = "ran");
            t.stop();
            t.start();
            t.join();
            return seen[0] + " " + t.getState();
        }).may("did not run TERMINATED", "dies as it starts").never("ran TERMINATED", "not stopped"));
        cases.add(new Exercise("stop.dead", () -> {
            Thread t = new Thread(() -> { });
            t.start();
            t.join();
            t.stop();
            return t.getState() + "";
        }).may("TERMINATED", "no effect"));
        cases.add(new Exercise("stop.is-not-reported", () -> {
            String[] seen = {"silent"};
            CountDownLatch ready = new CountDownLatch(1);
            Thread t = new Thread(new ThreadGroup("quiet") {
                @Override
                public void uncaughtException(Thread x, Throwable e) {
                    seen[0] = e.getClass().getSimpleName();
                }
            }, () -> { ready.countDown(); while (true) { sink++; } });
            t.start();
            ready.await(10, TimeUnit.SECONDS);
            t.stop();
            t.join();
            return seen[0];
        }).may("ThreadDeath", "the handler is called and may stay silent").never("silent", "no handler called"));
    }

    private static String leave(Object gate, Thread t, String[] seen) throws InterruptedException {
        while (t.isAlive()) {
            gate.wait(1);           // lets go of the monitor
        }
        return seen[0];
    }

    private static void deep(Object lock) {
        synchronized (lock) {
            if (sink >= 0 || sink < 0) {
                down(lock, 0);
            }
        }
    }

    private static int down(Object lock, int n) {
        synchronized (lock) {
            return n < 30 ? down(lock, n + 1) : spin();
        }
    }

    private static int spin() {
        while (true) {
            sink++;
        }
    }
}
