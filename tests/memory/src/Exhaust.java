// Fills the heap again and again and goes on living: small objects, large arrays, arrays that can never fit, threads
// that fill it together, an error that is thrown while another thread holds a monitor.
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

public class Exhaust {
    static int caught;

    static void expect(String what, Runnable body) {
        try {
            body.run();
            System.out.println(what + ": no error");
        } catch (OutOfMemoryError e) {
            chain = null;
            caught++;
            System.out.println(what + ": " + e.getMessage());
        }
    }

    static Object[] chain;

    static void fillSmall() {
        chain = null;
        for (;;) {
            chain = new Object[] {chain, new int[2]};
        }
    }

    static void fillLarge(int size) {
        List<byte[]> kept = new ArrayList<>();
        for (;;) {
            kept.add(new byte[size]);
        }
    }

    public static void main(String[] args) throws Exception {
        for (int round = 0; round < 3; round++) {
            expect("small", Exhaust::fillSmall);
            expect("16 KB", () -> fillLarge(16 << 10));
            expect("1 MB", () -> fillLarge(1 << 20));
            expect("as large as the heap", () -> fillLarge(64 << 20));
            expect("2 GB", () -> fillLarge(Integer.MAX_VALUE - 8));
            expect("longest array", () -> fillLarge(Integer.MAX_VALUE));
            expect("matrix", () -> System.out.println(new long[1000][100000].length));
            expect("string", () -> {
                StringBuilder s = new StringBuilder("xyz");
                for (;;) {
                    s.append(s);
                }
            });
            expect("clone", () -> {
                byte[][] kept = new byte[64][];
                kept[0] = new byte[5 << 20];
                for (int i = 1; i < kept.length; i++) {
                    kept[i] = kept[i - 1].clone();
                }
            });
        }
        int[] errors = new int[4];
        CountDownLatch begin = new CountDownLatch(1);
        Thread[] threads = new Thread[errors.length];
        for (int i = 0; i < threads.length; i++) {
            int me = i;
            threads[i] = new Thread(() -> {
                for (int round = 0; round < 3; round++) {
                    try {
                        begin.await();
                        fillLarge(1000 + me * 7000);
                    } catch (OutOfMemoryError e) {
                        errors[me]++;
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            });
            threads[i].start();
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (int count : errors) {
            System.out.println("errors in a thread: " + count);
        }
        System.out.println("caught " + caught);
        String s = "";
        for (int i = 0; i < 2000; i++) {
            s = i + s.substring(0, Math.min(20, s.length()));
        }
        System.out.println("still alive: " + s);
    }
}
