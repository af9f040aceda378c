import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.*;

public class VarHandlesTour {
    volatile int i = 1;
    long l = 2;
    boolean z;
    byte b = 3;
    short s = 4;
    char c = 'c';
    float f = 1.5f;
    double d = 2.5;
    String t = "t";
    static int st = 9;
    final int fin = 5;

    static VarHandle vh(String name, Class<?> type) throws Exception {
        return MethodHandles.lookup().findVarHandle(VarHandlesTour.class, name, type);
    }

    public static void main(String[] args) throws Exception {
        VarHandlesTour o = new VarHandlesTour();
        VarHandle i = vh("i", int.class);
        System.out.println((int) i.get(o) + " " + (int) i.getVolatile(o) + " " + i.compareAndSet(o, 1, 10) + " " + i.compareAndSet(o, 1, 11) + " "
            + (int) i.getAndAdd(o, 5) + " " + (int) i.getAndSet(o, 100) + " " + (int) i.getAndBitwiseOr(o, 3) + " " + (int) i.getAndBitwiseXor(o, 1) + " "
            + (int) i.compareAndExchange(o, 102, 7) + " " + o.i);
        i.setRelease(o, 8);
        i.setOpaque(o, 9);
        System.out.println((int) i.getAcquire(o));
        VarHandle l = vh("l", long.class);
        System.out.println((long) l.getAndAdd(o, 1L << 40) + " " + o.l + " " + l.weakCompareAndSetPlain(o, -1L, 0L));
        VarHandle z = vh("z", boolean.class);
        System.out.println(z.compareAndSet(o, false, true) + " " + o.z + " " + (boolean) z.getAndBitwiseAnd(o, false) + o.z);
        System.out.println((byte) vh("b", byte.class).getAndAdd(o, (byte) 126) + " " + o.b);
        System.out.println((short) vh("s", short.class).getAndAdd(o, (short) -5) + " " + o.s + " " + vh("s", short.class).compareAndSet(o, (short) -1, (short) 6) + o.s);
        System.out.println((char) vh("c", char.class).getAndSet(o, 'd') + " " + o.c);
        System.out.println((float) vh("f", float.class).getAndAdd(o, 1f) + " " + o.f + " " + vh("f", float.class).compareAndSet(o, 2.5f, -0f) + o.f);
        System.out.println((double) vh("d", double.class).getAndAdd(o, 0.5) + " " + o.d);
        VarHandle t = vh("t", String.class);
        System.out.println(t.compareAndSet(o, "t", "u") + " " + (String) t.getAndSet(o, null) + " " + (String) t.compareAndExchange(o, null, "w") + o.t);
        VarHandle st = MethodHandles.lookup().findStaticVarHandle(VarHandlesTour.class, "st", int.class);
        st.setVolatile(3);
        System.out.println(st.getAndAdd(4) + " " + VarHandlesTour.st);
        VarHandle a = MethodHandles.arrayElementVarHandle(int[].class);
        int[] ints = new int[4];
        a.set(ints, 2, 6);
        System.out.println(a.getAndAdd(ints, 2, 1) + " " + ints[2]);
        VarHandle sa = MethodHandles.arrayElementVarHandle(String[].class);
        String[] strings = new String[2];
        System.out.println(sa.compareAndSet(strings, 1, null, "x") + strings[1]);
        VarHandle view = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
        byte[] bytes = new byte[16];
        view.set(bytes, 3, 0x0102030405060708L);
        System.out.println(bytes[3] + " " + bytes[10] + " " + Long.toHexString((long) view.get(bytes, 4)));
        VarHandle buffer = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bb = ByteBuffer.allocate(16);
        buffer.set(bb, 4, 0x01020304);
        System.out.println(bb.get(4) + " " + (int) buffer.getVolatile(bb, 4));
        for (Attempt x : new Attempt[] {() -> a.get(ints, 4), () -> i.get("wrong"), () -> i.set(o, "text"), () -> vh("fin", int.class).set(o, 1),
            () -> i.get((VarHandlesTour) null), () -> sa.set((Object[]) strings, 0, (Object) 5), () -> vh("nope", int.class), () -> vh("i", long.class),
            () -> view.getVolatile(bytes, 1)}) {
            try {
                x.run();
                System.out.println("ok");
            } catch (Throwable e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
        }
        VarHandle.fullFence();
        VarHandle.acquireFence();
        VarHandle.releaseFence();
        AtomicInteger ai = new AtomicInteger(5);
        System.out.println(ai.incrementAndGet() + ai.getAndUpdate(v -> v * 2) + ai.accumulateAndGet(3, Math::max) + " " + ai);
        AtomicLongArray ala = new AtomicLongArray(3);
        ala.addAndGet(1, 7);
        System.out.println(ala + " " + new AtomicReference<>("r").compareAndSet("r", "q"));
        AtomicStampedReference<String> stamped = new AtomicStampedReference<>("s", 1);
        System.out.println(stamped.compareAndSet("s", "n", 1, 2) + " " + stamped.getStamp());
        AtomicIntegerFieldUpdater<VarHandlesTour> up = AtomicIntegerFieldUpdater.newUpdater(VarHandlesTour.class, "i");
        System.out.println(up.addAndGet(o, 10));
        LongAdder adder = new LongAdder();
        for (int k = 0; k < 10; k++) {
            adder.add(k);
        }
        System.out.println(adder.sum());
    }

    interface Attempt {
        void run() throws Throwable;
    }
}
