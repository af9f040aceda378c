package stress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** A class loader that defines its own copies of the classes nested in `Subjects`, so that they can be initialised again. */
class Fresh extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    Fresh() {
        super(Fresh.class.getClassLoader());
    }

    static byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = Fresh.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("stress.Subjects$")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> c = findLoadedClass(name);
            if (c == null) {
                byte[] b = bytes(name);
                c = defineClass(name, b, 0, b.length);
            }
            return c;
        }
    }

    Object call(String nested, String method) throws Throwable {
        try {
            return Class.forName("stress.Subjects$" + nested, false, this).getMethod(method).invoke(null);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
