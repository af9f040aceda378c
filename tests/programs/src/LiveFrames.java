// java.lang.LiveStackFrame: the variables, operands and monitors of the frames of a stack walk. The reference interprets, since
// its compiled frames have lost what is not used any more.
// @vm --add-opens java.base/java.lang=ALL-UNNAMED -Xint
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

public class LiveFrames {
    static Method getLocals, getStack, getMonitors;
    static StackWalker walker, reflecting;

    static Class<?> primitive;
    static Method longValue, size;

    static String show(Object value, boolean wide) throws Exception {
        if (value == null) return "null";
        if (!primitive.isInstance(value)) return value instanceof Object[] ? Arrays.toString((Object[]) value) : value.toString();
        long word = (long) longValue.invoke(value);
        return (wide ? "#" + word : "#" + (int) word) + "/" + size.invoke(value);
    }

    // Each slot as an int; `wide` are the second slots of longs and doubles: these as a whole, and nothing of the first, which
    // nobody writes.
    static String slots(Object[] values, Integer... wide) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            boolean first = Arrays.asList(wide).contains(i + 1);
            all.add(first ? "-" : show(values[i], Arrays.asList(wide).contains(i)));
        }
        return all.toString();
    }

    static List<StackWalker.StackFrame> frames() {
        return walker.walk(s -> s.collect(Collectors.toList()));
    }

    static StackWalker.StackFrame frame(String name) {
        for (StackWalker.StackFrame f : frames()) if (f.getMethodName().equals(name)) return f;
        throw new AssertionError(name);
    }

    static Object[] locals(StackWalker.StackFrame f) throws Exception {
        return (Object[]) getLocals.invoke(f);
    }

    static Object[] stack(StackWalker.StackFrame f) throws Exception {
        return (Object[]) getStack.invoke(f);
    }

    static Object[] monitors(StackWalker.StackFrame f) throws Exception {
        // (The reference shows places that are free again as nulls.)
        return Arrays.stream((Object[]) getMonitors.invoke(f)).filter(m -> m != null).toArray();
    }

    static StackWalker.StackFrame found;

    static int look(String name) {
        found = frame(name);
        return 1;
    }

    static void arguments(int i, long j, String s, double d, byte b, Object nothing, boolean z) throws Exception {
        look("arguments");
        System.out.println(slots(locals(found), 2, 5) + " " + Double.longBitsToDouble((long) longValue.invoke(locals(found)[5])));
        System.out.println(stack(found).length + " " + monitors(found).length);
    }

    void instance(char c) throws Exception {
        int[] array = {1, 2};
        float f = 1.5f;
        long after = -1;
        look("instance");
        Object[] all = locals(found);
        System.out.println((all[0] == this) + " " + (all[2] == array) + " " + slots(Arrays.copyOfRange(all, 1, 2)) + " " + slots(Arrays.copyOfRange(all, 3, 6), 2));
    }

    // Slots are used again with other types.
    static void reused(boolean which) throws Exception {
        if (which) {
            long a = 1L << 40;
            String b = "b";
            look("reused");
            System.out.println(slots(Arrays.copyOf(locals(found), 4), 2) + a + b);
        } else {
            String a = "a";
            int b = 7;
            double c = 0.5;
            look("reused");
            System.out.println(slots(Arrays.copyOf(locals(found), 5), 4) + a + b + c);
        }
    }

    static String glue(int a, String b, long c, int d, Object e, double f) {
        return a + b + c + d + e + f;
    }

    static void operands() throws Exception {
        String text = glue(11, "operand", 1L << 50, look("operands"), null, 2.5);
        System.out.println(text + " " + slots(stack(found), 3));
        text = glue(11, "operand", -5, 12, new StringBuilder("made"), look("operands") + 0.5);
        System.out.println(text + " " + slots(stack(found), 3));
    }

    static synchronized void monitorOfClass(Object a, Object b) throws Exception {
        synchronized (a) {
            synchronized (b) {
                look("monitorOfClass");
                System.out.println(Arrays.toString(monitors(found)));
            }
            look("monitorOfClass");
            System.out.println(Arrays.toString(monitors(found)));
            synchronized (a) {
                look("monitorOfClass");
                System.out.println(Arrays.toString(monitors(found)));
            }
        }
        look("monitorOfClass");
        System.out.println(Arrays.toString(monitors(found)));
    }

    public static void reflected(int n, String s) throws Exception {
        List<StackWalker.StackFrame> all = reflecting.walk(st -> st.collect(Collectors.toList()));
        for (StackWalker.StackFrame f : all) {
            if (f.getMethodName().equals("reflected")) System.out.println(slots(Arrays.copyOf(locals(f), 2)));
            if (f.getMethodName().equals("invoke0")) {
                Object[] of = locals(f);
                System.out.println(f.isNativeMethod() + " " + of.length + " " + of[0] + " " + of[1] + " " + Arrays.toString((Object[]) of[2]) + " " + stack(f).length);
            }
        }
        System.out.println(all.stream().map(StackWalker.StackFrame::getMethodName).filter(m -> m.startsWith("invoke")).collect(Collectors.joining(" ")));
    }

    static int deep(int n, List<Integer> seen) throws Exception {
        if (n == 0) {
            for (StackWalker.StackFrame f : frames()) {
                if (f.getMethodName().equals("deep")) seen.add((int) (long) longValue.invoke(locals(f)[0]));
            }
            return 0;
        }
        return 1 + deep(n - 1, seen);
    }

    // The frames hold what they refer to while others collect; the walk's arrays are moved with everything else.
    static void collecting() throws Exception {
        Object[] chain = null;
        for (int i = 0; i < 20; i++) {
            chain = new Object[] {chain, "link " + i};
            if (i % 10 == 0) System.gc();
            look("collecting");
            Object[] of = locals(found);
            if (of[0] != chain || (int) (long) longValue.invoke(of[1]) != i) System.out.println("wrong at " + i);
        }
        System.out.println(chain[1]);
    }

    public static void main(String[] args) throws Exception {
        Class<?> live = Class.forName("java.lang.LiveStackFrame");
        primitive = Class.forName("java.lang.LiveStackFrame$PrimitiveSlot");
        longValue = primitive.getMethod("longValue");
        longValue.setAccessible(true);
        size = primitive.getMethod("size");
        size.setAccessible(true);
        getLocals = live.getMethod("getLocals");
        getStack = live.getMethod("getStack");
        getMonitors = live.getMethod("getMonitors");
        for (Method m : List.of(getLocals, getStack, getMonitors)) m.setAccessible(true);
        Method get = live.getMethod("getStackWalker");
        get.setAccessible(true);
        walker = (StackWalker) get.invoke(null);
        Method with = live.getMethod("getStackWalker", Set.class);
        with.setAccessible(true);
        reflecting = (StackWalker) with.invoke(null, Set.of(StackWalker.Option.SHOW_REFLECT_FRAMES));

        arguments(-3, Long.MIN_VALUE + 5, "text", 6.25, (byte) -1, null, true);
        new LiveFrames().instance('c');
        reused(true);
        reused(false);
        operands();
        monitorOfClass("first", "second");
        LiveFrames.class.getMethod("reflected", int.class, String.class).invoke(null, 5, "five");
        List<Integer> seen = new ArrayList<>();
        System.out.println(deep(30, seen) + " " + seen);
        collecting();
        System.out.println(frame("main"));
    }
}
