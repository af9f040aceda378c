/** Errors of linking that a plain compiler does not produce, made by hand-written loaders that hide or change classes. */
public class LinkErrors {
    public static class Gone {
        public static int x = 1;
    }

    public static class UsesGone implements Runnable {
        @Override
        public void run() {
            System.out.println(Gone.x);
        }
    }

    public static class MadeGone implements Runnable {
        @Override
        public void run() {
            Gone[] a = new Gone[2];
            System.out.println(a.length + new Gone().toString());
        }
    }

    public interface Greeter {
        String greet();
    }

    public static class Impl implements Greeter {
        public String greet() {
            return "hi";
        }
    }

    static class Hiding extends ClassLoader {
        final String hidden;

        Hiding(String hidden) {
            super(LinkErrors.class.getClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("LinkErrors$")) {
                return super.loadClass(name, resolve);
            }
            if (name.equals(hidden)) {
                throw new ClassNotFoundException(name + " is hidden");
            }
            Class<?> c = findLoadedClass(name);
            if (c != null) {
                return c;
            }
            try (var in = LinkErrors.class.getResourceAsStream("/" + name + ".class")) {
                byte[] b = in.readAllBytes();
                return defineClass(name, b, 0, b.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        for (String user : new String[] {"LinkErrors$UsesGone", "LinkErrors$MadeGone"}) {
            Hiding loader = new Hiding("LinkErrors$Gone");
            Runnable r = (Runnable) loader.loadClass(user).getDeclaredConstructor().newInstance();
            for (int i = 0; i < 2; i++) {
                try {
                    r.run();
                } catch (NoClassDefFoundError e) {
                    System.out.println(e.getMessage() + " <- " + e.getCause());
                }
            }
        }
        Hiding noInterface = new Hiding("LinkErrors$Greeter");
        try {
            noInterface.loadClass("LinkErrors$Impl").getDeclaredConstructor().newInstance();
        } catch (NoClassDefFoundError e) {
            System.out.println(e.getMessage());
        }
        Hiding other = new Hiding("none");
        Object foreign = other.loadClass("LinkErrors$Impl").getDeclaredConstructor().newInstance();
        System.out.println(foreign instanceof Greeter);
        System.out.println(foreign.getClass().getMethod("greet").invoke(foreign));
    }
}
