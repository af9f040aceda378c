/** Waits with a shutdown hook, and if asked a handler of its own for SIGUSR2 or SIGINT. */
public class Hooks {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        for (String name : args) {
            sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> System.out.println("got " + signal));
        }
        System.out.println("ready");
        Thread.sleep(1_000_000);
    }
}
