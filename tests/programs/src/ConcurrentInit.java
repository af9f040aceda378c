import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

public class ConcurrentInit {
    static final AtomicInteger inits = new AtomicInteger();

    static class Slow {
        static int value;

        static {
            inits.incrementAndGet();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            value = 42;
        }
    }

    static class Fails {
        static int value = compute();

        static int compute() {
            inits.incrementAndGet();
            throw new IllegalStateException("once");
        }
    }

    static class Recursive {
        static int first = ConcurrentInit.helper();
        static int second = 7;
    }

    static int helper() {
        return Recursive.second + 100;
    }

    static class Holder {
        static final Object INSTANCE = new Object();
    }

    static class InThread {
        static int fromThread;

        static {
            Thread t = new Thread(new Setter());
            t.start();
            try {
                t.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        static void unused() {
        }
    }

    /** Not a lambda: that would be a method of the class being initialised, and the thread would wait for ever. */
    static class Setter implements Runnable {
        @Override
        public void run() {
            fromThreadSetter(9);
        }
    }

    static int handed;

    static void fromThreadSetter(int v) {
        handed = v;
    }

    public static void main(String[] args) throws Exception {
        int n = 4;
        CyclicBarrier start = new CyclicBarrier(n);
        AtomicInteger sum = new AtomicInteger();
        AtomicInteger eiie = new AtomicInteger();
        AtomicInteger ncdfe = new AtomicInteger();
        AtomicInteger sameHolder = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(n);
        Object[] seen = new Object[n];
        for (int i = 0; i < n; i++) {
            int id = i;
            new Thread(() -> {
                try {
                    start.await();
                    sum.addAndGet(Slow.value);
                    seen[id] = Holder.INSTANCE;
                    start.await();
                    try {
                        sum.addAndGet(Fails.value);
                    } catch (ExceptionInInitializerError e) {
                        eiie.incrementAndGet();
                    } catch (NoClassDefFoundError e) {
                        ncdfe.incrementAndGet();
                    }
                } catch (Exception e) {
                    System.out.println(e);
                } finally {
                    end.countDown();
                }
            }).start();
        }
        end.await();
        for (Object o : seen) {
            sameHolder.addAndGet(o == Holder.INSTANCE ? 1 : 0);
        }
        System.out.println(sum + " " + inits + " " + eiie + " " + ncdfe + " " + sameHolder);
        System.out.println(Recursive.first + " " + Recursive.second);
        InThread.unused();
        System.out.println(handed + " " + InThread.fromThread);
    }
}
