import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Many threads ask for the same classes at once: of the boot loader, of parallel capable loaders and of others. */
public class ParallelLoading {
    static final int THREADS = 6;

    public interface Shape { default int corners() { return 0; } }
    public static class Base implements Shape { }
    public static class Triangle extends Base { @Override public int corners() { return 3; } }
    public static class Square extends Base { @Override public int corners() { return 4; } }
    public static class Cube extends Square { @Override public int corners() { return 8; } }

    static byte[] bytes(String name) {
        try (InputStream in = ParallelLoading.class.getResourceAsStream("/" + name + ".class")) {
            return in.readAllBytes();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static class Plain extends ClassLoader {
        final AtomicInteger defined = new AtomicInteger();

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("ParallelLoading$")) return super.loadClass(name, resolve);
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) return c;
                byte[] b = bytes(name);
                defined.incrementAndGet();
                return defineClass(name, b, 0, b.length);
            }
        }
    }

    static class Capable extends Plain {
        static {
            registerAsParallelCapable();
        }
    }

    /** Defines without asking whether it has: all but one thread must get a LinkageError. */
    static class Careless extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        Class<?> define(String name) {
            byte[] b = bytes(name);
            return defineClass(name, b, 0, b.length);
        }
    }

    interface Work {
        void run(int thread) throws Throwable;
    }

    static void together(Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < THREADS; i++) {
            int n = i;
            Thread t = new Thread(() -> {
                try {
                    start.await();
                    work.run(n);
                } catch (Throwable e) {
                    errors.add(e);
                }
            });
            threads.add(t);
            t.start();
        }
        start.countDown();
        for (Thread t : threads) t.join();
        for (Throwable e : errors) System.out.println("unexpected " + e);
    }

    static void sameClasses(String title, ClassLoader loader, String... names) throws Exception {
        Set<Class<?>> seen = ConcurrentHashMap.newKeySet();
        together(n -> {
            for (String name : names) seen.add(Class.forName(name, true, loader));
        });
        Set<String> shown = new TreeSet<>();
        for (Class<?> c : seen) shown.add(c.getName());
        System.out.println(title + " " + seen.size() + " " + shown);
    }

    public static void main(String[] args) throws Exception {
        sameClasses("boot", null, "java.util.zip.GZIPInputStream", "java.util.concurrent.Phaser", "java.text.ChoiceFormat",
                "java.util.concurrent.ConcurrentSkipListMap", "java.math.MutableBigInteger", "java.util.jar.JarInputStream",
                "[Ljava.util.concurrent.Exchanger;", "java.time.chrono.ThaiBuddhistDate", "[[[J", "java.util.stream.Nodes");
        sameClasses("platform", ClassLoader.getPlatformClassLoader(), "java.sql.Timestamp", "java.sql.DriverManager", "[Ljava.sql.Date;");
        for (int round = 0; round < 5; round++) {
            String[] names = {"ParallelLoading$Cube", "ParallelLoading$Triangle", "ParallelLoading$Shape", "[LParallelLoading$Square;"};
            Plain plain = new Plain();
            sameClasses("plain", plain, names);
            Plain capable = new Capable();
            sameClasses("capable", capable, names);
            System.out.println(plain.defined + " " + capable.defined);
            Class<?> cube = Class.forName("ParallelLoading$Cube", true, capable);
            Object o = cube.getDeclaredConstructor().newInstance();
            System.out.println(cube.getMethod("corners").invoke(o) + " " + (o instanceof Cube) + " " + (cube == plain.loadClass(cube.getName())));

            Careless careless = new Careless();
            AtomicInteger won = new AtomicInteger(), lost = new AtomicInteger();
            together(n -> {
                try {
                    careless.define("ParallelLoading$Shape");
                    won.incrementAndGet();
                } catch (LinkageError e) {
                    lost.incrementAndGet();
                }
            });
            System.out.println("careless " + won + " " + lost);
        }
    }
}
