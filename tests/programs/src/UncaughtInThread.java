// @stderr
public class UncaughtInThread {
    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> {
            throw new IllegalArgumentException("in thread");
        }, "worker-7");
        t.start();
        t.join();
        System.out.println("main goes on, worker alive: " + t.isAlive() + " " + t.getState());
        Thread handled = new Thread(() -> {
            Object o = "s";
            Integer i = (Integer) o;
            System.out.println(i);
        }, "handled");
        handled.setUncaughtExceptionHandler((th, e) -> System.out.println(th.getName() + " " + e.getClass().getName()));
        handled.start();
        handled.join();
        Thread.setDefaultUncaughtExceptionHandler((th, e) -> System.out.println("default " + th.getName() + " " + e.getMessage()));
        Thread third = new Thread(() -> {
            throw new Error("third");
        }, "third");
        third.start();
        third.join();
        System.err.println("last line on stderr");
    }
}
