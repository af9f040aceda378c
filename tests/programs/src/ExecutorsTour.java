import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

public class ExecutorsTour {
    static class SumTask extends RecursiveTask<Long> {
        final int[] data;
        final int from, to;

        SumTask(int[] data, int from, int to) {
            this.data = data;
            this.from = from;
            this.to = to;
        }

        @Override
        protected Long compute() {
            if (to - from <= 500) {
                long s = 0;
                for (int i = from; i < to; i++) {
                    s += data[i];
                }
                return s;
            }
            int mid = (from + to) >>> 1;
            SumTask left = new SumTask(data, from, mid);
            left.fork();
            return new SumTask(data, mid, to).compute() + left.join();
        }
    }

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int n = i;
            futures.add(pool.submit(() -> n * n));
        }
        int sum = 0;
        for (Future<Integer> f : futures) {
            sum += f.get();
        }
        System.out.println(sum);
        Future<?> failing = pool.submit(() -> {
            throw new IllegalStateException("task failed");
        });
        try {
            failing.get();
        } catch (ExecutionException e) {
            System.out.println(e.getMessage() + " | " + e.getCause().getMessage());
        }
        Future<?> never = pool.submit(() -> {
            new CountDownLatch(1).await();
            return null;
        });
        try {
            never.get(10, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.out.println("timeout " + never.isDone());
        }
        System.out.println(never.cancel(true) + " " + never.isCancelled());
        try {
            never.get();
        } catch (CancellationException e) {
            System.out.println("cancelled");
        }
        System.out.println(pool.invokeAll(List.<Callable<String>>of(() -> "a", () -> "b")).get(1).get() + pool.invokeAny(List.<Callable<String>>of(() -> "only")));
        pool.shutdown();
        System.out.println(pool.awaitTermination(5, TimeUnit.SECONDS) + " " + pool.isTerminated());
        try {
            pool.submit(() -> 1);
        } catch (RejectedExecutionException e) {
            System.out.println("rejected");
        }
        int[] data = IntStream.range(0, 20000).toArray();
        System.out.println(new ForkJoinPool(3).invoke(new SumTask(data, 0, data.length)) + " " + ForkJoinPool.commonPool().invoke(new SumTask(data, 0, 100)));

        CompletableFuture<String> cf = CompletableFuture.supplyAsync(() -> 20).thenApply(x -> x + 1).thenCombine(
            CompletableFuture.supplyAsync(() -> 2), (a, b) -> a * b).thenApplyAsync(x -> "answer " + x);
        System.out.println(cf.get());
        CompletableFuture<Integer> bad = CompletableFuture.supplyAsync(() -> {
            if (true) {
                throw new IllegalArgumentException("async");
            }
            return 1;
        });
        System.out.println(bad.exceptionally(e -> -1).join() + " " + bad.handle((v, e) -> e.getClass().getSimpleName() + e.getCause().getMessage()).join());
        try {
            bad.join();
        } catch (CompletionException e) {
            System.out.println(e.getMessage());
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(cf, CompletableFuture.completedFuture(1));
        all.join();
        System.out.println(all.isDone() + " " + CompletableFuture.anyOf(CompletableFuture.completedFuture("any")).join());
        CompletableFuture<String> manual = new CompletableFuture<>();
        new Thread(() -> manual.complete("by hand")).start();
        System.out.println(manual.get(5, TimeUnit.SECONDS) + manual.thenCompose(s -> CompletableFuture.supplyAsync(() -> s + "!")).join());
        System.out.println(new CompletableFuture<String>().completeOnTimeout("late", 5, TimeUnit.MILLISECONDS).join());

        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        AtomicInteger ticks = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        ScheduledFuture<?> every = timer.scheduleAtFixedRate(() -> {
            ticks.incrementAndGet();
            three.countDown();
        }, 0, 2, TimeUnit.MILLISECONDS);
        three.await();
        every.cancel(false);
        System.out.println(ticks.get() >= 3);
        System.out.println(timer.schedule(() -> "scheduled", 3, TimeUnit.MILLISECONDS).get());
        timer.shutdownNow();
        ExecutorService single = Executors.newSingleThreadExecutor(r -> new Thread(r, "custom"));
        System.out.println(single.submit(() -> Thread.currentThread().getName()).get());
        single.shutdown();
        FutureTask<Integer> ft = new FutureTask<>(() -> 5);
        new Thread(ft).start();
        System.out.println(ft.get());
        System.out.println(IntStream.range(0, 5000).parallel().filter(x -> x % 7 == 0).boxed().collect(java.util.stream.Collectors.toList()).hashCode());
        long[] sorted = new java.util.Random(5).longs(20000).toArray();
        java.util.Arrays.parallelSort(sorted);
        boolean ok = true;
        for (int i = 1; i < sorted.length; i++) {
            ok &= sorted[i - 1] <= sorted[i];
        }
        System.out.println(ok + " " + sorted[10000]);
    }
}
