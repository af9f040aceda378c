import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What keeps a class loader or a hidden class alive, and what does not. */
public class Unloading {
    public interface Work { Object work(Runnable inside); }
    public static class Unit implements Work {
        static Object state = "fresh";
        static int count;
        Object own = "own";
        static Supplier<String> last;
        public Object work(Runnable inside) {
            count++;
            if (inside != null) inside.run();
            last = () -> "lambda " + own + " " + count;
            Object[] many = new Unit[3];
            many[0] = this;
            switch (many.length + (String) state) {
                case "3fresh": state = "used"; break;
                default: state = "other";
            }
            return state + " " + count + " " + last.get() + " " + (many.getClass().getName().length() > 0);
        }
        public static void fail() { throw new IllegalStateException("from " + Unit.class.getName().replaceAll("[+/].*", "")); }
    }
    /** Without lambdas: javac's would not verify in a hidden class. */
    public static class Secret implements Work {
        static int count;
        public Object work(Runnable inside) {
            count++;
            if (inside != null) inside.run();
            return "secret " + count + (Object) getClass().isHidden();
        }
        public static void fail() { throw new IllegalStateException("from a secret"); }
    }
    public static class Sub extends Unit {
        public Object work(Runnable inside) { return "sub of " + super.work(inside); }
    }
    public static class Finalizable extends Unit {
        
        @Override protected void finalize() { System.setProperty("unloading.finalized", "yes"); }
    }

    static final class Loader extends ClassLoader {
        final ClassLoader other;
        final String mine;
        Loader(String mine, ClassLoader other) {
            super(Unloading.class.getClassLoader());
            this.mine = "Unloading$" + mine;
            this.other = other;
        }
        @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) return c;
                if (name.equals(mine)) {
                    byte[] b = bytes(mine);
                    return defineClass(name, b, 0, b.length);
                }
                return name.equals("Unloading$Unit") && other != null ? other.loadClass(name) : super.loadClass(name, resolve);
            }
        }
        Class<?> load() throws Exception { return loadClass(mine); }
    }

    static byte[] bytes(String name) {
        try (InputStream in = Unloading.class.getResourceAsStream("/" + name + ".class")) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new RuntimeException(e);
        }
    }

    static boolean dies(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
            System.runFinalization();
        }
        return reference.get() == null;
    }
    static Work make(Class<?> c) throws Exception { return (Work) c.getDeclaredConstructor().newInstance(); }

    static Object keep;
    static WeakReference<Object> scratch;

    static WeakReference<ClassLoader> plain() throws Exception {
        Loader l = new Loader("Unit", null);
        System.out.println(make(l.load()).work(null));
        return new WeakReference<>(l);
    }
    static WeakReference<ClassLoader> unused() { return new WeakReference<>(new Loader("Unit", null)); }

    interface Maker { Object make(Loader l) throws Throwable; }
    static void kept(String what, Maker maker, Supplier<Object> use) throws Throwable {
        WeakReference<ClassLoader> r = keep(maker);
        boolean early = dies(r);
        Object used = use.get();
        keep = null;
        System.out.println(what + ": " + (early ? "died early" : "kept") + ", " + used + ", then " + (dies(r) ? "dies" : "stays"));
    }
    static WeakReference<ClassLoader> keep(Maker maker) throws Throwable {
        Loader l = new Loader("Unit", null);
        keep = maker.make(l);
        return new WeakReference<>(l);
    }
    static Object attempt(java.util.concurrent.Callable<Object> c) {
        try { return c.call(); } catch (Exception e) { return e.toString(); }
    }

    static WeakReference<Class<?>> hidden(boolean strong, String name, int use) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandles.Lookup l = strong ? lookup.defineHiddenClass(bytes(name), true, MethodHandles.Lookup.ClassOption.NESTMATE, MethodHandles.Lookup.ClassOption.STRONG)
                                        : lookup.defineHiddenClass(bytes(name), true);
        Class<?> c = l.lookupClass();
        if (use == 1) keep = make(c);
        if (use == 2) keep = l.findStatic(c, "fail", MethodType.methodType(void.class));
        if (use == 3) keep = java.lang.reflect.Array.newInstance(c, 2, 2);
        return new WeakReference<>(c);
    }

    static WeakReference<Class<?>> running() throws Throwable {
        Class<?> c = MethodHandles.lookup().defineHiddenClass(bytes("Unloading$Secret"), true).lookupClass();
        WeakReference<Class<?>> r = new WeakReference<>(c);
        Work w = make(c);
        c = null;
        System.out.println(w.work(() -> {
            for (int i = 0; i < 3; i++) System.gc();
            System.out.println("while running: " + (r.get() != null));
        }));
        return r;
    }

    static List<StackTraceElement> trace() throws Throwable {
        WeakReference<ClassLoader> r = null;
        Throwable thrown = null;
        Loader l = new Loader("Unit", null);
        try {
            l.load().getMethod("fail").invoke(null);
        } catch (java.lang.reflect.InvocationTargetException e) {
            thrown = e.getCause();
        }
        r = new WeakReference<>(l);
        l = null;
        for (int i = 0; i < 5; i++) System.gc();
        List<StackTraceElement> all = List.of(thrown.getStackTrace());
        return all.subList(0, 1);
    }

    public static void main(String[] args) throws Throwable {
        System.out.println("plain " + dies(plain()));
        System.out.println("unused " + dies(unused()));
        kept("by its class", l -> l.load(), () -> ((Class<?>) keep).getName());
        kept("by an instance", l -> make(l.load()), () -> ((Work) keep).work(null));
        kept("by an array", l -> new Object[] {java.lang.reflect.Array.newInstance(l.load(), 1)}, () -> ((Object[]) keep)[0].getClass().getName());
        kept("by the loader", l -> { make(l.load()).work(null); return l; },
             () -> attempt(() -> make(((Loader) keep).load()).work(null)));
        kept("by a reflective method", l -> l.load().getMethod("fail"), () -> attempt(() -> ((Method) keep).invoke(null)).toString());
        kept("by a method handle", l -> MethodHandles.publicLookup().findStatic(l.load(), "fail", MethodType.methodType(void.class)),
             () -> attempt(() -> { try { ((MethodHandle) keep).invoke(); return 0; } catch (Throwable t) { return t.toString(); } }));
        kept("by a lambda", l -> { make(l.load()).work(null); java.lang.reflect.Field f = l.load().getDeclaredField("last"); f.setAccessible(true); return f.get(null); },
             () -> ((Supplier<?>) keep).get());
        kept("by a subclass of another loader", l -> make(new Loader("Sub", l).load()), () -> ((Work) keep).work(null));
        kept("by a proxy", l -> { Class<?> c = l.load(); return Proxy.newProxyInstance(l, new Class<?>[] {Work.class}, (p, m, a) -> m.getName()); },
             () -> ((Work) keep).work(null));
        kept("by a thread's context", l -> { Thread t = new Thread(); t.setContextClassLoader(l); return t; }, () -> ((Thread) keep).getState());

        // A finaliser runs before the class goes.
        WeakReference<Object> unfinal = finalizable();
        for (int i = 0; i < 50 && System.getProperty("unloading.finalized") == null; i++) { System.gc(); System.runFinalization(); Thread.sleep(5); }
        System.out.println("finalised " + System.getProperty("unloading.finalized") + " " + dies(unfinal));

        System.out.println("hidden " + dies(hidden(false, "Unloading$Secret", 0)));
        WeakReference<Class<?>> h = hidden(false, "Unloading$Secret", 1);
        System.out.println("hidden, with an instance " + dies(h) + " " + (((Work) keep).work(null) != null));
        keep = null;
        System.out.println("hidden, without " + dies(h));
        h = hidden(false, "Unloading$Secret", 2);
        System.out.println("hidden, with a handle " + dies(h) + " " + attempt(() -> { try { ((MethodHandle) keep).invoke(); return 0; } catch (Throwable t) { return t.toString(); } }));
        keep = null;
        System.out.println("hidden, without " + dies(h));
        h = hidden(false, "Unloading$Secret", 3);
        System.out.println("hidden, with an array " + dies(h) + " " + (((Object[][]) keep).length));
        keep = null;
        System.out.println("hidden, without " + dies(h));
        System.out.println("hidden and strong " + dies(hidden(true, "Unloading$Secret", 0)));
        System.out.println("hidden, ran " + dies(running()));
        System.out.println(trace());

        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        List<WeakReference<Object>> many = new ArrayList<>();
        ClassLoadingMXBean bean = ManagementFactory.getClassLoadingMXBean();
        long loaded = bean.getTotalLoadedClassCount(), unloaded = bean.getUnloadedClassCount();
        for (int i = 0; i < 200; i++) many.add(new WeakReference<>(oneOf(i), queue));
        int dead = 0;
        for (int i = 0; i < 100 && dead < 200; i++) {
            System.gc();
            while (queue.remove(i < 5 ? 10 : 1) != null) dead++;
        }
        System.out.println("many " + dead);
        System.out.println("loaded at least " + (bean.getTotalLoadedClassCount() - loaded >= 200) + ", unloaded at least "
            + (bean.getUnloadedClassCount() - unloaded >= 200) + ", "
            + (bean.getLoadedClassCount() == bean.getTotalLoadedClassCount() - bean.getUnloadedClassCount()));
    }
    static WeakReference<Object> finalizable() throws Exception {
        Object o = new Loader("Finalizable", null).load().getDeclaredConstructor().newInstance();
        return new WeakReference<>(o.getClass().getClassLoader());
    }
    static Object oneOf(int i) throws Throwable {
        if (i % 2 == 0) {
            Loader l = new Loader("Unit", null);
            make(l.load()).work(null);
            return l;
        }
        Class<?> c = MethodHandles.lookup().defineHiddenClass(bytes("Unloading$Secret"), true).lookupClass();
        make(c).work(null);
        return c;
    }
}
