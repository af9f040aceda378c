// area: java.util.concurrent, locks, atomics
package compat;

import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.*;

final class Concurrent {
    static class Fields { volatile int i = 1; volatile long j = 2; volatile String s = "s"; int plain; private volatile int hidden; static volatile int st; }

    static void run() throws Exception {
        Sweep s = new Sweep().small().put(Integer.class, 1, 5).put(Object.class, "x", 3).put(TimeUnit.class, (Object[]) TimeUnit.values()).put(java.time.Duration.class, java.time.Duration.ofSeconds(3)).put(java.time.temporal.ChronoUnit.class, java.time.temporal.ChronoUnit.SECONDS)
            .make(int[].class, () -> new int[] {1, 2}).make(long[].class, () -> new long[] {1, 2}).put(java.util.function.IntUnaryOperator.class, (java.util.function.IntUnaryOperator) x -> x * 2).put(java.util.function.IntBinaryOperator.class, (java.util.function.IntBinaryOperator) Integer::sum)
            .put(java.util.function.LongUnaryOperator.class, (java.util.function.LongUnaryOperator) x -> x - 1).put(java.util.function.LongBinaryOperator.class, (java.util.function.LongBinaryOperator) (a, b) -> a * b).put(java.util.function.UnaryOperator.class, (java.util.function.UnaryOperator<Object>) x -> x + "!")
            .put(java.util.function.BinaryOperator.class, (java.util.function.BinaryOperator<Object>) (a, b) -> a + "" + b).make(Collection.class, ArrayList::new).not("wait", "hashCode", "sleep", "timedJoin", "timedWait", "acquire", "acquireUninterruptibly", "take", "put", "await", "awaitUninterruptibly", "lock", "lockInterruptibly", "toString", "spliterator", "parallelStream", "transfer", "newCondition", "writeLock", "readLock");
        s.methods(TimeUnit.class, () -> TimeUnit.SECONDS, () -> TimeUnit.NANOSECONDS, () -> TimeUnit.DAYS);
        s.put(TimeUnit.class, TimeUnit.NANOSECONDS);
        s.methods(AtomicInteger.class, () -> new AtomicInteger(5));
        s.methods(AtomicLong.class, () -> new AtomicLong(-5));
        s.methods(AtomicBoolean.class, () -> new AtomicBoolean(true));
        s.methods(AtomicReference.class, () -> new AtomicReference<>("x"));
        s.methods(AtomicIntegerArray.class, () -> new AtomicIntegerArray(new int[] {1, 2, 3}));
        s.methods(AtomicLongArray.class, () -> new AtomicLongArray(2));
        s.methods(AtomicReferenceArray.class, () -> new AtomicReferenceArray<>(new Object[] {"x", null}));
        s.methods(LongAdder.class, () -> { LongAdder a = new LongAdder(); a.add(5); return a; });
        s.methods(AtomicMarkableReference.class, () -> new AtomicMarkableReference<>("x", true));
        s.methods(ArrayBlockingQueue.class, () -> new ArrayBlockingQueue<>(3, true, List.of(1, 2)));
        s.methods(LinkedBlockingDeque.class, () -> new LinkedBlockingDeque<>(List.of(1, 2)));
        s.methods(ConcurrentLinkedQueue.class, () -> new ConcurrentLinkedQueue<>(List.of(1, 2)));
        s.methods(ConcurrentLinkedDeque.class, () -> new ConcurrentLinkedDeque<>(List.of(1, 2)));
        s.methods(PriorityBlockingQueue.class, () -> new PriorityBlockingQueue<>(List.of(3, 1, 2)));
        s.methods(SynchronousQueue.class, SynchronousQueue::new);
        s.methods(ConcurrentSkipListSet.class, () -> new ConcurrentSkipListSet<>(List.of(3, 1, 2)));
        s.methods(Semaphore.class, () -> new Semaphore(2));
        s.methods(CountDownLatch.class, () -> new CountDownLatch(2));
        s.methods(ReentrantLock.class, ReentrantLock::new);
        s.methods(StampedLock.class, StampedLock::new);
        Out.show("field updater", () -> { Fields f = new Fields(); var u = AtomicIntegerFieldUpdater.newUpdater(Fields.class, "i"); return u.getAndAdd(f, 4) + " " + u.compareAndSet(f, 5, 9) + f.i; });
        Out.show("field updater plain", () -> AtomicIntegerFieldUpdater.newUpdater(Fields.class, "plain"));
        Out.show("field updater type", () -> AtomicIntegerFieldUpdater.newUpdater(Fields.class, "j"));
        Out.show("field updater static", () -> AtomicIntegerFieldUpdater.newUpdater(Fields.class, "st"));
        Out.show("field updater absent", () -> AtomicLongFieldUpdater.newUpdater(Fields.class, "zz"));
        Out.show("reference updater", () -> { Fields f = new Fields(); return AtomicReferenceFieldUpdater.newUpdater(Fields.class, String.class, "s").getAndSet(f, "t") + f.s; });
        Out.show("unlock not owner", () -> { new ReentrantLock().unlock(); return 0; });
        Out.show("read lock unlock", () -> { new ReentrantReadWriteLock().readLock().unlock(); return 0; });
        Out.show("stamped bad", () -> { new StampedLock().unlockWrite(5); return 0; });
        Out.show("condition not owner", () -> { new ReentrantLock().newCondition().signal(); return 0; });
        Out.show("lock text", () -> { ReentrantLock l = new ReentrantLock(); l.lock(); return l.toString() + l.getHoldCount() + l.isHeldByCurrentThread(); });
        Out.show("rw lock", () -> { var l = new ReentrantReadWriteLock(); l.writeLock().lock(); l.readLock().lock(); l.writeLock().unlock(); return l.toString() + l.getReadHoldCount(); });
        ExecutorService pool = Executors.newFixedThreadPool(2, r -> { Thread t = new Thread(r, "pool"); t.setDaemon(true); return t; });
        Out.show("submit", () -> pool.submit(() -> "r").get());
        Out.show("submit throws", () -> pool.submit(() -> { throw new IllegalStateException("task"); }).get());
        Out.show("get timeout", () -> pool.submit(() -> { Thread.sleep(100); return 0; }).get(1, TimeUnit.MILLISECONDS));
        Out.show("invokeAll", () -> pool.invokeAll(List.of(() -> 1, () -> 2)).stream().map(f -> f.isDone()).toList());
        Out.show("invokeAny", () -> pool.invokeAny(List.of(() -> 7)));
        Out.show("invokeAny fails", () -> pool.invokeAny(List.of(() -> { throw new java.io.IOException("x"); })));
        Out.show("invokeAny empty", () -> pool.invokeAny(List.of()));
        Out.show("cancel", () -> { Future<?> f = pool.submit(() -> { Thread.sleep(10000); return 0; }); boolean c = f.cancel(true); try { return f.get(); } catch (CancellationException e) { return c + " " + f.isCancelled() + f.isDone(); } });
        Out.show("rejected", () -> { ExecutorService p = Executors.newSingleThreadExecutor(); p.shutdown(); try { p.execute(() -> { }); return 0; } catch (RejectedExecutionException e) { return e.getMessage().contains("rejected from") + " " + p.isShutdown(); } });
        Out.show("caller runs", () -> { ThreadPoolExecutor p = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy()); CountDownLatch l = new CountDownLatch(1); p.execute(() -> { try { l.await(); } catch (InterruptedException e) { } }); String[] n = new String[1]; p.execute(() -> n[0] = Thread.currentThread().getName()); l.countDown(); p.shutdown(); return n[0]; });
        Out.show("scheduled", () -> { ScheduledExecutorService e = Executors.newScheduledThreadPool(1); try { return e.schedule(() -> "s", 1, TimeUnit.MILLISECONDS).get() + e.schedule(() -> 1, 1, TimeUnit.DAYS).getDelay(TimeUnit.HOURS); } finally { e.shutdownNow(); } });
        Out.show("fork join", () -> new ForkJoinPool(2).invoke(new RecursiveTask<Integer>() { protected Integer compute() { return ForkJoinTask.invokeAll(List.of(new RecursiveTask<Integer>() { protected Integer compute() { return 20; } })).iterator().next().join() + 1; } }));
        Out.show("fork join throws", () -> new ForkJoinPool(2).invoke(new RecursiveTask<Integer>() { protected Integer compute() { throw new IllegalStateException("in task"); } }));
        Out.show("counted completer", () -> { AtomicInteger n = new AtomicInteger(); new CountedCompleter<Void>() { public void compute() { addToPendingCount(1); new CountedCompleter<Void>(this) { public void compute() { n.addAndGet(5); tryComplete(); } }.fork(); tryComplete(); } public void onCompletion(CountedCompleter<?> c) { n.addAndGet(10); } }.invoke(); return n.get(); });
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(5);
        CompletableFuture<Integer> failed = CompletableFuture.failedFuture(new java.io.IOException("f"));
        Out.show("cf then", () -> done.thenApply(x -> x + 1).thenCompose(x -> CompletableFuture.supplyAsync(() -> x * 2)).get());
        Out.show("cf join failed", () -> failed.join());
        Out.show("cf get failed", () -> failed.get());
        Out.show("cf then failed", () -> failed.thenApply(x -> x).join());
        Out.show("cf handle", () -> failed.handle((v, e) -> v + e.getMessage()).get());
        Out.show("cf exceptionally", () -> failed.thenApply(x -> 1).exceptionally(e -> e.getClass().getSimpleName().length()).get());
        Out.show("cf whenComplete", () -> done.whenComplete((v, e) -> { throw new IllegalStateException("w"); }).join());
        Out.show("cf cancel", () -> { CompletableFuture<Integer> c = new CompletableFuture<>(); c.cancel(true); return c.join(); });
        Out.show("cf timeout", () -> new CompletableFuture<Integer>().orTimeout(1, TimeUnit.MILLISECONDS).join());
        Out.show("cf complete on timeout", () -> new CompletableFuture<Integer>().completeOnTimeout(3, 1, TimeUnit.MILLISECONDS).join());
        Out.show("cf obtrude", () -> { CompletableFuture<Integer> c = CompletableFuture.completedFuture(1); c.obtrudeValue(2); return c.join() + " " + c.getNumberOfDependents(); });
        Out.show("cf text", () -> done.toString() + failed + new CompletableFuture<>());
        Out.show("broken barrier", () -> { CyclicBarrier b = new CyclicBarrier(2); Thread t = new Thread(() -> { try { b.await(); } catch (Exception e) { } }); t.start(); while (b.getNumberWaiting() == 0) { Thread.yield(); } b.reset(); t.join(); return b.isBroken() + " " + b.getParties(); });
        Out.show("barrier timeout", () -> new CyclicBarrier(2).await(1, TimeUnit.MILLISECONDS));
        Out.show("phaser", () -> { Phaser p = new Phaser(1); return p.arrive() + " " + p.register() + p.getPhase() + p.getRegisteredParties() + p.arriveAndDeregister() + p.isTerminated() + p; });
        Out.show("phaser bad", () -> new Phaser().arrive());
        Out.show("exchanger timeout", () -> new Exchanger<Integer>().exchange(1, 1, TimeUnit.MILLISECONDS));
        Out.show("flow", () -> { SubmissionPublisher<Integer> p = new SubmissionPublisher<>(); CompletableFuture<Void> c = p.consume(x -> { }); p.submit(1); p.close(); return c.get(10, TimeUnit.SECONDS); });
        Out.show("concurrent map compute", () -> { ConcurrentHashMap<String, Integer> m = new ConcurrentHashMap<>(); m.computeIfAbsent("a", k -> 1); m.merge("a", 5, Integer::sum); return m + " " + m.reduceValues(1, Integer::sum) + m.mappingCount(); });
        Out.show("concurrent map recursive", () -> { ConcurrentHashMap<String, Integer> m = new ConcurrentHashMap<>(); return m.computeIfAbsent("AaAa", k -> m.computeIfAbsent("BBBB", j -> 1)); });
        Out.show("thread local random", () -> { int x = ThreadLocalRandom.current().nextInt(5, 6); ThreadLocalRandom.current().setSeed(1); return x; });
        Out.show("delay queue", () -> new DelayQueue<>().poll());
        Out.show("executor names", () -> { ExecutorService e = Executors.newSingleThreadExecutor(); try { return e.submit(() -> Thread.currentThread().getName().matches("pool-\\d+-thread-1")).get(); } finally { e.shutdown(); } });
        Out.show("common pool thread", () -> CompletableFuture.supplyAsync(() -> Thread.currentThread().isDaemon() + " " + Thread.currentThread().getName().startsWith("ForkJoinPool.commonPool-worker-")).get());
        pool.shutdownNow();
    }
}
