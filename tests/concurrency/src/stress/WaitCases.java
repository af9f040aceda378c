package stress;

import java.util.ArrayList;
import java.util.List;

/** wait and notify: nothing lost, nothing twice, time limits, interrupts (JLS 17.2). */
final class WaitCases {
    static class Bell {
        int waiting;
        int rung;
        int interrupted;
        int woken;
    }

    private static void untilWaiting(Bell b, int count) {
        while (true) {
            synchronized (b) {
                if (b.waiting == count) {
                    return;
                }
            }
            Thread.yield();
        }
    }

    private static Thread waiter(Bell b, long millis) {
        Thread t = new Thread(() -> {
            synchronized (b) {
                b.waiting++;
                try {
                    while (b.rung == 0) {
                        b.wait(millis);
                    }
                    b.rung--;
                    b.woken++;
                } catch (InterruptedException e) {
                    b.interrupted++;
                }
            }
        });
        t.start();
        return t;
    }

    static void addTo(List<Case> cases) {
        cases.add(new Exercise("wait.notify-one-by-one", () -> {
            Bell b = new Bell();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(waiter(b, 0));
            }
            untilWaiting(b, 4);
            for (int i = 0; i < 4; i++) {
                synchronized (b) {
                    b.rung++;
                    b.notify();
                }
            }
            for (Thread t : threads) {
                t.join();
            }
            return b.woken + " " + b.rung;
        }).may("4 0", "each wakes one").never("3 1", "a notification lost"));
        cases.add(new Exercise("wait.notify-all", () -> {
            Bell b = new Bell();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                threads.add(waiter(b, i % 2 == 0 ? 0 : 60_000));
            }
            untilWaiting(b, 5);
            synchronized (b) {
                b.rung = 5;
                b.notifyAll();
            }
            for (Thread t : threads) {
                t.join();
            }
            return b.woken + "";
        }).may("5", "all wake").never("4", "one sleeps on"));
        cases.add(new Exercise("wait.notify-or-interrupt", () -> {
            // One is interrupted while one notification is given: it must reach the other (JLS 17.2.4).
            Bell b = new Bell();
            Thread first = waiter(b, 0);
            Thread second = waiter(b, 0);
            untilWaiting(b, 2);
            Thread teaser = new Thread(first::interrupt);
            teaser.start();
            synchronized (b) {
                b.rung = 1;
                b.notify();
            }
            teaser.join();
            first.join();
            if (b.woken == 0) {
                second.join();
            } else {
                second.interrupt();
                second.join();
            }
            return b.woken + " " + b.rung;
        }).may("1 0", "the notification is used once").never("0 1", "notification lost"));
        cases.add(new Exercise("wait.notify-or-timeout", () -> {
            Bell b = new Bell();
            Thread timed = new Thread(() -> {
                synchronized (b) {
                    b.waiting++;
                    try {
                        b.wait(1);
                    } catch (InterruptedException e) {
                        b.interrupted++;
                    }
                    if (b.rung > 0) {
                        b.rung--;
                        b.woken++;
                        b.notify();
                    }
                }
            });
            timed.start();
            Thread patient = waiter(b, 0);
            untilWaiting(b, 2);
            synchronized (b) {
                b.rung = 1;
                b.notifyAll();
            }
            timed.join();
            if (b.woken == 0) {
                patient.join();
            }
            patient.interrupt();
            patient.join();
            return b.woken + " " + b.rung;
        }).may("1 0", "used once").never("0 1", "lost"));
        cases.add(new Exercise("wait.timeout", () -> {
            Object o = new Object();
            long start = System.nanoTime();
            synchronized (o) {
                o.wait(2);
            }
            long passed = System.nanoTime() - start;
            return passed < 1_900_000L ? "early" : passed > 30_000_000_000L ? "late" : "in time";
        }).may("in time", "after its limit").never("early", "before its limit"));
        cases.add(new Exercise("wait.releases-all-recursions", () -> {
            Bell b = new Bell();
            Thread t = new Thread(() -> {
                synchronized (b) {
                    synchronized (b) {
                        synchronized (b) {
                            b.waiting = 1;
                            try {
                                while (b.rung == 0) {
                                    b.wait();
                                }
                            } catch (InterruptedException e) {
                                b.interrupted++;
                            }
                            b.woken += Thread.holdsLock(b) ? 1 : 0;
                        }
                        b.woken += Thread.holdsLock(b) ? 1 : 0;
                    }
                    b.woken += Thread.holdsLock(b) ? 1 : 0;
                }
                b.woken += Thread.holdsLock(b) ? 100 : 0;
            });
            t.start();
            untilWaiting(b, 1);
            synchronized (b) {
                b.rung = 1;
                b.notify();
            }
            t.join();
            return b.woken + "";
        }).may("3", "released and taken again as often").never("103", "kept"));
        cases.add(new Exercise("wait.interrupted-before", () -> {
            Object o = new Object();
            Thread.currentThread().interrupt();
            String seen;
            synchronized (o) {
                try {
                    o.wait(60_000);
                    seen = "returned";
                } catch (InterruptedException e) {
                    seen = "interrupted " + Thread.interrupted() + " " + Thread.holdsLock(o);
                }
            }
            return seen;
        }).may("interrupted false true", "at once").never("returned", "ignored"));
        cases.add(new Exercise("wait.interrupt-all-waiters", () -> {
            Bell b = new Bell();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(waiter(b, i == 0 ? 60_000 : 0));
            }
            untilWaiting(b, 4);
            for (Thread t : threads) {
                t.interrupt();
            }
            for (Thread t : threads) {
                t.join();
            }
            return b.interrupted + " " + b.woken;
        }).may("4 0", "all interrupted").never("3 0", "one sleeps on"));
        cases.add(new Exercise("wait.ping-pong", () -> {
            int[] turn = new int[1];
            Runnable player = () -> {
                for (int i = 0; i < 50; i++) {
                    synchronized (turn) {
                        int mine = Thread.currentThread().getName().equals("even") ? 0 : 1;
                        while (turn[0] % 2 != mine) {
                            try {
                                turn.wait();
                            } catch (InterruptedException e) {
                                return;
                            }
                        }
                        turn[0]++;
                        turn.notify();
                    }
                }
            };
            Thread a = new Thread(player, "even");
            Thread z = new Thread(player, "odd");
            a.start();
            z.start();
            a.join();
            z.join();
            return turn[0] + "";
        }).may("100", "in turn").never("99", "one stopped"));
        cases.add(new Exercise("wait.bounded-buffer", () -> {
            int[] buffer = new int[3];
            int[] state = new int[3];        // count, sum taken, number taken
            Runnable producer = () -> {
                for (int i = 1; i <= 50; i++) {
                    synchronized (buffer) {
                        try {
                            while (state[0] == buffer.length) {
                                buffer.wait();
                            }
                        } catch (InterruptedException e) {
                            return;
                        }
                        buffer[state[0]++] = i;
                        buffer.notifyAll();
                    }
                }
            };
            Runnable consumer = () -> {
                while (true) {
                    synchronized (buffer) {
                        try {
                            while (state[0] == 0 && state[2] < 100) {
                                buffer.wait(5);
                            }
                        } catch (InterruptedException e) {
                            return;
                        }
                        if (state[2] == 100) {
                            return;
                        }
                        state[1] += buffer[--state[0]];
                        state[2]++;
                        buffer.notifyAll();
                    }
                }
            };
            List<Thread> all = List.of(new Thread(producer), new Thread(producer), new Thread(consumer), new Thread(consumer));
            for (Thread t : all) {
                t.start();
            }
            for (Thread t : all) {
                t.join();
            }
            return state[1] + " " + state[0];
        }).may("2550 0", "all passed through").never("2550 1", "made from nothing"));
        cases.add(new Exercise("wait.negative-and-large-limits", () -> {
            Object o = new Object();
            StringBuilder s = new StringBuilder();
            synchronized (o) {
                for (long[] limit : new long[][] {{-1, 0}, {0, -1}, {0, 1_000_000}}) {
                    try {
                        o.wait(limit[0], (int) limit[1]);
                        s.append("returned ");
                    } catch (IllegalArgumentException e) {
                        s.append(e.getMessage()).append("; ");
                    }
                }
                Thread me = Thread.currentThread();
                Thread teaser = new Thread(me::interrupt);
                teaser.start();
                try {
                    o.wait(Long.MAX_VALUE, 999_999);
                    s.append("returned");
                } catch (InterruptedException e) {
                    s.append("interrupted");
                }
                teaser.join();
            }
            return s.toString();
        }).may("timeoutMillis value is negative; nanosecond timeout value out of range; nanosecond timeout value out of range; interrupted", "checked"));
    }
}
