package stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/** Order of reads and writes through the kinds of access (JLS 17.4, the VarHandle modes). */
final class VisibilityCases {
    static final VarHandle X;
    static final VarHandle Y;

    static {
        try {
            X = MethodHandles.lookup().findVarHandle(S.class, "x", int.class);
            Y = MethodHandles.lookup().findVarHandle(S.class, "y", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static class S {
        int x;
        int y;
        volatile int vx;
        volatile int vy;
        long wide;
        double wideDouble;
        volatile long vwide;
    }

    private static Litmus<S> two(String name) {
        return new Litmus<>("visibility." + name, 2, S::new);
    }

    private static Case all(Case c, String note, String... results) {
        for (String r : results) {
            c.may(r, note);
        }
        return c;
    }

    private static void storeBuffering(List<Case> cases) {
        cases.add(all(two("store-buffer-plain")
            .actor((s, r) -> { s.x = 1; r.a = s.y; })
            .actor((s, r) -> { s.y = 1; r.b = s.x; }), "plain accesses have no order", "0, 0", "0, 1", "1, 0", "1, 1"));
        cases.add(all(two("store-buffer-volatile")
            .actor((s, r) -> { s.vx = 1; r.a = s.vy; })
            .actor((s, r) -> { s.vy = 1; r.b = s.vx; }), "an interleaving", "0, 1", "1, 0", "1, 1")
            .never("0, 0", "volatile accesses are in one order"));
        cases.add(all(two("store-buffer-varhandle-volatile")
            .actor((s, r) -> { X.setVolatile(s, 1); r.a = (int) Y.getVolatile(s); })
            .actor((s, r) -> { Y.setVolatile(s, 1); r.b = (int) X.getVolatile(s); }), "an interleaving", "0, 1", "1, 0", "1, 1")
            .never("0, 0", "volatile mode"));
        cases.add(all(two("store-buffer-full-fence")
            .actor((s, r) -> { X.setOpaque(s, 1); VarHandle.fullFence(); r.a = (int) Y.getOpaque(s); })
            .actor((s, r) -> { Y.setOpaque(s, 1); VarHandle.fullFence(); r.b = (int) X.getOpaque(s); }), "an interleaving", "0, 1", "1, 0", "1, 1")
            .never("0, 0", "a full fence between store and load"));
        cases.add(all(two("store-buffer-release-acquire")
            .actor((s, r) -> { X.setRelease(s, 1); r.a = (int) Y.getAcquire(s); })
            .actor((s, r) -> { Y.setRelease(s, 1); r.b = (int) X.getAcquire(s); }), "release and acquire do not order a store before a load",
            "0, 0", "0, 1", "1, 0", "1, 1"));
        cases.add(all(two("store-buffer-get-and-set")
            .actor((s, r) -> { X.getAndSet(s, 1); r.a = (int) Y.getAndAdd(s, 0); })
            .actor((s, r) -> { Y.getAndSet(s, 1); r.b = (int) X.getAndAdd(s, 0); }), "an interleaving", "0, 1", "1, 0", "1, 1")
            .never("0, 0", "read-modify-write operations are volatile"));
        cases.add(all(two("store-buffer-synchronized")
            .actor((s, r) -> { synchronized (s) { s.x = 1; } synchronized (s) { r.a = s.y; } })
            .actor((s, r) -> { synchronized (s) { s.y = 1; } synchronized (s) { r.b = s.x; } }), "an interleaving", "0, 1", "1, 0", "1, 1")
            .never("0, 0", "one monitor orders both"));
    }

    private static void messagePassing(List<Case> cases) {
        String[] ordered = {"0, 0", "0, 1", "1, 1"};
        cases.add(all(two("message-plain")
            .actor((s, r) -> { s.x = 1; s.y = 1; })
            .actor((s, r) -> { r.a = s.y; r.b = s.x; }), "plain accesses have no order", "0, 0", "0, 1", "1, 0", "1, 1"));
        cases.add(all(two("message-volatile")
            .actor((s, r) -> { s.x = 1; s.vy = 1; })
            .actor((s, r) -> { r.a = s.vy; r.b = s.x; }), "an interleaving", ordered).never("1, 0", "the flag before the message"));
        cases.add(all(two("message-release-acquire")
            .actor((s, r) -> { s.x = 1; Y.setRelease(s, 1); })
            .actor((s, r) -> { r.a = (int) Y.getAcquire(s); r.b = s.x; }), "an interleaving", ordered).never("1, 0", "the flag before the message"));
        cases.add(all(two("message-release-acquire-fences")
            .actor((s, r) -> { s.x = 1; VarHandle.releaseFence(); Y.setOpaque(s, 1); })
            .actor((s, r) -> { r.a = (int) Y.getOpaque(s); VarHandle.acquireFence(); r.b = s.x; }), "an interleaving", ordered)
            .never("1, 0", "the flag before the message"));
        cases.add(all(two("message-store-load-fences")
            .actor((s, r) -> { X.setOpaque(s, 1); VarHandle.storeStoreFence(); Y.setOpaque(s, 1); })
            .actor((s, r) -> { r.a = (int) Y.getOpaque(s); VarHandle.loadLoadFence(); r.b = (int) X.getOpaque(s); }), "an interleaving", ordered)
            .never("1, 0", "the flag before the message"));
        cases.add(all(two("message-weak-cas-release")
            .actor((s, r) -> { s.x = 1; while (!Y.weakCompareAndSetRelease(s, 0, 1)) { } })
            .actor((s, r) -> { r.a = (int) Y.getAcquire(s); r.b = s.x; }), "an interleaving", ordered).never("1, 0", "the flag before the message"));
        cases.add(all(two("message-cas-acquire")
            .actor((s, r) -> { s.x = 1; Y.setRelease(s, 1); })
            .actor((s, r) -> { r.a = (int) Y.compareAndExchangeAcquire(s, 1, 2); r.b = s.x; }), "an interleaving", ordered)
            .never("1, 0", "the flag before the message"));
    }

    private static void coherence(List<Case> cases) {
        String[] ordered = {"0, 0", "0, 1", "1, 1"};
        cases.add(all(two("same-place-opaque")
            .actor((s, r) -> X.setOpaque(s, 1))
            .actor((s, r) -> { r.a = (int) X.getOpaque(s); r.b = (int) X.getOpaque(s); }), "an interleaving", ordered)
            .never("1, 0", "a place read twice goes back in time"));
        cases.add(all(two("same-place-volatile")
            .actor((s, r) -> s.vx = 1)
            .actor((s, r) -> { r.a = s.vx; r.b = s.vx; }), "an interleaving", ordered).never("1, 0", "a place read twice goes back in time"));
        cases.add(all(two("load-buffer-opaque")
            .actor((s, r) -> { r.a = (int) X.getOpaque(s); Y.setOpaque(s, 1); })
            .actor((s, r) -> { r.b = (int) Y.getOpaque(s); X.setOpaque(s, 1); }), "x86-64 and opaque mode", "0, 0", "0, 1", "1, 0", "1, 1"));
        cases.add(all(two("load-buffer-volatile")
            .actor((s, r) -> { r.a = s.vx; s.vy = 1; })
            .actor((s, r) -> { r.b = s.vy; s.vx = 1; }), "an interleaving", "0, 0", "0, 1", "1, 0").never("1, 1", "a value out of the future"));
        cases.add(all(new Litmus<>("visibility.four-readers-volatile", 4, S::new)
            .actor((s, r) -> s.vx = 1)
            .actor((s, r) -> s.vy = 1)
            .actor((s, r) -> { r.a = s.vx; r.b = s.vy; })
            .actor((s, r) -> { r.c = s.vy; r.d = s.vx; }), "an interleaving",
            "0, 0, 0, 0", "0, 0, 0, 1", "0, 0, 1, 0", "0, 0, 1, 1", "0, 1, 0, 0", "0, 1, 0, 1", "0, 1, 1, 0", "0, 1, 1, 1", "1, 0, 0, 0",
            "1, 0, 0, 1", "1, 0, 1, 1", "1, 1, 0, 0", "1, 1, 0, 1", "1, 1, 1, 0", "1, 1, 1, 1")
            .never("1, 0, 1, 0", "two readers see two writes in different orders"));
        cases.add(new Litmus<>("visibility.both-lose-volatile", 2, S::new)
            .actor((s, r) -> { s.vx = 1; s.vy = 2; })
            .actor((s, r) -> { s.vy = 1; s.vx = 2; })
            .after((s, r) -> { r.a = s.vx; r.b = s.vy; })
            .may("1, 2", "first wrote last").may("2, 1", "second wrote last").may("2, 2", "the later stores win")
            .never("1, 1", "both first stores win"));
    }

    private static int halves(long value) {
        return (int) (value >>> 32) == (int) value ? (int) value : 99;
    }

    private static void wide(List<Case> cases) {
        cases.add(new Litmus<>("visibility.volatile-long-whole", 1, S::new)
            .actor((s, r) -> s.vwide = 0x0000_0007_0000_0007L)
            .actor((s, r) -> r.a = halves(s.vwide))
            .may("0", "before").may("7", "after").never("99", "half of a volatile long"));
        cases.add(new Litmus<>("visibility.plain-long-whole", 1, S::new)
            .actor((s, r) -> s.wide = 0x0000_0007_0000_0007L)
            .actor((s, r) -> r.a = halves(s.wide))
            .may("0", "before").may("7", "after").never("99", "this VM has 64-bit stores"));
        cases.add(new Litmus<>("visibility.plain-double-whole", 1, S::new)
            .actor((s, r) -> s.wideDouble = Double.longBitsToDouble(0x0000_0007_0000_0007L))
            .actor((s, r) -> r.a = halves(Double.doubleToRawLongBits(s.wideDouble)))
            .may("0", "before").may("7", "after").never("99", "this VM has 64-bit stores"));
        cases.add(new Litmus<>("visibility.arraycopy-of-longs-whole", 1, () -> new long[][] {{0x7_0000_0007L, 0x7_0000_0007L, 0x7_0000_0007L}, new long[3]})
            .actor((s, r) -> System.arraycopy(s[0], 0, s[1], 0, 3))
            .actor((s, r) -> r.a = halves(s[1][1]))
            .may("0", "before").may("7", "after").never("99", "half of an element"));
        cases.add(new Litmus<>("visibility.arraycopy-of-references-whole", 1, () -> new Object[][] {{"a", "b", "c", "d", "e"}, new Object[5]})
            .actor((s, r) -> System.arraycopy(s[0], 0, s[1], 0, 5))
            .actor((s, r) -> { Object o = s[1][3]; r.a = o == null ? 0 : o == "d" ? 1 : 99; })
            .may("0", "before").may("1", "after").never("99", "another reference"));
        cases.add(new Litmus<>("visibility.fill-of-ints", 1, () -> new int[64])
            .actor((s, r) -> java.util.Arrays.fill(s, 0x01020304))
            .actor((s, r) -> { int v = s[33]; r.a = v == 0 ? 0 : v == 0x01020304 ? 1 : 99; })
            .may("0", "before").may("1", "after").never("99", "part of an element"));
    }

    /** Neighbours in one word do not disturb each other (JLS 17.6). */
    private static void tearing(List<Case> cases) {
        cases.add(new Litmus<>("visibility.neighbour-bytes", 2, () -> new byte[8])
            .actor((s, r) -> { for (int i = 0; i < 20; i++) { s[2]++; } })
            .actor((s, r) -> { for (int i = 0; i < 20; i++) { s[3]++; } })
            .after((s, r) -> { r.a = s[2]; r.b = s[3]; })
            .may("20, 20", "each its own").never("19, 20", "a store of the neighbour undid one"));
        cases.add(new Litmus<>("visibility.neighbour-booleans", 2, () -> new boolean[8])
            .actor((s, r) -> { for (int i = 0; i < 21; i++) { s[4] = !s[4]; } })
            .actor((s, r) -> { for (int i = 0; i < 21; i++) { s[5] = !s[5]; } })
            .after((s, r) -> { r.a = s[4] ? 1 : 0; r.b = s[5] ? 1 : 0; })
            .may("1, 1", "each its own").never("0, 1", "a store of the neighbour undid one"));
        cases.add(new Litmus<>("visibility.neighbour-shorts", 2, () -> new short[4])
            .actor((s, r) -> { for (int i = 0; i < 20; i++) { s[0] += 300; } })
            .actor((s, r) -> { for (int i = 0; i < 20; i++) { s[1] += 300; } })
            .after((s, r) -> { r.a = s[0]; r.b = s[1]; })
            .may("6000, 6000", "each its own").never("5700, 6000", "a store of the neighbour undid one"));
        class Fields {
            byte a;
            byte b;
            boolean c;
            short d;
        }
        cases.add(new Litmus<>("visibility.neighbour-fields", 4, Fields::new)
            .actor((s, r) -> { for (int i = 0; i < 20; i++) { s.a++; s.c = !s.c; } })
            .actor((s, r) -> { for (int i = 0; i < 20; i++) { s.b++; s.d++; } })
            .after((s, r) -> { r.a = s.a; r.b = s.b; r.c = s.c ? 1 : 0; r.d = s.d; })
            .may("20, 20, 0, 20", "each its own").never("19, 20, 0, 20", "a store of the neighbour undid one"));
    }

    private static void endings(List<Case> cases) {
        cases.add(new Exercise("visibility.start-and-join", () -> {
            int[] box = new int[2];
            box[0] = 5;
            Thread t = new Thread(() -> box[1] = box[0] + 1);
            t.start();
            t.join();
            return box[1] + "";
        }).may("6", "start and join order").never("0", "lost").never("1", "started before its cause"));
        cases.add(new Exercise("visibility.volatile-flag-stops-loop", () -> {
            S s = new S();
            Thread t = new Thread(() -> {
                int n = 0;
                while (s.vx == 0) {
                    n++;
                }
                s.y = 1;
            });
            t.start();
            Thread.sleep(1);
            s.vx = 1;
            t.join(30_000);
            return s.y + "";
        }).may("1", "seen").never("0", "never seen"));
        cases.add(new Exercise("visibility.opaque-flag-stops-loop", () -> {
            S s = new S();
            Thread t = new Thread(() -> {
                while ((int) X.getOpaque(s) == 0) { }
                s.vy = 1;
            });
            t.start();
            Thread.sleep(1);
            X.setOpaque(s, 1);
            t.join(30_000);
            return s.vy + "";
        }).may("1", "seen").never("0", "never seen"));
    }

    static void addTo(List<Case> cases) {
        storeBuffering(cases);
        messagePassing(cases);
        coherence(cases);
        wide(cases);
        tearing(cases);
        endings(cases);
    }
}
