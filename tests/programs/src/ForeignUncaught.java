// An exception that leaves a callback has nowhere to go: the process ends by abort. What the VM says of it is its own.
// @vm --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED -XX:ErrorFile=/dev/null
// @exit -6
import static jdk.incubator.foreign.CLinker.*;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.foreign.*;

public class ForeignUncaught {
    static int calls;

    static int compare(MemoryAddress a, MemoryAddress b) {
        calls++;
        throw new IllegalStateException("no order");
    }

    public static void main(String[] args) throws Throwable {
        CLinker linker = CLinker.getInstance();
        MethodHandle qsort = linker.downcallHandle(CLinker.systemLookup().lookup("qsort").get(),
            MethodType.methodType(void.class, MemoryAddress.class, long.class, long.class, MemoryAddress.class),
            FunctionDescriptor.ofVoid(C_POINTER, C_LONG, C_LONG, C_POINTER));
        MethodHandle compare = MethodHandles.lookup().findStatic(ForeignUncaught.class, "compare",
            MethodType.methodType(int.class, MemoryAddress.class, MemoryAddress.class));
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            MemoryAddress stub = linker.upcallStub(compare, FunctionDescriptor.of(C_INT, C_POINTER, C_POINTER), scope);
            MemorySegment array = MemorySegment.allocateNative(16, scope);
            System.out.println("sorting");
            System.out.close();  // standard output is /dev/null from here on
            qsort.invokeExact(array.address(), 4L, 4L, stub);
        } finally {
            System.err.println("not reached: " + calls);
            Runtime.getRuntime().halt(0);
        }
    }
}
