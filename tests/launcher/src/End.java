// Ends in the way its first argument names.
public class End {
    static class Broken {
        static {
            if (true) throw new IllegalStateException("in <clinit>");
        }
        static void touch() {
        }
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "exit" -> System.exit(Integer.parseInt(args[1]));
            case "halt" -> Runtime.getRuntime().halt(9);
            case "throw" -> throw new RuntimeException("boom", new Error("the cause"));
            case "clinit" -> Broken.touch();
            case "deep" -> deep(0);
            case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            case "hook-exit" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                System.exit(4);
            }
            case "late" -> start(false, () -> System.out.println("late"));
            case "late-throw" -> start(false, () -> {
                throw new IllegalStateException("late");
            });
            case "late-exit" -> start(false, () -> System.exit(5));
            case "throw-late" -> {
                start(false, () -> System.out.println("late"));
                throw new RuntimeException("boom");
            }
            case "daemon" -> start(true, () -> System.out.println("must not be printed"));
            case "handler" -> {
                Thread.currentThread().setUncaughtExceptionHandler((t, e) -> System.out.println("handled " + e));
                throw new RuntimeException("boom");
            }
            default -> System.out.println("no such end");
        }
    }

    static int deep(int depth) {
        return deep(depth + 1) + 1;
    }

    static void start(boolean daemon, Runnable then) {
        Thread thread = new Thread(() -> {
            try {
                Thread.sleep(daemon ? 20_000 : 200);
            } catch (InterruptedException e) {
                throw new Error(e);
            }
            then.run();
        }, "other");
        thread.setDaemon(daemon);
        thread.start();
    }
}
