// @slow 2
// Subclasses that come when code rests on there being none: while callers are on the stack, in loops, in the callee itself, in
// native callees, waiting for monitors, in other threads. The next call must reach the new class's method.

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntSupplier;

public class LateSubclasses {
    static final int WARM = 6000;

    // --- the callee makes the new class, once, in the middle of the caller's expression ---
    static class Results {
        boolean makes;

        Results next() {
            return makes ? Class2.fresh() : this;
        }

        int word(int x) {
            return x + 1;
        }

        long wide(long x) {
            return x + 1;
        }

        float single(float x) {
            return x + 1;
        }

        double real(double x) {
            return x + 1;
        }

        String text(int x) {
            return x < 0 ? "minus" : "base";
        }

        boolean flag(int x) {
            return x > 0;
        }

        void nothing(int[] out) {
            out[0]++;
        }

        byte tiny(int x) {
            return (byte) x;
        }
    }

    static class Class2 {
        static Results fresh() {
            return new OtherResults();
        }
    }

    static class OtherResults extends Results {
        int word(int x) {
            return x * 2;
        }

        long wide(long x) {
            return x * 2;
        }

        float single(float x) {
            return x * 2;
        }

        double real(double x) {
            return x * 2;
        }

        String text(int x) {
            return "other";
        }

        boolean flag(int x) {
            return x < 0;
        }

        void nothing(int[] out) {
            out[0] += 100;
        }

        byte tiny(int x) {
            return (byte) (x * 2);
        }
    }

    static String allResults(Results a, int i, int[] out) {
        // Everything before the call of next() is on the expression stack or in locals when the class comes.
        long local = i * 3L;
        double real = i * 0.5;
        Results b = a.next();
        b.nothing(out);
        return local + b.word(i) + " " + (i + b.next().wide(local)) + " " + (real + b.single(i)) + " " + b.real(real) + " " + b.text(i)
                + " " + b.flag(i) + " " + out[0] + " " + b.tiny(i + 100);
    }

    static void results() {
        Results a = new Results();
        int[] out = new int[1];
        int hash = 0;
        for (int i = 0; i < WARM; i++) hash = hash * 31 + allResults(a, i, out).hashCode();
        System.out.println("results " + hash);
        a.makes = true;
        for (int i = 0; i < 4; i++) System.out.println(allResults(a, i, out));
    }

    // --- returns of every kind into code that is given up: the callee loads the class and returns ---
    static class Kinds {
        static boolean now;

        int step() {
            return 1;
        }

        static void load() {
            if (now) {
                now = false;
                shared = new OtherKinds();
            }
        }

        static volatile Kinds shared = new Kinds();

        long wide(long x) {
            load();
            return x + 0x1_0000_0000L;
        }

        float single(float x) {
            load();
            return x + 0.25f;
        }

        double real(double x) {
            load();
            return x + 0.125;
        }

        Object reference(Object x) {
            load();
            return x;
        }

        boolean flag(boolean x) {
            load();
            return !x;
        }

        char letter(int x) {
            load();
            return (char) x;
        }

        void nothing() {
            load();
        }
    }

    static class OtherKinds extends Kinds {
        int step() {
            return 1000;
        }
    }

    interface Maker {
        int make(int a, long b, double c, Object d, int e, int f, int g, int h);
    }

    static class PlainMaker implements Maker {
        public int make(int a, long b, double c, Object d, int e, int f, int g, int h) {
            Kinds.load();
            return a + (int) b + (int) c + d.hashCode() + e + f + g + h;
        }
    }

    static double everyKind(int which, int i, Maker maker) {
        double before = Kinds.shared.step();
        int top = i;
        switch (which) {
            case 0: return before + top + Kinds.shared.wide(i) + Kinds.shared.step();
            case 1: return before + top + Kinds.shared.single(i) + Kinds.shared.step();
            case 2: return before + top + Kinds.shared.real(i) + Kinds.shared.step();
            case 3: return before + top + Kinds.shared.reference("x").hashCode() + Kinds.shared.step();
            case 4: return before + top + (Kinds.shared.flag(i > 3) ? 7 : 9) + Kinds.shared.step();
            case 5: return before + top + Kinds.shared.letter(i + 70000) + Kinds.shared.step();
            case 6: Kinds.shared.nothing(); return before + top + Kinds.shared.step();
            default: return before + top + maker.make(i, 1L << 20, 2.5, "y", 5, 6, 7, 8) + Kinds.shared.step();
        }
    }

    // --- an exception passes through a frame whose code is given up ---
    static class Thrower {
        int call(int i) {
            if (i == -1) {
                current = new OtherThrower();
                throw new IllegalStateException("late");
            }
            return i;
        }

        static Thrower current = new Thrower();
    }

    static class OtherThrower extends Thrower {
        int call(int i) {
            return -i;
        }
    }

    static int through(int i) {
        return current().call(i) + 1;
    }

    static Thrower current() {
        return Thrower.current;
    }

    static int catching(int i) {
        int sum = current().call(3);
        try {
            sum += through(i);
        } catch (IllegalStateException e) {
            sum += current().call(100);
        } finally {
            sum += current().call(10);
        }
        return sum;
    }

    // --- synchronized methods, recursion ---
    static class Counter {
        int count;

        synchronized int add(int depth) {
            count++;
            if (depth == 0) return last().weight();
            return add(depth - 1) + last().weight();
        }

        int weight() {
            return 1;
        }

        Counter last() {
            if (fails) {
                fails = false;
                instance = new OtherCounter();
            }
            return instance;
        }

        static boolean fails;
        static Counter instance = new Counter();
    }

    static class OtherCounter extends Counter {
        int weight() {
            return 1000;
        }
    }

    // --- default methods ---
    interface Shape {
        default int area() {
            return 4;
        }
    }

    static class Square implements Shape {
    }

    static class BigSquare extends Square {
        public int area() {
            return 400;
        }
    }

    static int area(Square s, Shape t) {
        return s.area() + t.area();
    }

    // --- a native callee: Class.forName initialises, reflection calls ---
    static class Native {
        static Native now = new Native();

        int value() {
            return 5;
        }
    }

    static class OtherNative extends Native {
        static {
            now = new OtherNative();
        }

        int value() {
            return 500;
        }
    }

    static int viaForName(String name) throws Exception {
        int before = Native.now.value();
        if (name != null) Class.forName(name);
        return before * 10000 + Native.now.value();
    }

    static class Reflective {
        static Reflective now = new Reflective();

        int value() {
            return 6;
        }

        public static void change() {
            now = new OtherReflective();
        }
    }

    static class OtherReflective extends Reflective {
        int value() {
            return 600;
        }
    }

    static int viaReflection(java.lang.reflect.Method method) throws Exception {
        int before = Reflective.now.value();
        if (method != null) method.invoke(null);
        return before * 10000 + Reflective.now.value();
    }

    // --- another thread is in a loop, waits for a monitor, or is in a synchronized method ---
    static class Spun {
        int value() {
            return 1;
        }
    }

    static class OtherSpun extends Spun {
        int value() {
            return 2;
        }
    }

    static class ThirdSpun extends Spun {
        int value() {
            return 3;
        }
    }

    static volatile Spun spun = new Spun();
    static final AtomicLongArray rounds = new AtomicLongArray(4);  // by thread and phase

    static int spin(int counter, int until) {
        int sum = 0;
        while (spun.value() != until) {
            sum += spun.value() < until ? 1 : 0;
            rounds.incrementAndGet(counter);
        }
        return sum > 0 ? until : -until;
    }

    static void await(int phase) {
        while (rounds.get(2 * phase) < 100_000 || rounds.get(2 * phase + 1) < 100_000) Thread.yield();
    }

    static void inAnotherThread() throws Exception {
        Thread[] threads = new Thread[2];
        String[] lines = new String[2];
        for (int t = 0; t < 2; t++) {
            int me = t;
            threads[t] = new Thread(() -> lines[me] = "spun " + spin(me, 2) + " " + spin(2 + me, 3));
            threads[t].start();
        }
        await(0);
        spun = new OtherSpun();
        await(1);
        spun = new ThirdSpun();
        for (int t = 0; t < 2; t++) {
            threads[t].join();
            System.out.println(lines[t]);
        }
    }

    static class Waiting {
        int value() {
            return 1;
        }
    }

    static class OtherWaiting extends Waiting {
        int value() {
            return 2;
        }
    }

    static final Object gate = new Object();
    static Waiting waiting = new Waiting();

    static int enter(int i) {
        int sum = waiting.value();
        synchronized (gate) {
            sum = sum * 10 + waiting.value() + i;
        }
        return sum * 10 + waiting.value();
    }

    static synchronized int enterMethod(int i) {
        int sum = waiting.value();
        return sum * 10 + waiting.value() + i;
    }

    static void atMonitors() throws Exception {
        int sum = 0;
        for (int i = 0; i < WARM; i++) sum += enter(i) + enterMethod(i);
        System.out.println("monitors " + sum);
        CountDownLatch started = new CountDownLatch(2);
        int[] seen = new int[2];
        Thread first = new Thread(() -> {
            started.countDown();
            seen[0] = enter(0);
        });
        Thread second = new Thread(() -> {
            started.countDown();
            seen[1] = enterMethod(0);
        });
        synchronized (LateSubclasses.class) {
            synchronized (gate) {
                first.start();
                second.start();
                started.await();
                while (first.getState() != Thread.State.BLOCKED || second.getState() != Thread.State.BLOCKED) Thread.sleep(1);
                waiting = new OtherWaiting();
            }
        }
        first.join();
        second.join();
        System.out.println(seen[0] + " " + seen[1]);
    }

    // --- allocation is where the class comes: the constructor's chain, arrays of arrays, casts ---
    static class Grown {
        static Grown now = new Grown();
        static boolean grows;

        int value() {
            return 1;
        }

        static int[] table(int i) {
            if (grows) {
                grows = false;
                now = new OtherGrown();
            }
            return new int[i & 7];
        }
    }

    static class OtherGrown extends Grown {
        int value() {
            return 10;
        }
    }

    static int allocating(int i) {
        int[][] m = {Grown.table(i), new int[3], {Grown.now.value(), i}};
        Object o = m;
        int[][] n = (int[][]) o;
        return n[0].length + n[2][0] + new int[2][i & 3].length + Grown.now.value();
    }

    // --- a loop: entered in the middle, left in the middle ---
    static abstract class Looped {
        abstract int next(int i);
    }

    static class Up extends Looped {
        int next(int i) {
            return i + 1;
        }
    }

    static class Down extends Looped {
        int next(int i) {
            return i - 1;
        }
    }

    static long loop(int n) {
        Looped l = new Up();
        long sum = 0;
        for (int i = 0, x = 0; i < n; i++) {
            x = l.next(x);
            sum += x;
            if (i == n / 2) l = new Down();
        }
        return sum;
    }

    // --- lambdas and method handles call into it ---
    static int supplied(IntSupplier s) {
        return s.getAsInt() + 1;
    }

    static class Handled {
        static Handled now = new Handled();

        int value() {
            return 3;
        }
    }

    static class OtherHandled extends Handled {
        int value() {
            return 300;
        }
    }

    static int fromLambda(boolean changes) {
        return supplied(() -> {
            int a = Handled.now.value();
            if (changes) Handled.now = new OtherHandled();
            return a;
        }) * 1000 + Handled.now.value();
    }

    public static void main(String[] args) throws Exception {
        results();

        Maker maker = new PlainMaker();
        double total = 0;
        for (int i = 0; i < WARM; i++) total += everyKind(i & 7, i & 63, maker);
        System.out.println(total);
        int which = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        for (int w = which; w < 8; w++) {
            Kinds.now = true;
            System.out.println(w + " " + everyKind(w, 5, maker) + " " + everyKind(w, 5, maker));
        }

        int sum = 0;
        for (int i = 0; i < WARM; i++) sum += catching(i);
        System.out.println(sum + " " + catching(-1) + " " + catching(7));

        sum = 0;
        for (int i = 0; i < WARM / 10; i++) sum += Counter.instance.add(20);
        System.out.println(sum);
        Counter first = Counter.instance;
        Counter.fails = true;
        System.out.println(first.add(20) + " " + first.count + " " + Thread.holdsLock(first) + " " + first.add(5));

        Square square = new Square();
        sum = 0;
        for (int i = 0; i < WARM; i++) sum += area(square, square);
        Square big = new BigSquare();
        System.out.println(sum + " " + area(big, square) + " " + area(square, big) + " " + area(big, big));

        long value = 0;
        for (int i = 0; i < WARM; i++) value += viaForName(null) + viaReflection(null);
        System.out.println(value + " " + viaForName("LateSubclasses$OtherNative") + " "
                + viaReflection(Reflective.class.getMethod("change")) + " " + viaForName(null) + " " + viaReflection(null));

        inAnotherThread();
        atMonitors();

        sum = 0;
        for (int i = 0; i < WARM; i++) sum += allocating(i);
        Grown.grows = true;
        System.out.println(sum + " " + allocating(3) + " " + allocating(3));

        System.out.println(loop(20_000) + " " + loop(20_000));

        sum = 0;
        for (int i = 0; i < WARM; i++) sum += fromLambda(false);
        System.out.println(sum + " " + fromLambda(true) + " " + fromLambda(false));
    }
}
