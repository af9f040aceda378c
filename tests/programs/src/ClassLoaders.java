import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

public class ClassLoaders {
    public static class Plugin implements Runnable {
        static int loads;

        static {
            loads++;
        }

        @Override
        public void run() {
            System.out.println("plugin " + loads + " by " + getClass().getClassLoader().getClass().getSimpleName());
        }
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = ClassLoaders.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        }
    }

    static class Isolated extends ClassLoader {
        Isolated(ClassLoader parent) {
            super("isolated", parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals("ClassLoaders$Plugin")) {
                Class<?> c = findLoadedClass(name);
                if (c == null) {
                    try {
                        byte[] b = bytes(name);
                        c = defineClass(name, b, 0, b.length);
                    } catch (IOException e) {
                        throw new ClassNotFoundException(name, e);
                    }
                }
                return c;
            }
            return super.loadClass(name, resolve);
        }

        Class<?> define(String name, byte[] b) {
            return defineClass(name, b, 0, b.length);
        }
    }

    static void attempt(String what, Body b) {
        try {
            System.out.println(what + ": " + b.run());
        } catch (Throwable e) {
            System.out.println(what + ": " + e.getClass().getSimpleName() + " "
                + String.valueOf(e.getMessage()).replaceAll("@[0-9a-f]+", "@id"));
        }
    }

    interface Body {
        Object run() throws Throwable;
    }

    public static void main(String[] args) throws Exception {
        ClassLoader app = ClassLoaders.class.getClassLoader();
        System.out.println(app.getName() + " " + app.getParent().getName() + " " + app.getParent().getParent() + " " + String.class.getClassLoader() + " "
            + (app == ClassLoader.getSystemClassLoader()) + " " + (Thread.currentThread().getContextClassLoader() == app));
        new Plugin().run();
        Isolated one = new Isolated(app);
        Isolated two = new Isolated(app);
        Class<?> p1 = one.loadClass("ClassLoaders$Plugin");
        Class<?> p2 = two.loadClass("ClassLoaders$Plugin");
        System.out.println((p1 == p2) + " " + (p1 == Plugin.class) + " " + (p1 == one.loadClass("ClassLoaders$Plugin")) + " " + p1.getName().equals(p2.getName()));
        ((Runnable) p1.getDeclaredConstructor().newInstance()).run();
        ((Runnable) p2.getDeclaredConstructor().newInstance()).run();
        attempt("cast", () -> (Plugin) p1.getDeclaredConstructor().newInstance());
        attempt("duplicate", () -> one.define("ClassLoaders$Plugin", bytes("ClassLoaders$Plugin")));
        attempt("wrong name", () -> one.define("Other", bytes("ClassLoaders$Plugin")));
        attempt("garbage", () -> one.define("Junk", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        attempt("truncated", () -> one.define("Cut", java.util.Arrays.copyOf(bytes("ClassLoaders$Plugin"), 60)));
        attempt("java package", () -> one.define("java.lang.Fake", bytes("ClassLoaders$Plugin")));
        attempt("missing", () -> one.loadClass("no.Such"));
        attempt("forName", () -> Class.forName("ClassLoaders$Plugin", true, two) == p2);
        attempt("array", () -> Class.forName("[LClassLoaders$Plugin;", false, two).getComponentType() == p2);
        byte[] future = bytes("ClassLoaders$Plugin");
        future[7] = 99;
        attempt("version", () -> new Isolated(app).define("ClassLoaders$Plugin", future));
        Class<?> hidden = MethodHandles.lookup().defineHiddenClass(bytes("ClassLoaders$Plugin"), true).lookupClass();
        System.out.println(hidden.isHidden() + " " + hidden.getName().startsWith("ClassLoaders$Plugin/") + " " + (hidden.getNestHost() == hidden));
        ((Runnable) hidden.getDeclaredConstructor().newInstance()).run();
        Path dir = Files.createTempDirectory("kiln-loader");
        Files.write(dir.resolve("ClassLoaders$Plugin.class"), bytes("ClassLoaders$Plugin"));
        Files.writeString(dir.resolve("res.txt"), "resource text");
        try (URLClassLoader url = new URLClassLoader("url", new URL[] {dir.toUri().toURL()}, null)) {
            Class<?> p3 = url.loadClass("ClassLoaders$Plugin");
            ((Runnable) p3.getDeclaredConstructor().newInstance()).run();
            Method m = p3.getMethod("run");
            m.invoke(p3.getDeclaredConstructor().newInstance());
            System.out.println(new String(url.getResourceAsStream("res.txt").readAllBytes()) + " " + url.getResource("nope"));
            attempt("no parent", () -> url.loadClass("ClassLoaders"));
        }
        for (Path f : new Path[] {dir.resolve("ClassLoaders$Plugin.class"), dir.resolve("res.txt"), dir}) {
            Files.delete(f);
        }
        Module base = String.class.getModule();
        System.out.println(base.getName() + " " + base.isExported("java.lang") + " " + base.isOpen("java.lang") + " " + ClassLoaders.class.getModule().isNamed() + " "
            + base.getDescriptor().isOpen() + " " + ModuleLayer.boot().findModule("java.logging").isPresent() + " " + String.class.getPackage().getName() + " "
            + ClassLoaders.class.getPackageName().length());
        attempt("encapsulated", () -> {
            var f = String.class.getDeclaredField("value");
            f.setAccessible(true);
            return f;
        });
        System.out.println(java.util.ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).findFirst().isPresent());
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        sink.write(bytes("ClassLoaders$Plugin"), 0, 4);
        System.out.println(java.util.HexFormat.of().formatHex(sink.toByteArray()));
    }
}
