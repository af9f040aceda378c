// Runs another program while a second thread allocates without end: Behind MAIN ARGUMENTS. With StressGCInterval the
// program's objects then move at every place where its thread can be stopped, not only where it allocates itself.
public class Behind {
    static volatile Object sink;

    public static void main(String[] args) throws Throwable {
        Thread mover = new Thread(() -> {
            for (;;) {
                sink = new Object();
                Thread.yield();
            }
        }, "mover");
        mover.setDaemon(true);
        mover.start();
        String[] rest = java.util.Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
