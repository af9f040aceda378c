package stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.IntStream;

/** java.util.concurrent at work. */
final class LibraryCases {
    static final class Sum extends RecursiveTask<Integer> {
        private final int from;
        private final int to;

        Sum(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Integer compute() {
            if (to - from < 8) {
                return IntStream.range(from, to).sum();
            }
            Sum left = new Sum(from, (from + to) / 2);
            left.fork();
            return new Sum((from + to) / 2, to).compute() + left.join();
        }
    }

    static class Updated {
        static final AtomicIntegerFieldUpdater<Updated> N = AtomicIntegerFieldUpdater.newUpdater(Updated.class, "n");
        volatile int n;
    }

    private static void locks(List<Case> cases) {
        cases.add(new Exercise("library.reentrant-lock", () -> {
            ReentrantLock lock = new ReentrantLock(ThreadLocalRandom.current().nextBoolean());
            int[] n = new int[1];
            MonitorCases.together(3, () -> {
                for (int i = 0; i < 60; i++) {
                    lock.lock();
                    try {
                        lock.lock();
                        n[0]++;
                        lock.unlock();
                    } finally {
                        lock.unlock();
                    }
                }
            });
            return n[0] + " " + lock.isLocked();
        }).may("180 false", "nothing lost").never("179 false", "an update lost"));
        cases.add(new Exercise("library.conditions", () -> {
            ReentrantLock lock = new ReentrantLock();
            Condition changed = lock.newCondition();
            int[] n = new int[1];
            int[] next = new int[1];
            MonitorCases.together(3, () -> {
                lock.lock();
                try {
                    int me = next[0]++;
                    for (int i = 0; i < 20; i++) {
                        while (n[0] % 3 != me) {
                            changed.awaitUninterruptibly();
                        }
                        n[0]++;
                        changed.signalAll();
                    }
                } finally {
                    lock.unlock();
                }
            });
            return n[0] + "";
        }).may("60", "in turn").never("59", "one stopped"));
        cases.add(new Exercise("library.read-write-lock", () -> {
            var lock = new ReentrantReadWriteLock();
            int[] pair = new int[2];
            AtomicInteger torn = new AtomicInteger();
            MonitorCases.together(4, () -> {
                for (int i = 0; i < 40; i++) {
                    if (i % 4 == 0) {
                        lock.writeLock().lock();
                        pair[0]++;
                        pair[1]++;
                        lock.writeLock().unlock();
                    } else {
                        lock.readLock().lock();
                        if (pair[0] != pair[1]) {
                            torn.incrementAndGet();
                        }
                        lock.readLock().unlock();
                    }
                }
            });
            return pair[0] + " " + torn;
        }).may("40 0", "whole").never("40 1", "a reader among writers"));
        cases.add(new Exercise("library.stamped-lock", () -> {
            StampedLock lock = new StampedLock();
            int[] pair = new int[2];
            AtomicInteger torn = new AtomicInteger();
            MonitorCases.together(3, () -> {
                for (int i = 0; i < 60; i++) {
                    if (i % 3 == 0) {
                        long w = lock.writeLock();
                        pair[0]++;
                        pair[1]++;
                        lock.unlockWrite(w);
                        continue;
                    }
                    long s = lock.tryOptimisticRead();
                    int a = pair[0];
                    int b = pair[1];
                    if (!lock.validate(s)) {
                        s = lock.readLock();
                        a = pair[0];
                        b = pair[1];
                        lock.unlockRead(s);
                    }
                    if (a != b) {
                        torn.incrementAndGet();
                    }
                }
            });
            return pair[0] + " " + torn;
        }).may("60 0", "whole").never("60 1", "validated a torn read"));
        cases.add(new Exercise("library.semaphore", () -> {
            Semaphore s = new Semaphore(2);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            MonitorCases.together(5, () -> {
                for (int i = 0; i < 10; i++) {
                    s.acquireUninterruptibly();
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    s.release();
                }
            });
            return (most.get() <= 2) + " " + s.availablePermits();
        }).may("true 2", "never more than two").never("false 2", "three inside"));
    }

    private static void meetings(List<Case> cases) {
        cases.add(new Exercise("library.barrier", () -> {
            AtomicInteger trips = new AtomicInteger();
            int[] arrived = new int[1];
            AtomicInteger early = new AtomicInteger();
            CyclicBarrier barrier = new CyclicBarrier(3, () -> {
                trips.incrementAndGet();
                if (arrived[0] % 3 != 0) {
                    early.incrementAndGet();
                }
            });
            MonitorCases.together(3, () -> {
                try {
                    for (int i = 0; i < 8; i++) {
                        synchronized (arrived) {
                            arrived[0]++;
                        }
                        barrier.await();
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            return trips + " " + early;
        }).may("8 0", "together").never("8 1", "opened early"));
        cases.add(new Exercise("library.phaser", () -> {
            Phaser p = new Phaser(3);
            AtomicInteger sum = new AtomicInteger();
            MonitorCases.together(3, () -> {
                for (int i = 0; i < 6; i++) {
                    sum.incrementAndGet();
                    int phase = p.arriveAndAwaitAdvance();
                    if (sum.get() < 3 * phase) {
                        sum.set(-1000);
                    }
                }
                p.arriveAndDeregister();
            });
            return sum + " " + p.isTerminated();
        }).may("18 true", "phase by phase").never("-1000 true", "advanced early"));
        cases.add(new Exercise("library.exchanger", () -> {
            Exchanger<Integer> x = new Exchanger<>();
            AtomicInteger next = new AtomicInteger();
            AtomicInteger got = new AtomicInteger();
            MonitorCases.together(2, () -> {
                int me = next.getAndIncrement();
                try {
                    for (int i = 0; i < 20; i++) {
                        int other = x.exchange(me * 100 + i);
                        if (other != (1 - me) * 100 + i) {
                            got.incrementAndGet();
                        }
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            return got + "";
        }).may("0", "the other's each time").never("1", "a wrong one"));
        cases.add(new Exercise("library.latch", () -> {
            CountDownLatch latch = new CountDownLatch(3);
            int[] n = new int[1];
            for (int i = 0; i < 3; i++) {
                new Thread(() -> { synchronized (n) { n[0]++; } latch.countDown(); }).start();
            }
            latch.await();
            return n[0] + "";
        }).may("3", "after all").never("2", "opened early"));
    }

    private static void pools(List<Case> cases) {
        cases.add(new Exercise("library.fixed-pool", () -> {
            ExecutorService pool = Executors.newFixedThreadPool(3);
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int n = i;
                results.add(pool.submit(() -> n * n));
            }
            int sum = 0;
            for (Future<Integer> f : results) {
                sum += f.get();
            }
            pool.shutdown();
            return sum + " " + pool.awaitTermination(60, TimeUnit.SECONDS);
        }).may("20540 true", "all done").never("20540 false", "does not end"));
        cases.add(new Exercise("library.scheduled-pool", () -> {
            ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);
            CountDownLatch ticks = new CountDownLatch(3);
            var ticker = pool.scheduleAtFixedRate(ticks::countDown, 0, 200, TimeUnit.MICROSECONDS);
            String late = pool.schedule(() -> "late", 300, TimeUnit.MICROSECONDS).get();
            boolean all = ticks.await(60, TimeUnit.SECONDS);
            ticker.cancel(false);
            pool.shutdownNow();
            return late + " " + all + " " + ticker.isCancelled() + " " + pool.awaitTermination(60, TimeUnit.SECONDS);
        }).may("late true true true", "as planned"));
        cases.add(new Exercise("library.shutdown-now", () -> {
            ExecutorService pool = Executors.newFixedThreadPool(2);
            CountDownLatch begun = new CountDownLatch(2);
            AtomicInteger interrupted = new AtomicInteger();
            for (int i = 0; i < 5; i++) {
                pool.execute(() -> {
                    begun.countDown();
                    try {
                        Thread.sleep(100_000);
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                });
            }
            begun.await();
            int left = pool.shutdownNow().size();
            return left + " " + pool.awaitTermination(60, TimeUnit.SECONDS) + " " + interrupted;
        }).may("3 true 2", "two interrupted, three never began").never("3 false 2", "does not end"));
        cases.add(new Exercise("library.fork-join", () -> {
            ForkJoinPool pool = new ForkJoinPool(3);
            int sum = pool.invoke(new Sum(0, 300));
            pool.shutdown();
            return sum + " " + pool.awaitTermination(60, TimeUnit.SECONDS);
        }).may("44850 true", "all parts"));
        cases.add(new Exercise("library.common-pool", () -> new Sum(0, 200).invoke() + " " + IntStream.range(0, 500).parallel().map(x -> x % 7).sum())
            .may("19900 1494", "all parts"));
        cases.add(new Exercise("library.completable-futures", () -> {
            var a = CompletableFuture.supplyAsync(() -> 20);
            var b = CompletableFuture.supplyAsync(() -> 22);
            var failed = CompletableFuture.supplyAsync(() -> { throw new IllegalStateException("x"); }).handle((v, e) -> e.getCause().getMessage());
            return a.thenCombine(b, Integer::sum).thenApplyAsync(x -> "sum " + x).get(60, TimeUnit.SECONDS) + " " + failed.get(60, TimeUnit.SECONDS) + " "
                + CompletableFuture.allOf(a, b).thenApply(x -> "all").join() + " " + CompletableFuture.anyOf(new CompletableFuture<>(), b).join();
        }).may("sum 42 x all 22", "composed"));
        cases.add(new Litmus<>("library.complete-once", 1, () -> new CompletableFuture<Integer>())
            .actor((s, r) -> r.b = s.complete(1) ? 1 : 0)
            .actor((s, r) -> r.c = s.complete(2) ? 1 : 0)
            .after((s, r) -> r.a = r.b + r.c == 1 && s.join() == (r.b == 1 ? 1 : 2) ? 1 : 0)
            .may("1", "one wins").never("0", "both or none wins"));
        cases.add(new Exercise("library.timer", () -> {
            Timer timer = new Timer(true);
            CountDownLatch ticks = new CountDownLatch(3);
            timer.schedule(new TimerTask() {
                @Override
                public void run() {
                    ticks.countDown();
                }
            }, 0, 1);
            boolean all = ticks.await(60, TimeUnit.SECONDS);
            timer.cancel();
            return all + "";
        }).may("true", "ticks"));
    }

    private static void structures(List<Case> cases) {
        cases.add(new Exercise("library.concurrent-map", () -> {
            Map<Integer, Integer> map = new ConcurrentHashMap<>();
            MonitorCases.together(3, () -> { for (int i = 0; i < 300; i++) { map.merge(i % 100, 1, Integer::sum); } });
            return map.size() + " " + map.values().stream().mapToInt(x -> x).sum();
        }).may("100 900", "nothing lost").never("100 899", "an update lost"));
        cases.add(new Exercise("library.skip-list", () -> {
            var map = new ConcurrentSkipListMap<Integer, Integer>();
            AtomicInteger next = new AtomicInteger();
            MonitorCases.together(3, () -> { int me = next.getAndIncrement(); for (int i = 0; i < 60; i++) { map.put(i * 3 + me, me); } });
            return map.size() + " " + map.firstKey() + " " + map.lastKey();
        }).may("180 0 179", "nothing lost"));
        cases.add(new Exercise("library.queue", () -> {
            var q = new ConcurrentLinkedQueue<Integer>();
            AtomicInteger taken = new AtomicInteger();
            MonitorCases.together(4, () -> {
                for (int i = 0; i < 60; i++) {
                    q.add(1);
                    Integer v = q.poll();
                    if (v != null) {
                        taken.addAndGet(v);
                    }
                }
            });
            return taken.get() + q.size() + "";
        }).may("240", "nothing lost").never("241", "one taken twice"));
        cases.add(new Exercise("library.long-adder", () -> {
            LongAdder a = new LongAdder();
            MonitorCases.together(4, () -> { for (int i = 0; i < 100; i++) { a.increment(); } });
            return a + "";
        }).may("400", "nothing lost").never("399", "an update lost"));
        cases.add(new Litmus<>("library.field-updater", 1, Updated::new)
            .actor((s, r) -> { for (int i = 0; i < 5; i++) { Updated.N.incrementAndGet(s); } })
            .actor((s, r) -> { for (int i = 0; i < 5; i++) { Updated.N.updateAndGet(s, x -> x + 1); } })
            .after((s, r) -> r.a = s.n)
            .may("10", "nothing lost").never("9", "an update lost"));
        cases.add(new Litmus<>("library.stamped-reference", 1, () -> new AtomicStampedReference<>("a", 0))
            .actor((s, r) -> r.b = s.compareAndSet("a", "b", 0, 1) ? 1 : 0)
            .actor((s, r) -> r.c = s.compareAndSet("a", "c", 0, 1) ? 1 : 0)
            .after((s, r) -> r.a = r.b + r.c == 1 && s.getStamp() == 1 ? 1 : 0)
            .may("1", "one wins").never("0", "both or none wins"));
        cases.add(new Exercise("library.synchronous-queue", () -> {
            var q = new SynchronousQueue<Integer>();
            AtomicInteger sum = new AtomicInteger();
            Thread taker = new Thread(() -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        sum.addAndGet(q.take());
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            taker.start();
            for (int i = 0; i < 20; i++) {
                q.put(i);
            }
            taker.join();
            return sum + "";
        }).may("190", "each handed over"));
    }

    static void addTo(List<Case> cases) {
        locks(cases);
        meetings(cases);
        pools(cases);
        structures(cases);
    }
}
