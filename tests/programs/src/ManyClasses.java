import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Many loaders, hidden classes, proxies and lambdas; loaders that die. */
public class ManyClasses {
    public static class Unit implements IntUnaryOperator {
        static int calls;
        private final Object[] payload = new Object[10];

        @Override
        public int applyAsInt(int x) {
            payload[x % 10] = "p" + x;
            return x + ++calls;
        }
    }

    static class Loader extends ClassLoader {
        private final byte[] bytes;

        Loader(byte[] bytes) {
            super(ManyClasses.class.getClassLoader());
            this.bytes = bytes;
        }

        Class<?> unit() {
            return defineClass("ManyClasses$Unit", bytes, 0, bytes.length);
        }
    }

    static List<WeakReference<ClassLoader>> load(byte[] bytes, int n) throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < n; i++) {
            Loader l = new Loader(bytes);
            IntUnaryOperator u = (IntUnaryOperator) l.unit().getDeclaredConstructor().newInstance();
            sum += u.applyAsInt(i) + u.applyAsInt(i);
            loaders.add(new WeakReference<>(l));
        }
        System.out.println(sum);
        return loaders;
    }

    public static void main(String[] args) throws Exception {
        byte[] bytes;
        try (InputStream in = ManyClasses.class.getResourceAsStream("/ManyClasses$Unit.class")) {
            bytes = in.readAllBytes();
        }
        List<WeakReference<ClassLoader>> loaders = load(bytes, 60);
        int dead = 0;
        for (int i = 0; i < 100 && dead < 50; i++) {
            System.gc();
            dead = 0;
            for (WeakReference<ClassLoader> r : loaders) {
                dead += r.get() == null ? 1 : 0;
            }
        }
        System.out.println(dead >= 50);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        int total = 0;
        for (int i = 0; i < 30; i++) {
            Class<?> c = lookup.defineHiddenClass(bytes, true).lookupClass();
            total += ((IntUnaryOperator) c.getDeclaredConstructor().newInstance()).applyAsInt(i);
        }
        System.out.println(total);
        int proxied = 0;
        for (int i = 0; i < 20; i++) {
            int k = i;
            IntUnaryOperator p = (IntUnaryOperator) Proxy.newProxyInstance(new ClassLoader(ManyClasses.class.getClassLoader()) {
            }, new Class<?>[] {IntUnaryOperator.class}, (self, m, a) -> (Integer) a[0] + k);
            proxied += p.applyAsInt(i);
        }
        System.out.println(proxied);
        IntUnaryOperator chain = x -> x;
        for (int i = 0; i < 200; i++) {
            int k = i;
            IntUnaryOperator before = chain;
            chain = i % 3 == 0 ? x -> before.applyAsInt(x) + k : i % 3 == 1 ? x -> before.applyAsInt(x) ^ k : before.andThen(Math::abs);
        }
        System.out.println(chain.applyAsInt(5));
    }
}
