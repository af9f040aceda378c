import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Threads until one is refused, `ManyThreads MOST`; then they end, and another one can start. */
public class ManyThreads {
    static int deep(int n) {
        return n == 0 ? 0 : 1 + deep(n - 1);
    }

    public static void main(String[] args) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        String refused = "none";
        try {
            while (threads.size() < Integer.parseInt(args[0])) {
                Thread thread = new Thread(() -> {
                    try {
                        deep(100);
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
        } catch (OutOfMemoryError e) {
            refused = e.getMessage();
        }
        System.out.println("refused: " + refused);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        Thread last = new Thread(() -> System.out.println("all ended"));
        last.start();
        last.join();
        System.err.println(threads.size() + " threads");
    }
}
