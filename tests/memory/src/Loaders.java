import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * Class loaders and hidden classes by the thousand, used and dropped: `Loaders loaders|hidden COUNT`. The resident set
 * after the first tenth and at the end must be about the same.
 */
public class Loaders {
    public static class Unit implements IntUnaryOperator {
        static int calls;
        static final Object[] STATE = new Object[4];
        int own;

        @Override
        public int applyAsInt(int x) {
            STATE[x & 3] = "used " + x;
            own += ++calls;
            return new Helper().twice(x) + own;
        }
    }

    public static class Helper {
        static final int[] TABLE = {1, 2, 3};

        int twice(int x) {
            try {
                return TABLE[x % 4] + 2 * x;
            } catch (ArrayIndexOutOfBoundsException e) {
                return e.getStackTrace().length > 0 ? x : -1;
            }
        }
    }

    static final class Loader extends ClassLoader {
        static final byte[] UNIT = bytes("Loaders$Unit"), HELPER = bytes("Loaders$Helper");

        Loader() {
            super(Loaders.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] b = name.equals("Loaders$Unit") ? UNIT : name.equals("Loaders$Helper") ? HELPER : null;
            if (b == null) {
                return super.loadClass(name, resolve);
            }
            Class<?> c = findLoadedClass(name);
            return c != null ? c : defineClass(name, b, 0, b.length);
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = Loaders.class.getResourceAsStream("/" + name + ".class")) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new RuntimeException(e);
        }
    }

    static int use(boolean hidden, int i) throws Exception {
        Class<?> c = hidden ? MethodHandles.lookup().defineHiddenClass(Loader.UNIT, true).lookupClass()
                            : new Loader().loadClass("Loaders$Unit");
        return ((IntUnaryOperator) c.getDeclaredConstructor().newInstance()).applyAsInt(i);
    }

    static long residentKilobytes() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IllegalStateException("no VmRSS");
    }

    public static void main(String[] args) throws Exception {
        boolean hidden = args[0].equals("hidden");
        int count = Integer.parseInt(args[1]);
        long sum = 0, early = 0;
        for (int i = 0; i < count; i++) {
            sum += use(hidden, i);
            if (i == count / 10) {
                early = residentKilobytes();
            }
        }
        System.gc();
        long late = residentKilobytes();
        long expected = 0;
        for (long i = 0; i < count; i++) {
            expected += (i % 4 == 3 ? i : new int[] {1, 2, 3}[(int) (i % 4)] + 2 * i) + 1;
        }
        System.out.println(sum == expected ? "right" : "wrong: " + sum + ", not " + expected);
        long unloaded = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
        System.out.println(unloaded > count / 2 ? "unloaded" : "unloaded only " + unloaded);
        System.out.println(late < early + 16 * 1024 ? "flat" : "grew from " + early + " to " + late + " KB");
        System.err.println(early + " KB, then " + late + " KB, " + unloaded + " unloaded");
    }
}
