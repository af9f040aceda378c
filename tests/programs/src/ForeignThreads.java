// Callbacks from threads that C made, calls by several threads at once, and a scope that one thread closes while another
// is inside it or in a call.
// @vm --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED
// @slow 2
import static jdk.incubator.foreign.CLinker.*;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import jdk.incubator.foreign.*;

public class ForeignThreads {
    static final CLinker LINKER = CLinker.getInstance();

    static MethodHandle libc(String name, MethodType type, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(CLinker.systemLookup().lookup(name).get(), type, descriptor);
    }

    static MemoryAddress stub(String name, MethodType type, FunctionDescriptor descriptor, ResourceScope scope) throws Exception {
        return LINKER.upcallStub(MethodHandles.lookup().findStatic(ForeignThreads.class, name, type), descriptor, scope);
    }

    static final AtomicInteger ran = new AtomicInteger();
    static final AtomicLong sum = new AtomicLong();
    static volatile String seen;

    static MemoryAddress body(MemoryAddress argument) {
        Thread self = Thread.currentThread();
        seen = self.isDaemon() + " " + self.getThreadGroup().getName() + " " + self.getState() + " " + self.getPriority()
            + " " + (self.getContextClassLoader() == ClassLoader.getSystemClassLoader()) + " " + self.getStackTrace()[1].getMethodName();
        Object[] garbage = null;
        for (int i = 0; i < 2000; i++) {
            garbage = new Object[] {garbage == null ? null : garbage.clone(), i};
            if (i % 100 == 0) garbage = null;
        }
        ran.incrementAndGet();
        sum.addAndGet(argument.toRawLongValue());
        return argument.addOffset(1);
    }

    static void threadsOfC() throws Throwable {
        MethodHandle create = libc("pthread_create", MethodType.methodType(int.class, MemoryAddress.class, MemoryAddress.class, MemoryAddress.class, MemoryAddress.class),
                                   FunctionDescriptor.of(C_INT, C_POINTER, C_POINTER, C_POINTER, C_POINTER));
        MethodHandle join = libc("pthread_join", MethodType.methodType(int.class, long.class, MemoryAddress.class), FunctionDescriptor.of(C_INT, C_LONG, C_POINTER));
        int before = Thread.getAllStackTraces().size();
        try (ResourceScope scope = ResourceScope.newSharedScope()) {
            MemoryAddress body = stub("body", MethodType.methodType(MemoryAddress.class, MemoryAddress.class), FunctionDescriptor.of(C_POINTER, C_POINTER), scope);
            MemorySegment ids = MemorySegment.allocateNative(8 * 16, 8, scope);
            MemorySegment result = MemorySegment.allocateNative(8, 8, scope);
            for (int i = 0; i < 16; i++) {
                int status = (int) create.invokeExact(ids.address().addOffset(8 * i), MemoryAddress.NULL, body, MemoryAddress.ofLong(1000 + i));
                if (status != 0) throw new AssertionError(status);
            }
            long results = 0;
            for (int i = 0; i < 16; i++) {
                int status = (int) join.invokeExact(MemoryAccess.getLongAtOffset(ids, 8 * i), result.address());
                results += MemoryAccess.getLong(result);
            }
            System.out.println(ran.get() + " " + sum.get() + " " + results + " " + seen);
        }
        System.out.println(Thread.getAllStackTraces().size() - before);
    }

    static long twice(long x) {
        return 2 * x;
    }

    static void threadsOfJava() throws Throwable {
        try (ResourceScope scope = ResourceScope.newSharedScope()) {
            FunctionDescriptor descriptor = FunctionDescriptor.of(C_LONG, C_LONG);
            MethodType type = MethodType.methodType(long.class, long.class);
            MethodHandle twice = LINKER.downcallHandle(stub("twice", type, descriptor, scope), type, descriptor);
            AtomicLong total = new AtomicLong();
            Thread[] threads = new Thread[4];
            for (int t = 0; t < threads.length; t++) {
                int from = t * 10000;
                threads[t] = new Thread(() -> {
                    long mine = 0;
                    try {
                        for (int i = from; i < from + 10000; i++) {
                            mine += (long) twice.invokeExact((long) i);
                            if (i % 1000 == 0) System.gc();
                        }
                    } catch (Throwable e) {
                        e.printStackTrace();
                    }
                    total.addAndGet(mine);
                });
                threads[t].start();
            }
            for (Thread t : threads) t.join();
            System.out.println(total.get());
        }
    }

    // A thread in C does not keep the world from stopping.
    static void collectionDuringACall() throws Throwable {
        MethodHandle usleep = libc("usleep", MethodType.methodType(int.class, int.class), FunctionDescriptor.of(C_INT, C_INT));
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger status = new AtomicInteger(-1);
        Object[] kept = {"kept", new int[] {1, 2, 3}};
        Thread sleeper = new Thread(() -> {
            try {
                Object[] local = kept.clone();
                started.countDown();
                int result = (int) usleep.invokeExact(300_000);
                status.set(result + ((int[]) local[1])[2]);
            } catch (Throwable e) {
                e.printStackTrace();
            }
        });
        sleeper.start();
        started.await();
        Thread.sleep(20);
        int collections = 0;
        while (status.get() == -1 && collections < 5) {
            System.gc();
            collections++;
        }
        sleeper.join();
        System.out.println(collections == 5 ? "collected meanwhile " + status.get() : "waited");
    }

    static void attempt(String what, Runnable action) {
        try {
            action.run();
            System.out.println(what + ": done");
        } catch (RuntimeException e) {
            System.out.println(what + ": " + e.getClass().getName() + ": " + e.getMessage());
        }
    }

    static void scopes() throws Throwable {
        ResourceScope confined = ResourceScope.newConfinedScope();
        MemorySegment segment = MemorySegment.allocateNative(100, confined);
        Thread other = new Thread(() -> {
            attempt("access by another thread", () -> MemoryAccess.getInt(segment));
            attempt("close by another thread", confined::close);
        });
        other.start();
        other.join();
        ResourceScope.Handle handle = confined.acquire();
        attempt("close while acquired", confined::close);
        confined.release(handle);
        attempt("close", confined::close);
        attempt("access after close", () -> MemoryAccess.getInt(segment));
        attempt("close again", confined::close);

        ResourceScope shared = ResourceScope.newSharedScope();
        AtomicInteger cleaned = new AtomicInteger();
        shared.addCloseAction(cleaned::incrementAndGet);
        MemorySegment open = MemorySegment.allocateNative(100, shared);
        other = new Thread(() -> attempt("close of a shared scope by another thread", shared::close));
        other.start();
        other.join();
        attempt("access after that", () -> MemoryAccess.getByte(open));
        System.out.println(cleaned.get());
    }

    // Readers run through shared segments while their scopes are closed: a close succeeds or says that it cannot, an access
    // sees the memory or says that it is gone; nothing touches freed memory.
    static void closesUnderAccess() throws Throwable {
        int good = 0, refused = 0;
        AtomicInteger wrong = new AtomicInteger();
        for (int round = 0; round < 30; round++) {
            ResourceScope scope = ResourceScope.newSharedScope();
            MemorySegment segment = MemorySegment.allocateNative(1 << 16, scope);
            segment.fill((byte) 7);
            CountDownLatch running = new CountDownLatch(2);
            Thread[] readers = new Thread[2];
            for (int r = 0; r < readers.length; r++) {
                boolean bulk = r == 1;
                readers[r] = new Thread(() -> {
                    running.countDown();
                    MemorySegment copy = MemorySegment.ofArray(new byte[1 << 16]);
                    try {
                        for (;;) {
                            if (bulk) {
                                copy.copyFrom(segment);
                                if (MemoryAccess.getByteAtOffset(copy, 65535) != 7) wrong.incrementAndGet();
                            } else {
                                for (int i = 0; i < 1 << 16; i += 64) {
                                    if (MemoryAccess.getByteAtOffset(segment, i) != 7) wrong.incrementAndGet();
                                }
                            }
                        }
                    } catch (IllegalStateException e) {
                        if (!e.getMessage().equals("This segment is already closed")) wrong.incrementAndGet();
                    }
                });
                readers[r].start();
            }
            running.await();
            for (;;) {
                try {
                    scope.close();
                    good++;
                    break;
                } catch (IllegalStateException e) {
                    if (!e.getMessage().equals("Cannot close while another thread is accessing the segment")) System.out.println(e.getMessage());
                    refused++;
                }
            }
            for (Thread t : readers) t.join();
        }
        System.out.println(good + " " + wrong.get());
    }

    public static void main(String[] args) throws Throwable {
        threadsOfC();
        threadsOfJava();
        collectionDuringACall();
        scopes();
        closesUnderAccess();
    }
}
