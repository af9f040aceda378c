import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Loads and links every class of modules of the run-time image ({@code VerifyAll java.base ...}) or of jars ({@code VerifyAll
 * --jars A.jar:B.jar ...}: each argument is the class path of one loader) and prints what fails, and how long it took.
 */
public class VerifyAll {
    static int linked;
    static int failed;

    static void link(String name, ClassLoader loader) {
        try {
            // Listing constructors links the class, and so verifies it, without running any of it.
            Class.forName(name, false, loader).getDeclaredConstructors();
            linked++;
        } catch (VerifyError | ClassFormatError e) {
            failed++;
            System.out.println(name + ": " + e);
        } catch (LinkageError e) {
            // Something is missing: an optional library, or a class the constructors mention.
            linked++;
        } catch (ClassNotFoundException e) {
            failed++;
            System.out.println(name + ": " + e);
        }
    }

    static void report(String what, long start, long before) {
        System.out.printf("%s: %d classes, %d failed, %.2f s%n", what, linked, failed - before, (System.nanoTime() - start) / 1e9);
    }

    public static void main(String[] args) throws Exception {
        boolean jars = args[0].equals("--jars");
        for (int i = jars ? 1 : 0; i < args.length; i++) {
            List<String> names = new ArrayList<>();
            ClassLoader loader = null;
            if (jars) {
                List<URL> urls = new ArrayList<>();
                for (String path : args[i].split(":")) {
                    urls.add(new File(path).toURI().toURL());
                    try (JarFile jar = new JarFile(path)) {
                        jar.stream().map(e -> e.getName())
                                .filter(n -> n.endsWith(".class") && !n.endsWith("-info.class") && !n.startsWith("META-INF/"))
                                .forEach(n -> names.add(n.substring(0, n.length() - 6).replace('/', '.')));
                    }
                }
                loader = new URLClassLoader(urls.toArray(new URL[0]), VerifyAll.class.getClassLoader());
            } else {
                Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", args[i]);
                try (var walk = Files.walk(root)) {
                    walk.filter(p -> p.toString().endsWith(".class") && !p.endsWith("module-info.class"))
                            .map(p -> root.relativize(p).toString().replace('/', '.')).map(n -> n.substring(0, n.length() - 6)).sorted()
                            .forEach(names::add);
                }
            }
            linked = 0;
            long before = failed;
            long start = System.nanoTime();
            for (String name : names) {
                link(name, loader);
            }
            report(jars ? new File(args[i].split(":")[0]).getName() : args[i], start, before);
        }
        System.exit(failed == 0 ? 0 : 1);
    }
}
