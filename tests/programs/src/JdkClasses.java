// @slow 3
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Loads, verifies and describes every class of some modules of the JDK. Arguments: a pattern of module names, and a
 * second one to see all descriptions. (Classes of jdk.jfr and jdk.internal.event differ: the reference changes them.)
 */
public class JdkClasses {
    static final String MODULES = "java.logging|java.sql|java.net.http|java.prefs|java.rmi|jdk.httpserver|jdk.jartool|jdk.zipfs|jdk.jshell";

    static String describe(Class<?> c) {
        StringBuilder text = new StringBuilder();
        text.append(c).append(' ').append(Integer.toHexString(c.getModifiers())).append(' ').append(c.getSuperclass());
        text.append(Arrays.toString(c.getInterfaces())).append(c.getModule()).append(c.getNestHost());
        text.append(c.isHidden()).append(c.isRecord()).append(c.isSealed());
        List<String> members = new ArrayList<>();
        for (Method m : c.getDeclaredMethods()) members.add(m.toGenericString() + m.getModifiers() + m.isDefault() + m.isVarArgs());
        for (Constructor<?> m : c.getDeclaredConstructors()) members.add(m.toGenericString());
        for (Field f : c.getDeclaredFields()) members.add(f.toGenericString());
        Collections.sort(members);
        return text.append(members).toString();
    }

    public static void main(String[] args) throws Exception {
        String wanted = args.length > 0 ? args[0] : MODULES;
        List<ModuleReference> references = new ArrayList<>(ModuleFinder.ofSystem().findAll());
        references.sort(Comparator.comparing(r -> r.descriptor().name()));
        for (ModuleReference reference : references) {
            String name = reference.descriptor().name();
            Module module = ModuleLayer.boot().findModule(name).orElse(null);
            if (!name.matches(wanted) || module == null) continue;
            List<String> files;
            try (ModuleReader reader = reference.open(); Stream<String> all = reader.list()) {
                files = all.filter(n -> n.endsWith(".class") && !n.equals("module-info.class")).sorted().collect(Collectors.toList());
            }
            long hash = 0;
            for (String file : files) {
                String description;
                try {
                    String className = file.substring(0, file.length() - 6).replace('/', '.');
                    description = describe(Class.forName(className, false, module.getClassLoader()));
                } catch (Throwable t) {
                    description = file + ": " + t;
                    System.out.println(description);
                }
                if (args.length > 1) System.out.println(description);
                hash = hash * 31 + description.hashCode();
            }
            System.out.println(name + " " + files.size() + " " + Long.toHexString(hash));
        }
    }
}
