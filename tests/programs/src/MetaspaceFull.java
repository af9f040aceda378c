// @vm -XX:MaxMetaspaceSize=32m -Xmx64m
// @slow 3
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Metadata runs out, is collected when it can be, and the program goes on. */
public class MetaspaceFull {
    public static class Unit {
        static int count;
        static String text(int i) { return "unit " + i + " " + ++count; }
        public static String[] run(int i) { return new String[] {text(i), text(i + 1)}; }
        static int a(int x) { return x > 0 ? x * 31 + a(x - 1) : 7; }
        static long b(long x) { switch ((int) x) { case 1: return 5; case 2: return 7; case 100: return 9; default: return x; } }
        static Object c(Object o) { try { return o.hashCode(); } catch (NullPointerException e) { return e; } finally { count++; } }
    }

    static final class Loader extends ClassLoader {
        static byte[] bytes;
        Class<?> unit() { return defineClass("MetaspaceFull$Unit", bytes, 0, bytes.length); }
    }

    static String fill() {
        List<Class<?>> kept = new ArrayList<>();
        try {
            while (kept.size() < 1_000_000) {
                Class<?> c = new Loader().unit();
                Class.forName(c.getName(), true, c.getClassLoader());
                kept.add(c);
            }
            return "never full";
        } catch (ClassNotFoundException e) {
            return e.toString();
        } catch (OutOfMemoryError e) {
            boolean many = kept.size() > 500;
            kept = null;
            return e.getMessage() + " after many: " + many;
        }
    }

    static void drop(int n) throws Exception {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += ((String[]) new Loader().unit().getMethod("run", int.class).invoke(null, i)).length;
        }
        System.out.println(sum);
    }

    public static void main(String[] args) throws Exception {
        try (InputStream in = MetaspaceFull.class.getResourceAsStream("/MetaspaceFull$Unit.class")) {
            Loader.bytes = in.readAllBytes();
        }
        for (int i = 0; i < 2; i++) {
            System.out.println(fill());
            drop(300);
        }
    }
}
