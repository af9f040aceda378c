// area: class loaders: resources, jars, multi-release, sealing, protection domains
package compat;

import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.*;
import java.util.*;
import java.util.jar.*;
import java.util.stream.Stream;

public final class Loaders {
    public static class One { public static String say() { return "one " + One.class.getPackageName(); } }
    public static class Two { static final Object O = new One(); public String toString() { return "two"; } }

    static byte[] bytes(String simple) throws IOException {
        try (InputStream in = Loaders.class.getResourceAsStream("Loaders$" + simple + ".class")) {
            return in.readAllBytes();
        }
    }

    static byte[] renamed(byte[] b, String from, String to) {
        if (from.length() != to.length()) { throw new IllegalArgumentException(); }
        return new String(b, java.nio.charset.StandardCharsets.ISO_8859_1).replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static Path jar(Path dir, String name, Manifest m, Map<String, byte[]> entries) throws IOException {
        Path p = dir.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(p), m)) {
            for (Map.Entry<String, byte[]> e : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new JarEntry(e.getKey()));
                out.write(e.getValue());
                out.closeEntry();
            }
        }
        return p;
    }

    static Manifest manifest(String... pairs) {
        Manifest m = new Manifest();
        m.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < pairs.length; i += 2) {
            m.getMainAttributes().putValue(pairs[i], pairs[i + 1]);
        }
        return m;
    }

    /** Defines what it is given. */
    static class Definer extends ClassLoader {
        Definer(ClassLoader parent) { super("definer", parent); }
        Class<?> define(String n, byte[] b) { return defineClass(n, b, 0, b.length); }
        Class<?> define(String n, byte[] b, ProtectionDomain d) { return defineClass(n, b, 0, b.length, d); }
        Class<?> define(String n, byte[] b, int at, int length) { return defineClass(n, b, at, length); }
        Package pack(String n) { return definePackage(n, "st", "sv", "sn", "it", "iv", "in", null); }
        Class<?> found(String n) { return findLoadedClass(n); }
        void resolve(Class<?> c) { resolveClass(c); }
        Class<?> system(String n) throws ClassNotFoundException { return findSystemClass(n); }
    }

    private static String relative(Object url, Path dir) {
        return String.valueOf(url).replaceAll("/tmp/loaders\\d+/|" + dir.toUri(), "DIR/");
    }

    private static void jars(Path dir) throws Exception {
        byte[] one = bytes("One");
        Path plain = jar(dir, "plain.jar", manifest("Specification-Title", "Plain", "Implementation-Version", "7"), Map.of("kompat/Loaders$One.class", renamed(one, "compat/", "kompat/".substring(0, 7)), "res.txt", "plain".getBytes(), "dir/inner.txt", "inner".getBytes()));
        Path multi = jar(dir, "multi.jar", manifest("Multi-Release", "true"), Map.of("res.txt", "base".getBytes(), "META-INF/versions/9/res.txt", "nine".getBytes(), "META-INF/versions/17/res.txt", "seventeen".getBytes(), "META-INF/versions/21/res.txt", "future".getBytes()));
        Path sealed = jar(dir, "sealed.jar", manifest("Sealed", "true"), Map.of("compat/Loaders$One.class", one));
        Path other = jar(dir, "other.jar", manifest(), Map.of("compat/Loaders$Two.class", bytes("Two")));
        Path chain = jar(dir, "chain.jar", manifest("Class-Path", "plain.jar multi.jar absent.jar"), Map.of("own.txt", "own".getBytes()));
        try (URLClassLoader l = new URLClassLoader("urls", new URL[] {plain.toUri().toURL(), multi.toUri().toURL()}, null)) {
            Out.show("resource", () -> new String(l.getResourceAsStream("res.txt").readAllBytes()));
            Out.show("resource url", () -> relative(l.getResource("res.txt"), dir));
            Out.show("resources", () -> Collections.list(l.getResources("res.txt")).stream().map(u -> relative(u, dir)).toList());
            Out.show("resource dir", () -> relative(l.getResource("dir/inner.txt"), dir));
            Out.show("resource slash", () -> l.getResource("/res.txt"));
            Out.show("resource absent", () -> l.getResource("absent"));
            Out.show("loader name", () -> l.getName() + l.getParent());
            Out.show("class absent", () -> l.loadClass("no.Such"));
            Out.show("wrong name", () -> l.loadClass("kompat.Loaders$One"));
            Out.show("find by url", () -> new String(new URL("jar:" + plain.toUri() + "!/dir/inner.txt").openStream().readAllBytes()));
            Out.show("jar connection", () -> ((JarURLConnection) new URL("jar:" + multi.toUri() + "!/res.txt").openConnection()).getEntryName());
        }
        try (URLClassLoader l = new URLClassLoader(new URL[] {multi.toUri().toURL()}, null)) {
            Out.show("multi-release", () -> new String(l.getResourceAsStream("res.txt").readAllBytes()));
            Out.show("multi-release url", () -> relative(l.getResource("res.txt"), dir));
        }
        Out.show("multi-release file", () -> { try (JarFile f = new JarFile(multi.toFile(), true, java.util.zip.ZipFile.OPEN_READ, Runtime.version())) { return f.isMultiRelease() + f.getJarEntry("res.txt").getRealName() + f.versionedStream().map(JarEntry::getName).sorted().toList(); } });
        Out.show("base version file", () -> { try (JarFile f = new JarFile(multi.toFile())) { return f.getJarEntry("res.txt").getRealName(); } });
        try (URLClassLoader l = new URLClassLoader(new URL[] {sealed.toUri().toURL(), other.toUri().toURL()}, null)) {
            Out.show("sealed", () -> l.loadClass("compat.Loaders$One").getPackage().isSealed());
            Out.show("sealing violation", () -> relative(assertThrows(() -> l.loadClass("compat.Loaders$Two")), dir));
            Out.show("outer missing", () -> l.loadClass("compat.Loaders$One").getDeclaringClass());
            Out.show("simple name of orphan", () -> l.loadClass("compat.Loaders$One").getSimpleName());
            Out.show("domain", () -> relative(l.loadClass("compat.Loaders$One").getProtectionDomain().getCodeSource().getLocation(), dir));
        }
        try (URLClassLoader l = new URLClassLoader(new URL[] {chain.toUri().toURL()}, null)) {
            Out.show("class path attribute", () -> new String(l.getResourceAsStream("dir/inner.txt").readAllBytes()));
        }
        try (URLClassLoader l = new URLClassLoader(new URL[] {sealed.toUri().toURL()}, null)) {
            l.close();
            Out.show("closed loader", () -> l.loadClass("compat.Loaders$One"));
        }
        try (URLClassLoader l = new URLClassLoader(new URL[] {other.toUri().toURL()}, null)) {
            Out.show("NoClassDefFoundError", () -> l.loadClass("compat.Loaders$Two").getDeclaredConstructor().newInstance());
            Out.show("NoClassDefFoundError again", () -> l.loadClass("compat.Loaders$Two").getDeclaredConstructor().newInstance());
        }
        Out.show("package data", () -> { try (URLClassLoader l = new URLClassLoader(new URL[] {sealed.toUri().toURL()}, null)) { Package p = l.loadClass("compat.Loaders$One").getPackage(); return p.getName() + p.getSpecificationTitle() + p.getImplementationVersion(); } });
    }

    private static Throwable assertThrows(Out.Body b) {
        try {
            b.run();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    static void run() throws Exception {
        Path dir = Files.createTempDirectory("loaders");
        try {
            jars(dir);
        } finally {
            try (Stream<Path> all = Files.walk(dir)) {
                all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
            }
        }
        byte[] one = bytes("One");
        String n = "compat.Loaders$One";
        Out.show("define", () -> new Definer(null).define(n, one).getClassLoader().getName());
        Out.show("define no name", () -> new Definer(null).define(null, one).getName());
        Out.show("define wrong name", () -> new Definer(null).define("compat.Other", one));
        Out.show("define bad name", () -> new Definer(null).define("compat/Loaders$One", one));
        Out.show("define twice", () -> { Definer d = new Definer(null); d.define(n, one); return d.define(n, one); });
        Out.show("define empty", () -> new Definer(null).define(n, new byte[0]));
        Out.show("define garbage", () -> new Definer(null).define(n, "not a class file".getBytes()));
        Out.show("define truncated", () -> new Definer(null).define(n, Arrays.copyOf(one, 50)));
        Out.show("define extra byte", () -> new Definer(null).define(n, Arrays.copyOf(one, one.length + 1)));
        Out.show("define version", () -> { byte[] b = one.clone(); b[7] = 99; return new Definer(null).define(n, b); });
        Out.show("define old version", () -> { byte[] b = one.clone(); b[7] = 44; return new Definer(null).define(n, b); });
        Out.show("define preview", () -> { byte[] b = one.clone(); b[4] = -1; b[5] = -1; return new Definer(null).define(n, b); });
        Out.show("define range", () -> new Definer(null).define(n, one, 5, one.length));
        Out.show("define negative", () -> new Definer(null).define(n, one, -1, 5));
        Out.show("define java package", () -> new Definer(null).define("java.lang.Loaders$One", one));
        Out.show("define java package by bytes", () -> new Definer(null).define(null, renamed(one, "compat/Loaders$One", "java/x/Loaders$One")));
        Out.show("found", () -> { Definer d = new Definer(null); Class<?> c = d.define(n, one); return (d.found(n) == c) + " " + d.found("java.lang.String"); });
        Out.show("resolve null", () -> { new Definer(null).resolve(null); return 0; });
        Out.show("system class", () -> new Definer(null).system("compat.Main"));
        Out.show("other identity", () -> new Definer(null).define(n, one) == One.class);
        Out.show("cast across", () -> One.class.cast(new Definer(null).define(n, one).getDeclaredConstructor().newInstance()));
        Out.show("null parent finds base", () -> new Definer(null).loadClass("java.lang.String"));
        Out.show("null parent not app", () -> new Definer(null).loadClass("compat.Main"));
        Out.show("platform loader", () -> ClassLoader.getPlatformClassLoader().getName() + ClassLoader.getPlatformClassLoader().getParent() + ClassLoader.getSystemClassLoader().getName());
        Out.show("platform not app", () -> ClassLoader.getPlatformClassLoader().loadClass("compat.Main"));
        Out.show("define package", () -> new Definer(null).pack("x.y").getImplementationTitle());
        Out.show("define package twice", () -> { Definer d = new Definer(null); d.pack("x"); return d.pack("x"); });
        Out.show("domain default", () -> new Definer(null).define(n, one).getProtectionDomain().getCodeSource());
        Out.show("domain own", () -> { ProtectionDomain d = new ProtectionDomain(new CodeSource(new URL("file:/x.jar"), (java.security.cert.Certificate[]) null), null); return new Definer(null).define(n, one, d).getProtectionDomain() == d; });
        Out.show("domain of base", () -> String.class.getProtectionDomain().getCodeSource());
        Out.show("signers mismatch", () -> String.class.getSigners());
        Out.show("resource of class", () -> Loaders.class.getResource("Loaders.class").getProtocol());
        Out.show("resource absolute", () -> Loaders.class.getResource("/compat/Loaders.class").equals(Loaders.class.getResource("Loaders.class")));
        Out.show("resource of base", () -> Object.class.getResource("Object.class"));
        Out.show("system resource", () -> ClassLoader.getSystemResource("java/util/List.class"));
        Out.show("resource count", () -> Collections.list(ClassLoader.getSystemResources("module-info.class")).size() > 0);
        Out.show("assertions", () -> { Definer d = new Definer(null); d.setDefaultAssertionStatus(true); return d.define(n, one).desiredAssertionStatus() + " " + One.class.desiredAssertionStatus(); });
        Out.show("initialize false", () -> Class.forName("compat.Loaders$Two", false, Loaders.class.getClassLoader()).getName());
        Out.show("superclass missing", () -> new Definer(null) { @Override protected Class<?> findClass(String x) throws ClassNotFoundException { throw new ClassNotFoundException(x + " gone"); } }.define("compat.Reflect$Derived", Reflect.class.getResourceAsStream("Reflect$Derived.class").readAllBytes()));
        Out.show("loader returns null", () -> Class.forName("x.Y", true, new ClassLoader(null) { @Override public Class<?> loadClass(String x) { return null; } }));
        Out.show("loader returns other", () -> Class.forName("x.Y", true, new ClassLoader(null) { @Override public Class<?> loadClass(String x) { return String.class; } }));
        Out.show("loader throws", () -> Class.forName("x.Y", true, new ClassLoader(null) { @Override public Class<?> loadClass(String x) { throw new IllegalStateException("no"); } }));
        Out.show("loader throws cnfe with cause", () -> Class.forName("x.Y", true, new ClassLoader(null) { @Override public Class<?> loadClass(String x) throws ClassNotFoundException { throw new ClassNotFoundException("mine", new IOException("disk")); } }));
        for (ClassLoader l : new ClassLoader[] {null, ClassLoader.getPlatformClassLoader(), new ClassLoader(null) { @Override public Class<?> loadClass(String x) { return null; } }}) {
            for (String c : new String[] {"x.Y", "[Lx.Y;", "[[Lx.Y;"}) {
                Out.show("forName " + c + (l == null ? " boot" : l == ClassLoader.getPlatformClassLoader() ? " platform" : " nothing"), () -> Class.forName(c, true, l));
            }
        }
        Out.show("array through loader", () -> Class.forName("[Lx.Y;", true, new ClassLoader(null) { @Override public Class<?> loadClass(String x) throws ClassNotFoundException { throw new ClassNotFoundException("asked " + x); } }));
        Out.show("parallel capable", () -> new Definer(null).isRegisteredAsParallelCapable() + " " + ClassLoader.getSystemClassLoader().isRegisteredAsParallelCapable());
        Out.show("context loader", () -> Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader());
        Out.show("defined packages", () -> Arrays.stream(Loaders.class.getClassLoader().getDefinedPackages()).map(Package::getName).sorted().toList());
    }
}
