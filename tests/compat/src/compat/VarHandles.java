// area: java.lang.invoke: VarHandles
package compat;

import java.lang.invoke.*;
import java.lang.invoke.VarHandle.AccessMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

final class VarHandles {
    static class V {
        boolean z; byte b; short s; char c; int i; long j; float f; double d; String l;
        static int si;
        final int fixed = 3;
        volatile long vol;
    }

    private static Object value(Class<?> t, int n) {
        if (t == boolean.class) { return n % 2 == 1; }
        if (t == byte.class) { return (byte) (n * 50); }
        if (t == short.class) { return (short) (n * 20000); }
        if (t == char.class) { return (char) ('a' + n); }
        if (t == int.class) { return n * 1_000_000_007; }
        if (t == long.class) { return n * 10_000_000_000L; }
        if (t == float.class) { return n * 1.5f; }
        if (t == double.class) { return n * -2.5; }
        return "s" + n;
    }

    /** Each mode with a fresh place that holds value 1: result, and what it holds afterwards. */
    private static void modes(String name, VarHandle h, java.util.function.Supplier<Object[]> place) {
        for (AccessMode mode : AccessMode.values()) {
            Out.show(name + " " + mode, () -> {
                if (!h.isAccessModeSupported(mode)) {
                    try {
                        Object[] c = place.get();
                        List<Object> args = new ArrayList<>(List.of(c));
                        for (int i = c.length; i < h.accessModeType(mode).parameterCount(); i++) {
                            args.add(value(h.varType(), i));
                        }
                        return h.toMethodHandle(mode).invokeWithArguments(args);
                    } catch (UnsupportedOperationException e) {
                        return "unsupported";
                    }
                }
                List<Object> results = new ArrayList<>();
                for (int expected : new int[] {1, 2}) {
                    Object[] c = place.get();
                    List<Object> args = new ArrayList<>(List.of(c));
                    int parameters = h.accessModeType(mode).parameterCount() - c.length;
                    if (!mode.methodName().startsWith("get") || mode.methodName().startsWith("getAnd")) {
                        List<Object> init = new ArrayList<>(List.of(c));
                        init.add(value(h.varType(), 1));
                        h.toMethodHandle(AccessMode.SET).invokeWithArguments(init);
                    }
                    if (parameters == 2) {
                        args.add(value(h.varType(), expected));
                        args.add(value(h.varType(), 3));
                    } else if (parameters == 1) {
                        args.add(value(h.varType(), 3));
                    }
                    Object r = h.toMethodHandle(mode).invokeWithArguments(args);
                    if (mode.methodName().startsWith("weak") && expected == 1 && Boolean.FALSE.equals(r)) {
                        r = h.toMethodHandle(mode).invokeWithArguments(args);
                    }
                    results.add(Out.text(r) + "->" + Out.text(h.toMethodHandle(AccessMode.GET).invokeWithArguments(List.of(c))));
                }
                return results;
            });
        }
    }

    static void run() throws Exception {
        MethodHandles.Lookup l = MethodHandles.lookup();
        Class<?>[] kinds = {boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class, double.class, String.class};
        String[] names = {"z", "b", "s", "c", "i", "j", "f", "d", "l"};
        for (int i = 0; i < kinds.length; i++) {
            Class<?> k = kinds[i];
            modes("field-" + k.getSimpleName(), l.findVarHandle(V.class, names[i], k), () -> new Object[] {new V()});
            Object array = java.lang.reflect.Array.newInstance(k, 3);
            modes("element-" + k.getSimpleName(), MethodHandles.arrayElementVarHandle(array.getClass()), () -> new Object[] {java.lang.reflect.Array.newInstance(k, 3), 1});
            if (k.isPrimitive() && k != boolean.class && k != byte.class) {
                for (ByteOrder o : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
                    modes("bytes-" + k + "-" + o, MethodHandles.byteArrayViewVarHandle(array.getClass(), o), () -> new Object[] {new byte[24], 8});
                    modes("direct-" + k + "-" + o, MethodHandles.byteBufferViewVarHandle(array.getClass(), o), () -> new Object[] {ByteBuffer.allocateDirect(24), 8});
                }
            }
        }
        modes("static-int", l.findStaticVarHandle(V.class, "si", int.class), () -> { V.si = 0; return new Object[0]; });
        modes("final-int", l.findVarHandle(V.class, "fixed", int.class), () -> new Object[] {new V()});
        modes("volatile-long", l.findVarHandle(V.class, "vol", long.class), () -> new Object[] {new V()});
        VarHandle i = l.findVarHandle(V.class, "i", int.class);
        Out.show("null receiver", () -> (int) i.get((V) null));
        Out.show("wrong receiver", () -> (int) i.get((Object) "x"));
        Out.show("wrong type", () -> (String) i.get(new V()));
        Out.show("wrong value", () -> { i.set(new V(), "x"); return 1; });
        Out.show("wrong count", () -> i.compareAndSet(new V(), 1));
        Out.show("box", () -> { V v = new V(); i.set(v, (Integer) 7); Object r = i.getAndAdd((Object) v, (short) 3); return r + " " + v.i; });
        Out.show("exact", () -> { i.withInvokeExactBehavior().set(new V(), (short) 3); return 1; });
        Out.show("exact ok", () -> { V v = new V(); i.withInvokeExactBehavior().set(v, 3); return v.i; });
        Out.show("coordinates", () -> i.coordinateTypes() + " " + i.varType() + " " + i.accessModeType(AccessMode.COMPARE_AND_SET));
        Out.show("toString", () -> i.toString());
        VarHandle a = MethodHandles.arrayElementVarHandle(Object[].class);
        Out.show("array store", () -> { a.set((Object[]) new String[1], 0, (Object) 1); return 1; });
        Out.show("array index", () -> a.get(new Object[1], 1));
        Out.show("array negative", () -> a.getVolatile(new Object[1], -1));
        VarHandle longs = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        Out.show("view plain unaligned", () -> (long) longs.get(new byte[24], 3));
        Out.show("view end", () -> (long) longs.get(new byte[24], 17));
        Out.show("view read only", () -> { MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN).set(ByteBuffer.allocate(16).asReadOnlyBuffer(), 0, 1L); return 1; });
        Out.show("direct unaligned", () -> (long) MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN).getVolatile(ByteBuffer.allocateDirect(32).alignedSlice(8), 4));
        Out.show("no such field", () -> l.findVarHandle(V.class, "zz", int.class));
        Out.show("static as instance", () -> l.findVarHandle(V.class, "si", int.class));
        Out.show("not array", () -> MethodHandles.arrayElementVarHandle(String.class));
        Out.show("view of bytes", () -> MethodHandles.byteArrayViewVarHandle(byte[].class, ByteOrder.BIG_ENDIAN));
        Out.show("unreflect", () -> (int) l.unreflectVarHandle(V.class.getDeclaredField("i")).get(new V()));
        Out.show("invoker", () -> (int) MethodHandles.varHandleInvoker(AccessMode.GET, MethodType.methodType(int.class, V.class)).invoke(i, new V()));
        Out.show("equals", () -> i.equals(l.findVarHandle(V.class, "i", int.class)));
    }
}
