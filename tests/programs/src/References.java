import java.lang.ref.*;
import java.util.ArrayList;
import java.util.List;
import java.util.WeakHashMap;

public class References {
    static int cleaned;

    static class Finalized {
        static volatile int finalized;

        @Override
        @SuppressWarnings({"deprecation", "removal"})
        protected void finalize() {
            finalized++;
        }
    }

    static Object make(int i) {
        return new byte[1000 + i];
    }

    static void gcUntil(java.util.function.BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 200 && !done.getAsBoolean(); i++) {
            System.gc();
            Thread.sleep(5);
        }
    }

    static void weak() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Object strong = make(1);
        WeakReference<Object> kept = new WeakReference<>(strong, queue);
        WeakReference<Object> lost = new WeakReference<>(make(2), queue);
        SoftReference<Object> soft = new SoftReference<>(make(3));
        PhantomReference<Object> phantom = new PhantomReference<>(make(4), queue);
        gcUntil(() -> lost.get() == null);
        System.out.println((kept.get() == strong) + " " + (lost.get() == null) + " " + (soft.get() != null) + " " + (phantom.get() == null));
        List<Reference<?>> queued = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Reference<?> r = queue.remove(5000);
            queued.add(r);
        }
        System.out.println(queued.contains(lost) + " " + queued.contains(phantom) + " " + queued.contains(kept) + " " + lost.refersTo(null));
        System.out.println(queue.poll());
        Reference.reachabilityFence(strong);
        kept.clear();
        System.out.println(kept.get() + " " + kept.enqueue() + " " + (queue.poll() == kept));
    }

    static void weakMap() throws InterruptedException {
        WeakHashMap<Object, String> map = new WeakHashMap<>();
        Object key = new Object();
        map.put(key, "kept");
        for (int i = 0; i < 100; i++) {
            map.put(new Object(), "lost" + i);
        }
        gcUntil(() -> map.size() == 1);
        System.out.println(map.size() + " " + map.get(key));
    }

    static void cleaner() throws InterruptedException {
        Cleaner cleaner = Cleaner.create();
        for (int i = 0; i < 3; i++) {
            cleaner.register(new Object(), () -> {
                synchronized (References.class) {
                    cleaned++;
                }
            });
        }
        Cleaner.Cleanable explicit = cleaner.register(new Object(), () -> System.out.println("explicit clean"));
        explicit.clean();
        explicit.clean();
        gcUntil(() -> {
            synchronized (References.class) {
                return cleaned == 3;
            }
        });
        System.out.println(cleaned);
    }

    static void finalizers() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            new Finalized();
        }
        gcUntil(() -> Finalized.finalized == 5);
        System.runFinalization();
        System.out.println(Finalized.finalized);
    }

    public static void main(String[] args) throws Exception {
        weak();
        weakMap();
        cleaner();
        finalizers();
        Runtime rt = Runtime.getRuntime();
        System.out.println((rt.totalMemory() > 0) + " " + (rt.freeMemory() > 0) + " " + (rt.maxMemory() >= rt.totalMemory()) + " " + (rt.availableProcessors() > 0));
    }
}
