// @vm -XX:MaxMetaspaceSize=20m
// @exit 1 @stderr @slow 3
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** What the user sees when metadata runs out and nobody catches it. */
public class MetaspaceUncaught {
    static final class Loader extends ClassLoader {
        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    public static class Unit {
        static int own;

        public static int add(int x) {
            return own += x;
        }
    }

    public static void main(String[] args) throws Exception {
        byte[] bytes;
        try (InputStream in = MetaspaceUncaught.class.getResourceAsStream("/MetaspaceUncaught$Unit.class")) {
            bytes = in.readAllBytes();
        }
        List<Class<?>> kept = new ArrayList<>();
        while (true) {
            kept.add(new Loader().define(bytes));
        }
    }
}
