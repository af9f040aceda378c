import java.util.concurrent.CountDownLatch;

public class ShutdownOrder {
    public static void main(String[] args) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("hook one");
            first.countDown();
        }));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                first.await();
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
            System.out.println("hook two");
            try {
                Runtime.getRuntime().addShutdownHook(new Thread());
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }));
        Thread removed = new Thread(() -> System.out.println("removed hook"));
        Runtime.getRuntime().addShutdownHook(removed);
        System.out.println(Runtime.getRuntime().removeShutdownHook(removed));
        Thread main = Thread.currentThread();
        Thread user = new Thread(() -> {
            try {
                main.join();
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
            System.out.println("user thread ends after main");
        });
        user.start();
        Thread daemon = new Thread(() -> {
            while (true) {
                Thread.onSpinWait();
                Thread.yield();
            }
        });
        daemon.setDaemon(true);
        daemon.start();
        System.out.println("main ends");
    }
}
