import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/**
 * Defines, links, initialises and calls the classes of a pack, each case in a loader of its own, and prints one line for
 * each: {@code NAME: STAGE: EXCEPTION: MESSAGE}, or {@code NAME: ok: RESULT}.
 *
 * <p>{@code Driver MODE PACK OUTPUT FIRST}: cases before number FIRST are skipped. MODE is {@code run} (call the static
 * method {@code run()}), {@code link} (no code of the class runs) or {@code call} (every static method is called with
 * zeroes and nulls; only the link stage is reported). A pack is a sequence of: u2 number of files, case name (UTF); for
 * each file: name (UTF; empty: the loader does not say which class it expects), u4 length, bytes. The first is the one
 * that the case is about.
 */
public class Driver {
    /** Class loader of one case: its files first, then the class path. */
    static final class Loader extends ClassLoader {
        final Map<String, byte[]> files = new HashMap<>();

        Loader() {
            super("case", Driver.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                byte[] file = files.get(name);
                return file == null ? super.loadClass(name, resolve) : defineClass(name, file, 0, file.length);
            }
        }

        Class<?> define(String name, byte[] file) {
            Class<?> known = name == null ? null : findLoadedClass(name);
            return known != null ? known : defineClass(name, file, 0, file.length);
        }
    }

    static String describe(Throwable t) {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; t != null && depth < 4; depth++, t = t.getCause()) {
            if (depth != 0) {
                text.append(" [cause] ");
            }
            text.append(t.getClass().getName()).append(": ").append(t.getMessage());
        }
        return text.toString();
    }

    static String escape(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\n') {
                b.append("\\n");
            } else if (c < ' ' || c > '~') {
                b.append("\\u").append(Integer.toHexString(0x10000 + c).substring(1));
            } else {
                b.append(c);
            }
        }
        return b.toString();
    }

    static final Object[] ZEROES = {false, (byte) 0, '\0', (short) 0, 0, 0L, 0f, 0d};

    static Object zero(Class<?> type) {
        if (type == boolean.class) {
            return ZEROES[0];
        }
        if (type == byte.class) {
            return ZEROES[1];
        }
        if (type == char.class) {
            return ZEROES[2];
        }
        if (type == short.class) {
            return ZEROES[3];
        }
        if (type == int.class) {
            return ZEROES[4];
        }
        if (type == long.class) {
            return ZEROES[5];
        }
        if (type == float.class) {
            return ZEROES[6];
        }
        return type == double.class ? ZEROES[7] : null;
    }

    static Object[] zeroes(Class<?>[] types) {
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = zero(types[i]);
        }
        return values;
    }

    /** Calls everything of a class, in a thread that is left behind after half a second; false when that happened. */
    @SuppressWarnings("deprecation")
    static boolean callAll(Class<?> c) throws InterruptedException {
        Thread worker = new Thread(() -> {
            try {
                Class.forName(c.getName(), true, c.getClassLoader());
                Object instance = null;
                try {
                    var constructor = c.getDeclaredConstructor();
                    constructor.setAccessible(true);
                    instance = constructor.newInstance();
                } catch (Throwable e) {
                    // Only the VM's health matters.
                }
                for (Method m : c.getDeclaredMethods()) {
                    try {
                        if (Modifier.isAbstract(m.getModifiers()) || Modifier.isNative(m.getModifiers())) {
                            continue;
                        }
                        m.setAccessible(true);
                        m.invoke(Modifier.isStatic(m.getModifiers()) ? null : instance, zeroes(m.getParameterTypes()));
                    } catch (Throwable e) {
                        // As above.
                    }
                }
            } catch (Throwable e) {
                // As above.
            }
        });
        worker.setDaemon(true);
        worker.start();
        worker.join(Long.getLong("driver.millis", 500));
        return !worker.isAlive();
    }

    /** What a static method returns or throws; the thread of one that does not end is left behind. */
    static String call(Method run) throws InterruptedException {
        String[] result = {"ok: still running"};
        Thread worker = new Thread(() -> {
            try {
                result[0] = "ok: " + run.invoke(null);
            } catch (InvocationTargetException e) {
                result[0] = "run: " + describe(e.getCause());
            } catch (Throwable e) {
                result[0] = "run: " + describe(e);
            }
        });
        worker.setDaemon(true);
        worker.start();
        worker.join(6000);
        return result[0];
    }

    static String judge(String mode, String[] names, byte[][] files) throws InterruptedException {
        String stage = "define";
        try {
            Loader loader = new Loader();
            for (int i = 0; i < names.length; i++) {
                loader.files.put(names[i], files[i]);
            }
            Class<?> c = loader.define(names[0].isEmpty() ? null : names[0], files[0]);
            stage = "link";
            if (!mode.equals("run")) {
                c.getDeclaredConstructors();
                return mode.equals("call") && !callAll(c) ? "ok: still running" : "ok: linked";
            }
            stage = "init";
            Class.forName(c.getName(), true, loader);
            stage = "run";
            Method run;
            try {
                run = c.getDeclaredMethod("run");
            } catch (NoSuchMethodException e) {
                return "ok: initialised";
            }
            run.setAccessible(true);
            return call(run);
        } catch (Throwable e) {
            return stage + ": " + describe(e);
        }
    }

    public static void main(String[] args) throws Exception {
        String mode = args[0];
        long first = Long.parseLong(args[3]);
        // What the classes print themselves is not looked at.
        PrintStream nowhere = new PrintStream(java.io.OutputStream.nullOutputStream());
        System.setOut(nowhere);
        System.setErr(nowhere);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(args[1]), 1 << 16));
                FileOutputStream out = new FileOutputStream(args[2], true)) {
            for (long number = 0;; number++) {
                int count;
                try {
                    count = in.readUnsignedShort();
                } catch (IOException e) {
                    break;
                }
                String name = in.readUTF();
                String[] names = new String[count];
                byte[][] files = new byte[count][];
                for (int i = 0; i < count; i++) {
                    names[i] = in.readUTF();
                    files[i] = in.readNBytes(in.readInt());
                }
                if (number < first) {
                    continue;
                }
                // Known before it is tried, should the VM not survive it.
                out.write((name + ": ").getBytes());
                String verdict = judge(mode, names, files);
                out.write((escape(verdict) + "\n").getBytes());
                if (mode.equals("call") && verdict.equals("ok: still running")) {
                    Runtime.getRuntime().halt(9);
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
