// @vm -XX:-OmitStackTraceInFastThrow
// What compiled code does in place or by plain calls: atomic access to fields and elements, class tests by mirrors, identity
// hashes, loops over arrays, each with ordinary and with rare arguments, often enough to be compiled.

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

public class AtomicIntrinsics {
    static class Cell {
        int i; long l; Object o; short s; float f; double d; boolean z; byte b; char c;
    }
    static final VarHandle I, L, O, S, F, D, Z, INTS, OBJECTS;
    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            I = lookup.findVarHandle(Cell.class, "i", int.class);
            L = lookup.findVarHandle(Cell.class, "l", long.class);
            O = lookup.findVarHandle(Cell.class, "o", Object.class);
            S = lookup.findVarHandle(Cell.class, "s", short.class);
            F = lookup.findVarHandle(Cell.class, "f", float.class);
            D = lookup.findVarHandle(Cell.class, "d", double.class);
            Z = lookup.findVarHandle(Cell.class, "z", boolean.class);
            INTS = MethodHandles.arrayElementVarHandle(int[].class);
            OBJECTS = MethodHandles.arrayElementVarHandle(Object[].class);
        } catch (ReflectiveOperationException e) {
            throw new Error(e);
        }
    }

    static long sum = 17;
    static void add(long value) { sum = sum * 31 + value; }
    static void add(boolean value) { add(value ? 1 : 2); }

    static void handles(Cell c, int n) {
        add((int) I.getAndAdd(c, n));
        add((int) I.getAndSet(c, n * 3));
        add(I.compareAndSet(c, n * 3, n));
        add(I.compareAndSet(c, n * 3, n));
        add((int) I.compareAndExchange(c, n, -n));
        add((int) I.compareAndExchangeAcquire(c, n, -n));
        add(I.weakCompareAndSetPlain(c, -n, n) || n == 0 || (int) I.get(c) == -n);
        add((int) I.getAndBitwiseXor(c, 5));
        I.setRelease(c, n); add((int) I.getAcquire(c)); I.setOpaque(c, n + 1); add((int) I.getOpaque(c)); I.setVolatile(c, n + 2); add((int) I.getVolatile(c));
        long wide = n * 0x1_0000_0001L;
        add((long) L.getAndAdd(c, wide));
        add((long) L.getAndSet(c, -wide));
        add(L.compareAndSet(c, -wide, wide));
        add(L.compareAndSet(c, -wide - 1, wide));
        add((long) L.compareAndExchange(c, wide, 7L));
        add((long) L.compareAndExchangeRelease(c, wide + 1, 8L));
        L.setVolatile(c, wide); add((long) L.getVolatile(c)); L.setRelease(c, wide + 1); add((long) L.getAcquire(c));
        add((short) S.getAndAdd(c, (short) n));
        add(S.compareAndSet(c, (short) n, (short) -n));
        S.setVolatile(c, (short) (n * 777)); add((short) S.getVolatile(c));
        F.setVolatile(c, n * 0.5f); add((long) (4 * (float) F.getVolatile(c))); add((long) (float) F.getAndAdd(c, 1.5f));
        D.setRelease(c, n * 0.25); add((long) (4 * (double) D.getAcquire(c))); add((long) (double) D.getAndSet(c, 2.5));
        Z.setVolatile(c, n % 2 == 0); add((boolean) Z.getVolatile(c)); add(Z.compareAndSet(c, true, false));
    }

    static void references(Cell c, Object a, Object b) {
        O.setVolatile(c, a);
        add(O.compareAndSet(c, b, a));
        add(O.compareAndSet(c, a, b));
        add(O.compareAndExchange(c, b, a) == b);
        add(O.compareAndExchange(c, b, a) == a);
        add(O.getAndSet(c, b) == a);
        add(O.getAndSet(c, null) == b);
        add(O.compareAndSet(c, null, a));
        add(O.getAcquire(c) == a);
        O.setRelease(c, "text"); add(O.getOpaque(c).hashCode());
    }

    static void elements(int[] ints, Object[] objects, Object value, int at) {
        add((int) INTS.getAndAdd(ints, at, at + 1));
        add(INTS.compareAndSet(ints, at, at + 1, at));
        add((int) INTS.getVolatile(ints, at));
        Object before = OBJECTS.getAndSet(objects, at, value);
        add(before == null ? 0 : before.hashCode());
        add(OBJECTS.compareAndSet(objects, at, value, "x" + at));
        add(OBJECTS.getVolatile(objects, at).hashCode());
    }

    static void atomics(AtomicInteger i, AtomicLong l, AtomicReference<Object> r, AtomicLongArray la, AtomicReferenceArray<Object> ra, int n) {
        add(i.incrementAndGet()); add(i.getAndDecrement()); add(i.addAndGet(n)); add(i.updateAndGet(x -> x ^ 3)); add(i.accumulateAndGet(n, Math::max));
        add(l.incrementAndGet()); add(l.getAndAdd(n * 10_000_000_000L)); add(l.compareAndExchange(l.get(), n)); l.lazySet(n);
        add(r.getAndSet("a" + n).hashCode()); add(r.compareAndSet("b", "c")); add(r.updateAndGet(x -> x + "!").hashCode());
        add(la.getAndIncrement(n & 7)); add(la.addAndGet(n & 7, 5)); ra.set(n & 7, r.get()); add(ra.getAndSet(n & 7, "z").hashCode());
    }

    interface Shape {}
    static class C0 {} static class C1 extends C0 {} static class C2 extends C1 {} static class C3 extends C2 {} static class C4 extends C3 {}
    static class C5 extends C4 {} static class C6 extends C5 {} static class C7 extends C6 {} static class C8 extends C7 {} static class C9 extends C8 implements Shape {}

    static final Class<?>[] CLASSES = {Object.class, C0.class, C3.class, C7.class, C8.class, C9.class, Shape.class, int.class, void.class,
        int[].class, Object[].class, C0[].class, Shape[].class, C3[][].class, Comparable.class, String.class, Cloneable.class, List.class};
    static final Object[] OBJECTS_OF_ALL = {new Object(), new C0(), new C2(), new C3(), new C6(), new C7(), new C8(), new C9(), 1, "s", new int[0],
        new long[0], new Object[0], new C0[0], new C9[0], new C3[0][0], new C9[0][0], List.of(), null};

    static boolean instance(Class<?> k, Object o) { return k.isInstance(o); }
    static Object cast(Class<?> k, Object o) { return k.cast(o); }

    static void classes(boolean isTold) {
        for (Class<?> k : CLASSES) {
            StringBuilder line = new StringBuilder();
            for (Object o : OBJECTS_OF_ALL) {
                boolean is = instance(k, o);
                String text = is ? "1" : "0";
                try {
                    if (cast(k, o) != o) text += "changed";
                    if (!is && o != null) text += "cast";
                } catch (ClassCastException e) {
                    if (is) text += e.getMessage();
                    add(e.getMessage().replaceAll("@[0-9a-f]+", "").hashCode());
                }
                line.append(text);
            }
            add(line.toString().hashCode());
            if (isTold) System.out.println(k.getName() + " " + line);
        }
    }

    static void nullClass(Object o) {
        int thrown = 0;
        for (int i = 0; i < 300; i++) {
            try { instance(i % 30 == 29 ? null : Object.class, o); } catch (NullPointerException e) { thrown++; if (i == 299) System.out.println(e.getMessage()); }
            try { cast(i % 30 == 29 ? null : Object.class, o); } catch (NullPointerException e) { thrown++; if (i == 299) System.out.println(e.getMessage()); }
        }
        System.out.println(thrown);
    }

    static class Hashed { int superHash() { return super.hashCode(); } }
    static class Own { public int hashCode() { return 4711; } }
    static int virtualHash(Object o) { return o.hashCode(); }
    static int hash(Object o) { return System.identityHashCode(o); }

    static void hashes() {
        Object[] all = new Object[300];
        int[] first = new int[all.length];
        for (int i = 0; i < all.length; i++) all[i] = i % 3 == 0 ? new Hashed() : i % 3 == 1 ? new int[i] : "text" + i;
        for (int i = 0; i < all.length; i++) first[i] = hash(all[i]);
        int wrong = 0;
        for (int round = 0; round < 6; round++) {
            if (round % 2 == 1) System.gc();
            for (int i = 0; i < all.length; i++) {
                if (hash(all[i]) != first[i]) wrong++;
                if (virtualHash(all[i]) != (i % 3 == 2 ? ("text" + i).hashCode() : first[i])) wrong++;
                if (all[i] instanceof Hashed h && (h.superHash() != first[i] || h.hashCode() != first[i])) wrong++;
            }
        }
        if (virtualHash(new Own()) != 4711) wrong++;
        System.out.println(wrong + " " + hash(null));
        int thrown = 0;
        for (int i = 0; i < 300; i++) {
            Hashed h = i % 50 == 7 ? null : new Hashed();
            try { if (h.superHash() == 0) wrong++; } catch (NullPointerException e) { thrown++; }
        }
        System.out.println(thrown);
    }

    static void loops(int n) {
        byte[] bytes = new byte[n]; char[] chars = new char[n]; short[] shorts = new short[n]; int[] ints = new int[n]; long[] longs = new long[n];
        Arrays.fill(bytes, (byte) (n + 200)); Arrays.fill(chars, (char) (n + 0x20ac)); Arrays.fill(shorts, (short) -n); Arrays.fill(ints, ~n); Arrays.fill(longs, n * -0x1_0000_0001L);
        add(Arrays.hashCode(bytes)); add(Arrays.hashCode(chars)); add(Arrays.hashCode(shorts)); add(Arrays.hashCode(ints)); add(Arrays.hashCode(longs));
        byte[] other = bytes.clone();
        add(Arrays.equals(bytes, other)); add(Arrays.equals(bytes, null)); add(Arrays.equals((byte[]) null, null));
        if (n > 0) other[n / 2]++;
        add(Arrays.equals(bytes, other)); add(Arrays.mismatch(bytes, other)); add(Arrays.compare(bytes, other));
        int[] more = Arrays.copyOf(ints, n + 1); more[n / 2] ^= 1;
        add(Arrays.mismatch(ints, more)); add(Arrays.mismatch(longs, longs.clone()));
        String latin = "abc\u00e9".repeat(n), wide = "ab\u20ac".repeat(n);
        add(latin.hashCode()); add(wide.hashCode()); add((latin + wide).hashCode()); add(latin.equals(latin + "")); add(wide.equals(wide + "")); add((latin + "x").equals(latin + "y"));
        add(latin.compareTo(latin + "z")); add(wide.compareTo(wide + "z")); add((latin + "b").compareTo(latin + "d")); add((wide + "b").compareTo(wide + "d")); add(latin.compareTo(wide));
        char[] both = (latin + wide).toCharArray();
        add(new String(both).hashCode()); add(new String(both, 0, latin.length()).hashCode()); add(latin.toCharArray().length);
        add(latin.getBytes(java.nio.charset.StandardCharsets.UTF_8).length); add(new String(wide.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8).hashCode());
        Object[] objects = new Object[n + 2], target = new String[n + 2];
        Arrays.fill(objects, latin);
        System.arraycopy(objects, 0, target, 1, n);
        add(Arrays.hashCode(target));
        try {
            objects[n] = n;
            System.arraycopy(objects, 0, target, 0, n + 1);
            add(1);
        } catch (ArrayStoreException e) {
            add(e.getMessage().hashCode());
        }
        try { Arrays.fill((int[]) (n % 5 == 4 ? null : ints), 3); } catch (NullPointerException e) { add(5); }
        try { new String(both, n, both.length); add(1); } catch (StringIndexOutOfBoundsException e) { add(e.getMessage().hashCode()); }
    }

    public static void main(String[] args) {
        Cell cell = new Cell();
        AtomicInteger i = new AtomicInteger(); AtomicLong l = new AtomicLong(); AtomicReference<Object> r = new AtomicReference<>("b");
        AtomicLongArray la = new AtomicLongArray(8); AtomicReferenceArray<Object> ra = new AtomicReferenceArray<>(8);
        int[] ints = new int[8]; Object[] objects = new Object[8];
        for (int n = 0; n < 700; n++) {
            handles(cell, n);
            references(cell, "a" + n, new int[1]);
            elements(ints, objects, "value" + n, n & 7);
            atomics(i, l, r, la, ra, n);
            if (n % 100 == 99) r.set("b");
        }
        System.out.println(sum);
        for (int n = 0; n < 12; n++) classes(n == 11);
        System.out.println(sum);
        nullClass("o");
        hashes();
        for (int n = 0; n < 250; n++) loops(n % 40);
        System.out.println(sum);
        Cell none = null;
        int thrown = 0;
        for (int n = 0; n < 300; n++) {
            try { I.getAndAdd(n % 30 == 0 ? none : cell, 1); } catch (NullPointerException e) { thrown++; }
            try { O.compareAndSet(n % 30 == 0 ? none : cell, null, null); } catch (NullPointerException e) { thrown++; }
            try { INTS.getAndAdd(ints, n % 30 == 0 ? 8 : 1, 1); } catch (ArrayIndexOutOfBoundsException e) { thrown++; }
        }
        System.out.println(thrown);
    }
}
