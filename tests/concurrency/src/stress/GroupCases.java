package stress;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Thread groups, uncaught exceptions, daemon threads, thread locals, many threads. */
final class GroupCases {
    static void addTo(List<Case> cases) {
        cases.add(new Exercise("group.counts", () -> {
            ThreadGroup g = new ThreadGroup("g");
            ThreadGroup h = new ThreadGroup(g, "h");
            CountDownLatch up = new CountDownLatch(4);
            CountDownLatch go = new CountDownLatch(1);
            Thread[] all = new Thread[4];
            for (int i = 0; i < 4; i++) {
                all[i] = new Thread(i % 2 == 0 ? g : h, () -> {
                    up.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                all[i].start();
            }
            up.await();
            Thread[] list = new Thread[10];
            String seen = g.activeCount() + " " + h.activeCount() + " " + g.activeGroupCount() + " " + g.enumerate(list) + " " + g.enumerate(list, false);
            go.countDown();
            for (Thread t : all) {
                t.join();
            }
            return seen + " " + g.activeCount() + " " + (all[0].getThreadGroup() == null);
        }).may("4 2 1 4 2 0 true", "as counted").never("3 1 1 3 2 0 true", "a thread missing"));
        cases.add(new Exercise("group.interrupt", () -> {
            ThreadGroup g = new ThreadGroup("g");
            int[] hit = new int[1];
            CountDownLatch up = new CountDownLatch(3);
            Thread[] all = new Thread[3];
            for (int i = 0; i < 3; i++) {
                all[i] = new Thread(g, () -> {
                    up.countDown();
                    try {
                        Thread.sleep(100_000);
                    } catch (InterruptedException e) {
                        synchronized (hit) {
                            hit[0]++;
                        }
                    }
                });
                all[i].start();
            }
            up.await();
            g.interrupt();
            for (Thread t : all) {
                t.join();
            }
            return hit[0] + "";
        }).may("3", "all").never("2", "one missed"));
        cases.add(new Exercise("group.handlers", () -> {
            StringBuffer seen = new StringBuffer();
            ThreadGroup g = new ThreadGroup("g") {
                @Override
                public void uncaughtException(Thread t, Throwable e) {
                    seen.append("group:").append(e.getMessage()).append(' ');
                }
            };
            Thread a = new Thread(g, () -> { throw new IllegalStateException("a"); });
            a.start();
            a.join();
            Thread b = new Thread(g, () -> { throw new IllegalStateException("b"); });
            b.setUncaughtExceptionHandler((t, e) -> { seen.append("own:").append(e.getMessage()).append(' ');});
            b.start();
            b.join();
            return seen.toString() + a.getUncaughtExceptionHandler();
        }).may("group:a own:b null", "own before group's"));
        cases.add(new Exercise("group.many-threads", () -> {
            int[] n = new int[1];
            Thread[] all = new Thread[60];
            for (int i = 0; i < all.length; i++) {
                all[i] = new Thread(() -> { synchronized (n) { n[0]++; } });
            }
            for (Thread t : all) {
                t.start();
            }
            for (Thread t : all) {
                t.join();
            }
            return n[0] + "";
        }).may("60", "all ran").never("59", "one got lost"));
        cases.add(new Exercise("group.start-twice-race", () -> {
            int[] ran = new int[1];
            Thread t = new Thread(() -> ran[0]++);
            int[] refused = new int[1];
            MonitorCases.together(3, () -> {
                try {
                    t.start();
                } catch (IllegalThreadStateException e) {
                    synchronized (refused) {
                        refused[0]++;
                    }
                }
            });
            t.join();
            return ran[0] + " " + refused[0];
        }).may("1 2", "started once").never("2 1", "started twice"));
        cases.add(new Exercise("group.thread-locals", () -> {
            ThreadLocal<int[]> local = ThreadLocal.withInitial(() -> new int[1]);
            int[] bad = new int[1];
            MonitorCases.together(4, () -> {
                for (int i = 0; i < 50; i++) {
                    local.get()[0]++;
                }
                if (local.get()[0] != 50) {
                    bad[0]++;
                }
            });
            return bad[0] + "";
        }).may("0", "each its own").never("1", "shared"));
        cases.add(new Exercise("group.join-from-many", () -> {
            CountDownLatch go = new CountDownLatch(1);
            Thread t = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            t.start();
            Thread opener = new Thread(go::countDown);
            opener.start();
            int[] joined = new int[1];
            MonitorCases.together(4, () -> {
                try {
                    t.join();
                    synchronized (joined) {
                        joined[0] += t.isAlive() ? 100 : 1;
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            return joined[0] + "";
        }).may("4", "all return, after its end").never("103", "returned while it lives"));
        cases.add(new Exercise("group.stack-traces-of-running", () -> {
            boolean[] stop = new boolean[1];
            Thread t = new Thread(() -> {
                while (!stopped(stop)) {
                    deep(20);
                }
            });
            t.start();
            String bad = "";
            for (int i = 0; i < 20; i++) {
                StackTraceElement[] trace = t.getStackTrace();
                if (trace.length > 0 && !trace[trace.length - 1].getMethodName().equals("run")) {
                    bad = "bottom is " + trace[trace.length - 1];
                }
                Thread.getAllStackTraces();
            }
            synchronized (stop) {
                stop[0] = true;
            }
            t.join();
            return bad + t.getStackTrace().length;
        }).may("0", "whole traces").never("bottom is", "a torn trace"));
    }

    private static boolean stopped(boolean[] stop) {
        synchronized (stop) {
            return stop[0];
        }
    }

    private static int deep(int n) {
        return n == 0 ? 0 : 1 + deep(n - 1);
    }
}
