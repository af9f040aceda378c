package stress;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Loading, defining and linking by several threads. */
final class LoadingCases {
    interface Body {
        Object run() throws Throwable;
    }

    /** Defines without looking first, so that definitions race. */
    static class Careless extends ClassLoader {
        static {
            registerAsParallelCapable();
        }

        Careless() {
            super(Careless.class.getClassLoader());
        }

        Class<?> define(String name) throws Exception {
            byte[] b = Fresh.bytes(name);
            return defineClass(name, b, 0, b.length);
        }
    }

    /** Not parallel-capable: the virtual machine takes its monitor. */
    static class Serial extends ClassLoader {
        volatile int inside;
        volatile int most;

        Serial() {
            super(Serial.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("stress.Subjects$")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                inside++;
                most = Math.max(most, inside);
                Class<?> c = findLoadedClass(name);
                if (c == null) {
                    byte[] b = Fresh.bytes(name);
                    c = defineClass(name, b, 0, b.length);
                }
                inside--;
                return c;
            }
        }
    }

    static void addTo(List<Case> cases) {
        cases.add(new Exercise("loading.one-class", () -> {
            Fresh f = new Fresh();
            Set<Class<?>> all = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            MonitorCases.together(4, () -> {
                try {
                    all.add(f.loadClass("stress.Subjects$Bottom"));
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            });
            return all.size() + "";
        }).may("1", "one class").never("2", "two classes of one name and loader"));
        cases.add(new Exercise("loading.racing-definitions", () -> {
            Careless l = new Careless();
            return InitCases.race(() -> l.define("stress.Subjects$Room").getName(), () -> l.define("stress.Subjects$Room").getName(),
                () -> l.define("stress.Subjects$Room").getName());
        }).may("{LinkageError=2, stress.Subjects$Room=1}", "one wins").never("{LinkageError=1, stress.Subjects$Room=2}", "defined twice"));
        cases.add(new Exercise("loading.for-name", () -> {
            Fresh f = new Fresh();
            Set<Class<?>> all = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            MonitorCases.together(3, () -> {
                try {
                    all.add(Class.forName("stress.Subjects$Colour", true, f));
                    all.add(Class.forName("[Lstress.Subjects$Colour;", true, f).getComponentType());
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            });
            return all.size() + "";
        }).may("1", "one class").never("2", "two classes of one name and loader"));
        cases.add(new Exercise("loading.array-classes", () -> {
            Class<?> c = new Fresh().loadClass("stress.Subjects$Room");
            Set<Class<?>> all = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            MonitorCases.together(3, () -> all.add(java.lang.reflect.Array.newInstance(c, 0, 0, 0).getClass()));
            return all.size() + " " + c.arrayType().arrayType().arrayType().equals(all.iterator().next());
        }).may("1 true", "one array class").never("2 true", "two"));
        cases.add(new Exercise("loading.serial-loader", () -> {
            Serial l = new Serial();
            String seen = InitCases.race(() -> Class.forName("stress.Subjects$Bottom", true, l).getName(),
                () -> Class.forName("stress.Subjects$Middle", true, l).getName(), () -> Class.forName("stress.Subjects$Colour", true, l).getName());
            return seen + " " + l.inside;
        }).may("{stress.Subjects$Bottom=1, stress.Subjects$Colour=1, stress.Subjects$Middle=1} 0", "all loaded"));
        cases.add(new Exercise("loading.missing", () -> {
            Fresh f = new Fresh();
            Body missing = () -> Class.forName("stress.Subjects$Nowhere", true, f);
            Body find = () -> f.loadClass("stress.Nothing");
            return InitCases.race(missing, find, find);
        }).may("{ClassNotFoundException=2, NullPointerException=1}", "each is told"));
        cases.add(new Exercise("loading.call-sites", () -> {
            Fresh f = new Fresh();
            Body see = () -> f.call("Sites", "see");
            return InitCases.race(see, see, see, see);
        }).may("{a8c5java.lang.Class072129=4}", "linked once"));
        cases.add(new Exercise("loading.two-loaders", () -> {
            Fresh f = new Fresh();
            Fresh g = new Fresh();
            String seen = InitCases.race(() -> f.call("Sites", "see"), () -> g.call("Sites", "see"), () -> f.call("Bottom", "see"), () -> g.call("Bottom", "see"));
            return seen + " " + (f.loadClass("stress.Subjects$Top") == g.loadClass("stress.Subjects$Top"));
        }).may("{101 110 100 5000 5001=2, a8c5java.lang.Class072129=2} false", "apart"));
        cases.add(new Exercise("loading.proxies", () -> {
            Class<?> face = new Fresh().loadClass("stress.Subjects$Face");
            Set<Class<?>> all = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            MonitorCases.together(3, () -> all.add(java.lang.reflect.Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, (p, m, a) -> null).getClass()));
            return all.size() + "";
        }).may("1", "one proxy class").never("2", "two"));
    }
}
