// jdk.incubator.foreign's CLinker: calls of C functions with every kind of argument, variadic ones, structures by value in
// registers and in memory, callbacks, and what is refused.
// @vm --add-modules jdk.incubator.foreign --enable-native-access=ALL-UNNAMED
import static jdk.incubator.foreign.CLinker.*;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.foreign.*;

public class ForeignCalls {
    static final CLinker LINKER = CLinker.getInstance();
    static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    static MethodHandle libc(String name, MethodType type, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(CLinker.systemLookup().lookup(name).get(), type, descriptor);
    }

    static MethodHandle own(String name, MethodType type) throws Exception {
        return LOOKUP.findStatic(ForeignCalls.class, name, type);
    }

    // A call that goes out to C and comes straight back: Java method -> upcall stub -> downcall handle.
    static MethodHandle roundTrip(String name, MethodType type, FunctionDescriptor descriptor, ResourceScope scope) throws Exception {
        MemoryAddress stub = LINKER.upcallStub(own(name, type), descriptor, scope);
        return LINKER.downcallHandle(stub, type, descriptor);
    }

    static void library() throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            MethodHandle strlen = libc("strlen", MethodType.methodType(long.class, MemoryAddress.class), FunctionDescriptor.of(C_LONG, C_POINTER));
            System.out.println((long) strlen.invokeExact(toCString("hello, world", scope).address()));
            MethodHandle abs = libc("abs", MethodType.methodType(int.class, int.class), FunctionDescriptor.of(C_INT, C_INT));
            System.out.println((int) abs.invokeExact(-17) + " " + (int) abs.invokeExact(Integer.MIN_VALUE));
            MethodHandle toupper = libc("toupper", MethodType.methodType(int.class, int.class), FunctionDescriptor.of(C_INT, C_INT));
            System.out.println((char) (int) toupper.invokeExact((int) 'q'));
            MethodHandle getenv = libc("getenv", MethodType.methodType(MemoryAddress.class, MemoryAddress.class), FunctionDescriptor.of(C_POINTER, C_POINTER));
            System.out.println(((MemoryAddress) getenv.invokeExact(toCString("NOBODY_SETS_THIS", scope).address())).equals(MemoryAddress.NULL));
            MethodHandle strcat = libc("strcat", MethodType.methodType(MemoryAddress.class, MemoryAddress.class, MemoryAddress.class),
                                       FunctionDescriptor.of(C_POINTER, C_POINTER, C_POINTER));
            MemorySegment buffer = MemorySegment.allocateNative(64, scope);
            buffer.copyFrom(toCString("one ", scope));
            MemoryAddress result = (MemoryAddress) strcat.invokeExact(buffer.address(), toCString("two", scope).address());
            System.out.println(toJavaString(result) + " " + result.equals(buffer.address()));
            MethodHandle strtod = libc("strtod", MethodType.methodType(double.class, MemoryAddress.class, MemoryAddress.class),
                                       FunctionDescriptor.of(C_DOUBLE, C_POINTER, C_POINTER));
            System.out.println((double) strtod.invokeExact(toCString("2.718281828", scope).address(), MemoryAddress.NULL));
            MethodHandle strtof = libc("strtof", MethodType.methodType(float.class, MemoryAddress.class, MemoryAddress.class),
                                       FunctionDescriptor.of(C_FLOAT, C_POINTER, C_POINTER));
            System.out.println((float) strtof.invokeExact(toCString("-1.5e3", scope).address(), MemoryAddress.NULL));
        }
    }

    static int format(ResourceScope scope, MemorySegment into, String format, MethodType more, MemoryLayout[] layouts, Object... values) throws Throwable {
        MethodType type = MethodType.methodType(int.class, MemoryAddress.class, long.class, MemoryAddress.class).appendParameterTypes(more.parameterArray());
        MethodHandle snprintf = libc("snprintf", type, FunctionDescriptor.of(C_INT, C_POINTER, C_LONG, C_POINTER).withAppendedArgumentLayouts(layouts));
        Object[] all = new Object[3 + values.length];
        all[0] = into.address();
        all[1] = into.byteSize();
        all[2] = toCString(format, scope).address();
        System.arraycopy(values, 0, all, 3, values.length);
        return (int) snprintf.invokeWithArguments(all);
    }

    static void variadic() throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            MemorySegment into = MemorySegment.allocateNative(200, scope);
            MethodType type = MethodType.methodType(void.class, int.class, double.class, long.class, MemoryAddress.class);
            MemoryLayout[] layouts = {asVarArg(C_INT), asVarArg(C_DOUBLE), asVarArg(C_LONG_LONG), asVarArg(C_POINTER)};
            int n = format(scope, into, "%d %.3f %lld <%s>", type, layouts, 42, 3.14159, 1L << 40, toCString("text", scope).address());
            System.out.println(n + " " + toJavaString(into));
            // More of both kinds than there are registers.
            List<Class<?>> types = new ArrayList<>();
            List<MemoryLayout> many = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            StringBuilder format = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                types.add(int.class);
                many.add(asVarArg(C_INT));
                values.add(i * i);
                types.add(double.class);
                many.add(asVarArg(C_DOUBLE));
                values.add(i / 4.0);
                format.append("%d:%g ");
            }
            n = format(scope, into, format.toString(), MethodType.methodType(void.class, types), many.toArray(new MemoryLayout[0]), values.toArray());
            System.out.println(n + " " + toJavaString(into));
            n = format(scope, into, "nothing%%", MethodType.methodType(void.class), new MemoryLayout[0]);
            System.out.println(n + " " + toJavaString(into));
        }
    }

    static int compareInts(MemoryAddress a, MemoryAddress b) {
        return Integer.compare(MemoryAccess.getIntAtOffset(MemorySegment.globalNativeSegment(), a.toRawLongValue()),
                               MemoryAccess.getIntAtOffset(MemorySegment.globalNativeSegment(), b.toRawLongValue()));
    }

    static int compareAndCollect(MemoryAddress a, MemoryAddress b) {
        System.gc();
        return compareInts(a, b);
    }

    static void sort(String comparator, int n) throws Throwable {
        MethodHandle qsort = libc("qsort", MethodType.methodType(void.class, MemoryAddress.class, long.class, long.class, MemoryAddress.class),
                                  FunctionDescriptor.ofVoid(C_POINTER, C_LONG, C_LONG, C_POINTER));
        MethodHandle compare = own(comparator, MethodType.methodType(int.class, MemoryAddress.class, MemoryAddress.class));
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            MemoryAddress stub = LINKER.upcallStub(compare, FunctionDescriptor.of(C_INT, C_POINTER, C_POINTER), scope);
            int[] numbers = new int[n];
            for (int i = 0; i < n; i++) numbers[i] = (int) (i * 2654435761L >>> 3) % 1000;
            MemorySegment array = MemorySegment.allocateNative(4L * n, scope);
            array.copyFrom(MemorySegment.ofArray(numbers));
            qsort.invokeExact(array.address(), (long) n, 4L, stub);
            Arrays.sort(numbers);
            System.out.println(comparator + " " + n + " " + Arrays.equals(numbers, array.toIntArray()));
        }
    }

    static long kinds(byte a, short b, char c, int d, long e) {
        return a + 3L * b + 5L * c + 7L * d + 11L * e;
    }

    static double mixed(int a, double b, long c, float d, short e, double f) {
        return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6;
    }

    static double many(int a, double b, int c, double d, int e, double f, int g, double h, int i, double j, int k, double l, int m, double n, int o, double p,
                       int q, double r, int s, double t) {
        return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l + 13 * m + 14 * n + 15 * o + 16 * p + 17 * q
            + 18 * r + 19 * s + 20 * t;
    }

    static byte minusByte(byte b) {
        return (byte) -b;
    }

    static float half(float f) {
        return f / 2;
    }

    static void nothing() { }

    static void primitives() throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            MethodHandle kinds = roundTrip("kinds", MethodType.methodType(long.class, byte.class, short.class, char.class, int.class, long.class),
                                           FunctionDescriptor.of(C_LONG, C_CHAR, C_SHORT, C_SHORT, C_INT, C_LONG), scope);
            System.out.println((long) kinds.invokeExact((byte) -3, (short) -1000, 'x', Integer.MIN_VALUE, Long.MAX_VALUE / 20));
            MethodHandle mixed = roundTrip("mixed", MethodType.methodType(double.class, int.class, double.class, long.class, float.class, short.class, double.class),
                                           FunctionDescriptor.of(C_DOUBLE, C_INT, C_DOUBLE, C_LONG, C_FLOAT, C_SHORT, C_DOUBLE), scope);
            double sum = 0;
            for (int i = 0; i < 3000; i++) sum += (double) mixed.invokeExact(i, i / 2.0, (long) i << 20, i / 4f, (short) -i, Math.sqrt(i));
            System.out.println(sum);
            Class<?>[] types = new Class<?>[20];
            MemoryLayout[] layouts = new MemoryLayout[20];
            Object[] values = new Object[20];
            for (int i = 0; i < 20; i++) {
                types[i] = i % 2 == 0 ? int.class : double.class;
                layouts[i] = i % 2 == 0 ? C_INT : C_DOUBLE;
                values[i] = i % 2 == 0 ? (Object) (i * 100) : (Object) (i / 8.0);
            }
            MethodHandle many = roundTrip("many", MethodType.methodType(double.class, types), FunctionDescriptor.of(C_DOUBLE, layouts), scope);
            System.out.println(many.invokeWithArguments(values));
            MethodHandle minus = roundTrip("minusByte", MethodType.methodType(byte.class, byte.class), FunctionDescriptor.of(C_CHAR, C_CHAR), scope);
            System.out.println((byte) minus.invokeExact((byte) 5) + " " + (byte) minus.invokeExact((byte) -128));
            MethodHandle half = roundTrip("half", MethodType.methodType(float.class, float.class), FunctionDescriptor.of(C_FLOAT, C_FLOAT), scope);
            System.out.println((float) half.invokeExact(7f));
            MethodHandle nothing = roundTrip("nothing", MethodType.methodType(void.class), FunctionDescriptor.ofVoid(), scope);
            nothing.invokeExact();
        }
    }

    static final GroupLayout INTS = MemoryLayout.structLayout(C_INT.withName("x"), C_INT.withName("y"));
    static final GroupLayout LONGS = MemoryLayout.structLayout(C_LONG.withName("x"), C_LONG.withName("y"));
    static final GroupLayout DOUBLES = MemoryLayout.structLayout(C_DOUBLE.withName("x"), C_DOUBLE.withName("y"));
    static final GroupLayout LONG_DOUBLE = MemoryLayout.structLayout(C_LONG.withName("x"), C_DOUBLE.withName("y"));
    static final GroupLayout DOUBLE_INT = MemoryLayout.structLayout(C_DOUBLE.withName("x"), C_INT.withName("y"), MemoryLayout.paddingLayout(32));
    static final GroupLayout FLOATS = MemoryLayout.structLayout(C_FLOAT.withName("x"), C_FLOAT.withName("y"));
    static final GroupLayout BIG = MemoryLayout.structLayout(C_LONG.withName("x"), C_DOUBLE.withName("y"), C_LONG.withName("z"));

    static String bytes(MemorySegment s) {
        StringBuilder text = new StringBuilder();
        for (byte b : s.toByteArray()) text.append(String.format("%02x", b));
        return text.toString();
    }

    // A copy with one added to each byte.
    static MemorySegment incremented(MemorySegment s) {
        MemorySegment copy = MemorySegment.allocateNative(s.byteSize(), 8, ResourceScope.newImplicitScope());
        long n = s.byteSize();
        for (long i = 0; i < n; i++) MemoryAccess.setByteAtOffset(copy, i, (byte) (MemoryAccess.getByteAtOffset(s, i) + 1));
        return copy;
    }

    static MemorySegment choose(int which, MemorySegment a, double d, MemorySegment b, MemorySegment c) {
        return incremented(which == 0 ? a : which == 1 ? b : c);
    }

    static MemorySegment filled(MemoryLayout layout, int from, ResourceScope scope) {
        MemorySegment s = MemorySegment.allocateNative(layout, scope);
        for (long i = 0; i < s.byteSize(); i++) MemoryAccess.setByteAtOffset(s, i, (byte) (from + i));
        return s;
    }

    static void structures() throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            SegmentAllocator allocator = SegmentAllocator.ofScope(scope);
            MethodHandle div = libc("div", MethodType.methodType(MemorySegment.class, int.class, int.class), FunctionDescriptor.of(INTS, C_INT, C_INT));
            MemorySegment quotient = (MemorySegment) div.invokeExact(allocator, 100, 7);
            System.out.println(MemoryAccess.getIntAtOffset(quotient, 0) + " " + MemoryAccess.getIntAtOffset(quotient, 4));
            MethodHandle ldiv = libc("ldiv", MethodType.methodType(MemorySegment.class, long.class, long.class), FunctionDescriptor.of(LONGS, C_LONG, C_LONG));
            quotient = (MemorySegment) ldiv.invokeExact(allocator, -(1L << 40), 1000L);
            System.out.println(MemoryAccess.getLongAtOffset(quotient, 0) + " " + MemoryAccess.getLongAtOffset(quotient, 8));
            MethodHandle ntoa = libc("inet_ntoa", MethodType.methodType(MemoryAddress.class, MemorySegment.class),
                                     FunctionDescriptor.of(C_POINTER, MemoryLayout.structLayout(C_INT)));
            MemorySegment address = MemorySegment.allocateNative(4, scope);
            address.copyFrom(MemorySegment.ofArray(new byte[] {(byte) 192, (byte) 168, 1, 42}));
            System.out.println(toJavaString((MemoryAddress) ntoa.invokeExact(address)));

            GroupLayout[] all = {INTS, LONGS, DOUBLES, LONG_DOUBLE, DOUBLE_INT, FLOATS, BIG};
            for (GroupLayout layout : all) {
                MethodHandle increment = roundTrip("incremented", MethodType.methodType(MemorySegment.class, MemorySegment.class), FunctionDescriptor.of(layout, layout), scope);
                MemorySegment in = filled(layout, 1, scope);
                MemorySegment out = (MemorySegment) increment.invokeExact(allocator, in);
                System.out.println(layout + " " + bytes(in) + " -> " + bytes(out));
            }
            // Registers run out in the middle, so that a structure goes to the stack as a whole.
            for (GroupLayout a : new GroupLayout[] {LONGS, LONG_DOUBLE, BIG}) {
                for (GroupLayout b : new GroupLayout[] {DOUBLES, DOUBLE_INT}) {
                    MethodType type = MethodType.methodType(MemorySegment.class, int.class, MemorySegment.class, double.class, MemorySegment.class, MemorySegment.class);
                    MethodHandle choose = roundTrip("choose", type, FunctionDescriptor.of(LONGS, C_INT, a, C_DOUBLE, b, LONGS), scope);
                    MemorySegment out = (MemorySegment) choose.invokeExact(allocator, 2, filled(a, 10, scope), 0.5, filled(b, 40, scope), filled(LONGS, 70, scope));
                    System.out.println(bytes(out));
                }
            }
        }
    }

    static int depth;

    static int descend(int n) throws Throwable {
        if (n == 0) {
            StackWalker walker = StackWalker.getInstance();
            depth = (int) (long) walker.walk(s -> s.filter(f -> f.getMethodName().equals("descend")).count());
            return 1;
        }
        return 1 + (int) recursive.invokeExact(n - 1);
    }

    static MethodHandle recursive;

    static void recursion() throws Throwable {
        try (ResourceScope scope = ResourceScope.newConfinedScope()) {
            recursive = roundTrip("descend", MethodType.methodType(int.class, int.class), FunctionDescriptor.of(C_INT, C_INT), scope);
            System.out.println((int) recursive.invokeExact(50) + " " + depth);
        }
    }

    static void refusals() throws Throwable {
        try {
            libc("strlen", MethodType.methodType(long.class, int.class), FunctionDescriptor.of(C_LONG, C_POINTER));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            libc("strlen", MethodType.methodType(long.class, long.class, long.class), FunctionDescriptor.of(C_LONG, C_LONG));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        MethodHandle strlen = LINKER.downcallHandle(MethodType.methodType(long.class, MemoryAddress.class), FunctionDescriptor.of(C_LONG, C_POINTER));
        try {
            System.out.println((long) strlen.invokeExact((Addressable) MemoryAddress.NULL, MemoryAddress.NULL));
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(CLinker.systemLookup().lookup("there_is_no_such_function").isPresent());
    }

    public static void main(String[] args) throws Throwable {
        library();
        variadic();
        sort("compareInts", 1);
        sort("compareInts", 500);
        sort("compareAndCollect", 20);
        primitives();
        structures();
        recursion();
        refusals();
    }
}
