package stress;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A few actors race over batches of fresh states. Batches of a handful of states make the actors meet at their start,
 * long ones let them drift past each other.
 */
final class Litmus<S> extends Case {
    private static final int[] SIZES = {1, 8, 64, 512, 2048};

    private final int width;
    private final Supplier<S> fresh;
    private final List<Actor<Object>> actors = new ArrayList<>();
    private Actor<Object> last;

    /** `width`: how many of R's fields make the result. */
    Litmus(String name, int width, Supplier<S> fresh) {
        super(name);
        this.width = width;
        this.fresh = fresh;
    }

    @SuppressWarnings("unchecked")
    Litmus<S> actor(Actor<S> actor) {
        actors.add((Actor<Object>) actor);
        return this;
    }

    /** Runs when all actors are done with a state, on one thread. */
    @SuppressWarnings("unchecked")
    Litmus<S> after(Actor<S> actor) {
        last = (Actor<Object>) actor;
        return this;
    }

    /** Meeting point of the actors' threads; spins, and yields when the others do not come. */
    private static final class Gate {
        private final int parties;
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile int phase;

        Gate(int parties) {
            this.parties = parties;
        }

        void meet() {
            int mine = phase;
            if (arrived.incrementAndGet() == parties) {
                arrived.set(0);
                phase = mine + 1;
                return;
            }
            for (int spins = 0; phase == mine; spins++) {
                if (spins > 200) {
                    Thread.yield();
                } else {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** One batch, shared by all threads of the case. */
    private static final class Batch {
        Object[] states = new Object[SIZES[SIZES.length - 1]];
        R[] results = new R[SIZES[SIZES.length - 1]];
        int count;
        boolean stop;
    }

    private static Loop copyOfLoop() throws Exception {
        try (InputStream in = ActorLoop.class.getResourceAsStream("ActorLoop.class")) {
            var lookup = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true);
            var constructor = lookup.lookupClass().getDeclaredConstructor();
            return (Loop) constructor.newInstance();
        }
    }

    private String text(R r) {
        StringBuilder s = new StringBuilder().append(r.a);
        if (width > 1) {
            s.append(", ").append(r.b);
        }
        if (width > 2) {
            s.append(", ").append(r.c);
        }
        return width > 3 ? s.append(", ").append(r.d).toString() : s.toString();
    }

    private void prepare(Batch batch, int size) {
        batch.count = size;
        for (int i = 0; i < size; i++) {
            batch.states[i] = fresh.get();
            batch.results[i] = new R();
        }
    }

    private void count(Batch batch, Outcomes seen) {
        R previous = null;
        long run = 0;
        for (int i = 0; i < batch.count; i++) {
            R r = batch.results[i];
            if (last != null) {
                last.act(batch.states[i], r);
            }
            if (previous != null && r.a == previous.a && r.b == previous.b && r.c == previous.c && r.d == previous.d) {
                run++;
                continue;
            }
            if (previous != null) {
                seen.add(text(previous), run);
            }
            previous = r;
            run = 1;
        }
        seen.add(text(previous), run);
    }

    @Override
    void run(long deadline, Outcomes seen) throws Throwable {
        Gate gate = new Gate(actors.size() + 1);
        Batch batch = new Batch();
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (Actor<Object> actor : actors) {
            Loop loop = copyOfLoop();
            Thread t = new Thread(() -> {
                while (true) {
                    gate.meet();
                    if (batch.stop) {
                        return;
                    }
                    try {
                        loop.run(actor, batch.states, batch.results, batch.count);
                    } catch (Throwable e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                    gate.meet();
                }
            }, name + "-actor");
            t.setDaemon(true);
            t.start();
            threads.add(t);
        }
        for (int round = 0; round == 0 || System.nanoTime() < deadline; round++) {
            prepare(batch, SIZES[round % SIZES.length]);
            gate.meet();
            gate.meet();
            count(batch, seen);
            synchronized (failures) {
                if (!failures.isEmpty()) {
                    seen.add("threw " + failures.get(0), failures.size());
                    failures.clear();
                }
            }
        }
        batch.stop = true;
        gate.meet();
        for (Thread t : threads) {
            t.join();
        }
    }
}
