import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is wrong with a class as a member of its hierarchy: each error's class and message when it is defined. */
public class DefinitionErrors {
    static final int PUBLIC = 1, PRIVATE = 2, STATIC = 8, FINAL = 16, SUPER = 32, INTERFACE = 0x200, ABSTRACT = 0x400;

    /** Just enough of a class file writer. */
    static class ClassWriter {
        private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(pool);
        private final Map<String, Integer> indices = new TreeMap<>();
        private int count = 1;
        private final String name, superName;
        private final int flags;
        private final List<String> interfaces = new ArrayList<>();
        private final List<Object[]> methods = new ArrayList<>();
        private final List<String> permitted = new ArrayList<>();

        ClassWriter(int flags, String name, String superName) {
            this.flags = flags;
            this.name = name;
            this.superName = superName;
        }

        ClassWriter implement(String interfaceName) {
            interfaces.add(interfaceName);
            return this;
        }

        ClassWriter permit(String subclass) {
            permitted.add(subclass);
            return this;
        }

        /** A method ()I that returns `value`; abstract when it is negative. */
        ClassWriter method(int methodFlags, String methodName, int value) {
            methods.add(new Object[] {methodFlags, methodName, value});
            return this;
        }

        private int utf8(String text) throws IOException {
            Integer known = indices.get("u" + text);
            if (known != null) return known;
            out.writeByte(1);
            out.writeUTF(text);
            indices.put("u" + text, count);
            return count++;
        }

        private int type(String className) throws IOException {
            int text = utf8(className);
            Integer known = indices.get("c" + className);
            if (known != null) return known;
            out.writeByte(7);
            out.writeShort(text);
            indices.put("c" + className, count);
            return count++;
        }

        byte[] bytes() {
            try {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                DataOutputStream to = new DataOutputStream(body);
                to.writeShort(flags);
                to.writeShort(type(name));
                to.writeShort(type(superName));
                to.writeShort(interfaces.size());
                for (String i : interfaces) to.writeShort(type(i));
                to.writeShort(0);
                to.writeShort(methods.size());
                for (Object[] m : methods) {
                    int value = (Integer) m[2];
                    to.writeShort((Integer) m[0]);
                    to.writeShort(utf8((String) m[1]));
                    to.writeShort(utf8("()I"));
                    to.writeShort(value < 0 ? 0 : 1);
                    if (value < 0) continue;
                    to.writeShort(utf8("Code"));
                    to.writeInt(2 + 2 + 4 + 3 + 2 + 2);
                    to.writeShort(1);
                    to.writeShort(((Integer) m[0] & STATIC) != 0 ? 0 : 1);
                    to.writeInt(3);
                    to.writeByte(0x10);
                    to.writeByte(value);
                    to.writeByte(0xac);
                    to.writeShort(0);
                    to.writeShort(0);
                }
                to.writeShort(permitted.isEmpty() ? 0 : 1);
                if (!permitted.isEmpty()) {
                    to.writeShort(utf8("PermittedSubclasses"));
                    to.writeInt(2 + 2 * permitted.size());
                    to.writeShort(permitted.size());
                    for (String p : permitted) to.writeShort(type(p));
                }
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                DataOutputStream all = new DataOutputStream(file);
                all.writeInt(0xcafebabe);
                all.writeShort(0);
                all.writeShort(61);
                all.writeShort(count);
                pool.writeTo(all);
                body.writeTo(all);
                return file.toByteArray();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    static class Loader extends ClassLoader {
        final Map<String, byte[]> files = new TreeMap<>();

        Loader() {
            super("tester", DefinitionErrors.class.getClassLoader());
        }

        Loader add(ClassWriter writer) {
            files.put(writer.name.replace('/', '.'), writer.bytes());
            return this;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = files.get(name);
            if (bytes == null) throw new ClassNotFoundException("no " + name);
            return defineClass(name, bytes, 0, bytes.length);
        }

        Class<?> defineClassAs(String name, String file) {
            byte[] bytes = files.get(file);
            return defineClass(name, bytes, 0, bytes.length);
        }

        Class<?> defineAgain(String name) {
            byte[] bytes = files.get(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    static String clean(String text) {
        return text == null ? null : text.replaceAll("@0?x?[0-9a-f]+", "@...");
    }

    interface Action {
        Object run() throws Throwable;
    }

    static void show(String title, Action action) {
        try {
            System.out.println(title + ": " + action.run());
        } catch (Throwable t) {
            System.out.println(title + ": " + t.getClass().getName() + ": " + clean(t.getMessage()));
            for (Throwable c = t.getCause(); c != null; c = c.getCause()) {
                System.out.println("  because " + c.getClass().getName() + ": " + clean(c.getMessage()));
            }
        }
    }

    static ClassWriter type(String name, String superName) {
        return new ClassWriter(PUBLIC | SUPER, name, superName);
    }

    static ClassWriter iface(String name) {
        return new ClassWriter(PUBLIC | INTERFACE | ABSTRACT, name, "java/lang/Object");
    }

    static final String OBJECT = "java/lang/Object";

    static void load(String title, Loader loader, String name) {
        show(title, () -> loader.loadClass(name));
    }

    public static void main(String[] args) {
        load("final super", new Loader().add(type("p/A", "java/lang/String")), "p.A");
        load("interface as super", new Loader().add(type("p/A", "java/lang/Runnable")), "p.A");
        load("class as interface", new Loader().add(type("p/A", OBJECT).implement("java/util/ArrayList")), "p.A");
        load("own super", new Loader().add(type("p/A", "p/A")), "p.A");
        load("circle of classes", new Loader().add(type("p/A", "p/B")).add(type("p/B", "p/A")), "p.A");
        load("circle of interfaces", new Loader().add(iface("p/I").implement("p/J")).add(iface("p/J").implement("p/I")), "p.I");
        load("missing super", new Loader().add(type("p/A", "p/Missing")), "p.A");
        load("missing interface", new Loader().add(type("p/A", OBJECT).implement("p/Missing")), "p.A");
        load("package-private super elsewhere",
                new Loader().add(new ClassWriter(SUPER, "q/Hidden", OBJECT)).add(type("p/A", "q/Hidden")), "p.A");
        load("package-private abstract super elsewhere",
                new Loader().add(new ClassWriter(SUPER | ABSTRACT, "q/Hidden", OBJECT)).add(type("p/A", "q/Hidden")), "p.A");
        load("package-private interface elsewhere",
                new Loader().add(new ClassWriter(INTERFACE | ABSTRACT, "q/Hidden", OBJECT)).add(type("p/A", OBJECT).implement("q/Hidden")),
                "p.A");
        load("not exported super", new Loader().add(type("p/A", "jdk/internal/misc/Unsafe")), "p.A");
        load("not exported super class", new Loader().add(type("p/A", "sun/security/action/GetPropertyAction")), "p.A");
        load("not exported interface", new Loader().add(type("p/A", OBJECT).implement("jdk/internal/misc/VM$BufferPool")), "p.A");

        load("overrides a final method",
                new Loader().add(type("p/A", OBJECT).method(PUBLIC | FINAL, "m", 1)).add(type("p/B", "p/A").method(PUBLIC, "m", 2)), "p.B");
        load("final method two levels up",
                new Loader().add(type("p/A", OBJECT).method(PUBLIC | FINAL, "m", 1)).add(type("p/B", "p/A"))
                        .add(type("p/C", "p/B").method(PUBLIC, "m", 2)), "p.C");
        load("private final is not overridden",
                new Loader().add(type("p/A", OBJECT).method(PRIVATE | FINAL, "m", 1)).add(type("p/B", "p/A").method(PUBLIC, "m", 2)), "p.B");
        load("package-private final elsewhere",
                new Loader().add(type("q/A", OBJECT).method(FINAL, "m", 1)).add(type("p/B", "q/A").method(PUBLIC, "m", 2)), "p.B");

        load("not permitted subclass", new Loader().add(type("p/A", OBJECT).permit("p/B")).add(type("p/C", "p/A")), "p.C");
        load("permitted subclass", new Loader().add(type("p/A", OBJECT).permit("p/B")).add(type("p/B", "p/A")), "p.B");
        load("not permitted implementation",
                new Loader().add(iface("p/I").permit("p/B")).add(type("p/C", OBJECT).implement("p/I")), "p.C");
        load("not permitted extension", new Loader().add(iface("p/I").permit("p/B")).add(iface("p/J").implement("p/I")), "p.J");
        load("permitted from another package, public",
                new Loader().add(type("p/A", OBJECT).permit("q/B")).add(type("q/B", "p/A")), "q.B");
        load("permitted from another package, not public",
                new Loader().add(type("p/A", OBJECT).permit("q/B")).add(new ClassWriter(SUPER, "q/B", "p/A")), "q.B");

        Loader twice = new Loader().add(type("p/A", OBJECT)).add(iface("p/I"));
        load("first definition", twice, "p.A");
        show("second definition", () -> twice.defineAgain("p.A"));
        show("first interface", () -> twice.defineAgain("p.I"));
        show("second interface", () -> twice.defineAgain("p.I"));
        show("wrong name", () -> twice.defineClassAs("p.B", "p.A"));
        show("class of java.", () -> {
            Loader loader = new Loader().add(type("java/lang/Mine", OBJECT));
            return loader.loadClass("java.lang.Mine");
        });
        show("class forName of nothing", () -> Class.forName("p.Nothing", false, new Loader()));
        show("array of nothing", () -> Class.forName("[Lp.Nothing;", false, new Loader()));
        show("array", () -> Class.forName("[[Lp.A;", false, twice));

        show("conflicting defaults", () -> {
            Loader loader = new Loader().add(iface("p/I").method(PUBLIC, "m", 1)).add(iface("p/J").method(PUBLIC, "m", 2))
                    .add(type("p/A", OBJECT).implement("p/I").implement("p/J"));
            Class<?> a = loader.loadClass("p.A");
            return a.getInterfaces().length + " interfaces";
        });
    }
}
