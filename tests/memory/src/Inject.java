import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A bit of everything that allocates; each part survives an OutOfMemoryError, and says so. */
public class Inject {
    interface Shape {
        double area();
    }

    static void part(String name, Callable<Object> work) {
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(name + " " + work.call());
                return;
            } catch (OutOfMemoryError e) {
                // once: the second attempt has what it needs
            } catch (Throwable t) {
                for (Throwable cause = t; cause != null; cause = cause.getCause()) {
                    if (cause instanceof OutOfMemoryError) {
                        return;  // a class that will never be initialised, a thread that did not start
                    }
                }
                // NoClassDefFoundError names the class only: its initialiser failed before.
                if (!(t instanceof NoClassDefFoundError)) {
                    t.printStackTrace();
                    System.exit(7);
                }
            }
        }
    }

    static int depth(int n) {
        return n == 0 ? 0 : 1 + depth(n - 1);
    }

    public static void main(String[] args) {
        part("strings", () -> {
            StringBuilder b = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                b.append(i).append(',');
            }
            return (b + "x").intern().length();
        });
        part("map", () -> {
            Map<String, List<Integer>> map = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                map.computeIfAbsent("k" + i % 7, k -> new ArrayList<>()).add(i);
            }
            return map.get("k3").size();
        });
        part("arrays", () -> new int[3][4][5][2].length + new Object[2][3][1].length + new long[100].clone().length);
        part("exceptions", () -> {
            try {
                Object o = args;
                return ((Shape) o).area();
            } catch (ClassCastException e) {
                return e.getStackTrace().length > 0;
            }
        });
        part("null", () -> {
            try {
                return ((List<?>) null).size();
            } catch (NullPointerException e) {
                return e.getMessage() != null;
            }
        });
        part("reflection", () -> Inject.class.getDeclaredMethod("depth", int.class).invoke(null, 5));
        part("thread", () -> {
            int[] result = new int[1];
            Thread thread = new Thread(() -> result[0] = depth(9));
            thread.setUncaughtExceptionHandler((t, e) -> result[0] = -1);
            thread.start();
            thread.join();
            return result[0];
        });
        part("monitor", () -> {
            Object lock = new Object();
            synchronized (lock) {
                lock.wait(1);
                return lock.hashCode() != 0;
            }
        });
        part("format", () -> String.format("%d %s %.2f", 3, "x", 1.5));
        part("finally", () -> {
            try {
                return List.of(1, 2, 3).stream().map(x -> x * 2).reduce(0, Integer::sum);
            } finally {
                new Object().toString();
            }
        });
        byte[] end = {'e', 'n', 'd', '\n'};
        try {
            System.out.write(end, 0, end.length);
        } catch (OutOfMemoryError e) {
            System.out.write(end, 0, end.length);
        }
        System.out.flush();
    }
}
