package stress;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Permits of LockSupport. */
final class ParkCases {
    private static String quick(Runnable park) {
        long start = System.nanoTime();
        park.run();
        return System.nanoTime() - start < 10_000_000_000L ? "at once" : "late";
    }

    static void addTo(List<Case> cases) {
        cases.add(new Exercise("park.unpark-first", () -> {
            LockSupport.unpark(Thread.currentThread());
            return quick(() -> LockSupport.parkNanos(20_000_000_000L));
        }).may("at once", "the permit was there").never("late", "permit lost"));
        cases.add(new Exercise("park.permits-do-not-add-up", () -> {
            for (int i = 0; i < 5; i++) {
                LockSupport.unpark(Thread.currentThread());
            }
            LockSupport.park();
            long start = System.nanoTime();
            LockSupport.parkNanos(2_000_000L);
            return System.nanoTime() - start >= 1_900_000L ? "waited" : "returned early";
        }).may("waited", "one permit only").may("returned early", "park may return for no reason"));
        cases.add(new Exercise("park.interrupted-before", () -> {
            Thread.currentThread().interrupt();
            String seen = quick(LockSupport::park);
            return seen + " " + Thread.interrupted();
        }).may("at once true", "the flag stays").never("at once false", "the flag is gone"));
        cases.add(new Exercise("park.interrupt-does-not-use-the-permit", () -> {
            Thread.currentThread().interrupt();
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park();
            Thread.interrupted();
            LockSupport.unpark(Thread.currentThread());
            return quick(() -> LockSupport.parkNanos(20_000_000_000L));
        }).may("at once", "a permit again").never("late", "permit lost"));
        cases.add(new Exercise("park.limits", () -> {
            long start = System.nanoTime();
            LockSupport.parkNanos(0);
            LockSupport.parkNanos(-5);
            LockSupport.parkUntil(0);
            LockSupport.parkUntil(System.currentTimeMillis() - 1000);
            LockSupport.parkUntil(System.currentTimeMillis() + 2);
            LockSupport.parkNanos("blocker", 1);
            long passed = System.nanoTime() - start;
            return passed < 10_000_000_000L ? "ended" : "late";
        }).may("ended", "all limits").never("late", "slept past a limit"));
        cases.add(new Exercise("park.ping-pong", () -> {
            AtomicInteger turn = new AtomicInteger();
            Thread[] threads = new Thread[2];
            for (int i = 0; i < 2; i++) {
                int me = i;
                threads[i] = new Thread(() -> {
                    for (int n = 0; n < 100; n++) {
                        while (turn.get() % 2 != me) {
                            LockSupport.park(turn);
                        }
                        turn.incrementAndGet();
                        LockSupport.unpark(threads[1 - me]);
                    }
                });
            }
            threads[0].start();
            threads[1].start();
            threads[0].join();
            threads[1].join();
            return turn + "";
        }).may("200", "in turn").never("199", "a permit lost"));
        cases.add(new Exercise("park.blocker-and-state", () -> {
            Object blocker = new Object();
            AtomicInteger go = new AtomicInteger();
            Thread t = new Thread(() -> {
                while (go.get() == 0) {
                    LockSupport.park(blocker);
                }
            });
            t.start();
            long end = System.nanoTime() + 20_000_000_000L;
            while ((t.getState() != Thread.State.WAITING || LockSupport.getBlocker(t) != blocker) && System.nanoTime() < end) {
                Thread.yield();
            }
            String seen = t.getState() + " " + (LockSupport.getBlocker(t) == blocker);
            go.set(1);
            LockSupport.unpark(t);
            t.join();
            LockSupport.unpark(t);
            return seen + " " + LockSupport.getBlocker(t);
        }).may("WAITING true null", "seen from outside").never("RUNNABLE false null", "not parked"));
        cases.add(new Exercise("park.unpark-before-start-and-null", () -> {
            Thread t = new Thread(() -> { });
            LockSupport.unpark(t);
            LockSupport.unpark(null);
            t.start();
            t.join();
            return t.getState().name();
        }).may("TERMINATED", "no effect"));
        cases.add(new Litmus<>("park.order", 2, () -> new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()})
            .actor((s, r) -> { s[0].setPlain(1); s[1].setRelease(1); LockSupport.unpark(null); })
            .actor((s, r) -> { LockSupport.unpark(Thread.currentThread()); LockSupport.park(); r.a = s[1].getAcquire(); r.b = s[0].getPlain(); })
            .may("0, 0", "an interleaving").may("0, 1", "an interleaving").may("1, 1", "an interleaving").never("1, 0", "out of order"));
    }
}
