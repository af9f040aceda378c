import java.lang.invoke.*;
import java.util.Arrays;
import java.util.List;

import static java.lang.invoke.MethodType.methodType;

public class MethodHandlesTour {
    int field = 3;
    static String text = "static";

    static int add(int a, int b) {
        return a + b;
    }

    String virtual(long l, String s) {
        return field + ":" + l + s;
    }

    private double hidden(double d) {
        return d * 2;
    }

    static String collect(String head, Object... rest) {
        return head + Arrays.toString(rest);
    }

    static class Sub extends MethodHandlesTour {
        @Override
        String virtual(long l, String s) {
            return "sub";
        }

        static MethodHandle superVirtual() throws Exception {
            return MethodHandles.lookup().findSpecial(MethodHandlesTour.class, "virtual", methodType(String.class, long.class, String.class), Sub.class);
        }
    }

    static void boom(String s) {
        throw new IllegalArgumentException(s);
    }

    static int handle(IllegalArgumentException e, String s) {
        return e.getMessage().length() + s.length();
    }

    static void sideEffect(String s) {
        System.out.print("[" + s + "]");
    }

    static boolean isLong(String s) {
        return s.length() > 3;
    }

    public static void main(String[] args) throws Throwable {
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle add = l.findStatic(MethodHandlesTour.class, "add", methodType(int.class, int.class, int.class));
        System.out.println((int) add.invokeExact(2, 3) + " " + add.invoke((short) 4, (byte) 5) + " " + (Object) add.invoke(Integer.valueOf(6), 'a') + " "
            + add.invokeWithArguments(7, 8) + " " + add.type());
        MethodHandle virtual = l.findVirtual(MethodHandlesTour.class, "virtual", methodType(String.class, long.class, String.class));
        System.out.println((String) virtual.invokeExact(new MethodHandlesTour(), 5L, "x") + " " + (String) virtual.invoke(new Sub(), 5, "x") + " "
            + (String) Sub.superVirtual().invoke(new Sub(), 6L, "y"));
        MethodHandle ctor = l.findConstructor(StringBuilder.class, methodType(void.class, String.class));
        System.out.println(((StringBuilder) ctor.invokeExact("built")).reverse());
        System.out.println((double) l.findVirtual(MethodHandlesTour.class, "hidden", methodType(double.class, double.class)).invoke(new MethodHandlesTour(), 4));
        MethodHandle getter = l.findGetter(MethodHandlesTour.class, "field", int.class);
        MethodHandle setter = l.findSetter(MethodHandlesTour.class, "field", int.class);
        MethodHandlesTour o = new MethodHandlesTour();
        setter.invokeExact(o, 44);
        System.out.println((int) getter.invokeExact(o));
        l.findStaticSetter(MethodHandlesTour.class, "text", String.class).invoke("changed");
        System.out.println(text + (String) l.findStaticGetter(MethodHandlesTour.class, "text", String.class).invokeExact());
        MethodHandle length = l.findVirtual(List.class, "size", methodType(int.class));
        System.out.println((int) length.invoke(List.of(1, 2, 3)));

        System.out.println((int) MethodHandles.insertArguments(add, 1, 100).invokeExact(1));
        System.out.println((int) MethodHandles.dropArguments(add, 1, String.class, long.class).invokeExact(1, "drop", 9L, 2));
        System.out.println((int) MethodHandles.permuteArguments(l.findStatic(Math.class, "floorMod", methodType(int.class, int.class, int.class)),
            methodType(int.class, int.class, int.class), 1, 0).invokeExact(3, 10));
        MethodHandle len = l.findVirtual(String.class, "length", methodType(int.class));
        System.out.println((int) MethodHandles.filterArguments(add, 0, len, len).invokeExact("abc", "de"));
        System.out.println((String) MethodHandles.filterReturnValue(add, l.findStatic(String.class, "valueOf", methodType(String.class, int.class))).invokeExact(1, 2));
        MethodHandle collect = l.findStatic(MethodHandlesTour.class, "collect", methodType(String.class, String.class, Object[].class));
        System.out.println((String) collect.invoke("v", 1, "two", 3.0) + collect.invoke("none") + collect.isVarargsCollector());
        System.out.println((String) collect.asFixedArity().invoke("f", new Object[] {1}));
        System.out.println((String) collect.asCollector(Object[].class, 2).invoke("c", (Object) 1, (Object) 2));
        System.out.println((int) add.asSpreader(Object[].class, 2).invoke(new Object[] {8, 9}));
        System.out.println((int) add.asSpreader(int[].class, 2).invoke(new int[] {18, 9}));
        MethodHandle guard = MethodHandles.guardWithTest(l.findStatic(MethodHandlesTour.class, "isLong", methodType(boolean.class, String.class)),
            l.findVirtual(String.class, "toUpperCase", methodType(String.class)), MethodHandles.identity(String.class));
        System.out.println((String) guard.invokeExact("long one") + (String) guard.invokeExact("sho"));
        MethodHandle boom = l.findStatic(MethodHandlesTour.class, "boom", methodType(void.class, String.class));
        MethodHandle target = MethodHandles.filterReturnValue(boom, MethodHandles.constant(int.class, 0));
        MethodHandle caught = MethodHandles.catchException(target, IllegalArgumentException.class,
            l.findStatic(MethodHandlesTour.class, "handle", methodType(int.class, IllegalArgumentException.class, String.class)));
        System.out.println((int) caught.invokeExact("four"));
        System.out.println((int) MethodHandles.foldArguments(l.findVirtual(String.class, "length", methodType(int.class)),
            l.findStatic(MethodHandlesTour.class, "sideEffect", methodType(void.class, String.class))).invokeExact("fold"));
        MethodHandle loop = MethodHandles.countedLoop(MethodHandles.constant(int.class, 5), MethodHandles.constant(int.class, 1),
            MethodHandles.permuteArguments(add, methodType(int.class, int.class, int.class), 0, 1));
        System.out.println((int) loop.invoke());
        System.out.println((int) MethodHandles.arrayElementGetter(int[].class).invoke(new int[] {4, 5}, 1) + " "
            + ((int[][]) MethodHandles.arrayConstructor(int[][].class).invoke(2)).length);
        System.out.println(add.asType(methodType(Object.class, Object.class, Integer.class)).invoke((Object) 1, (Integer) 2));
        MethodHandle tf = MethodHandles.tryFinally(len, MethodHandles.dropArguments(MethodHandles.identity(int.class), 0, Throwable.class));
        System.out.println((int) tf.invoke("finally"));
        for (Attempt a : new Attempt[] {() -> add.invokeExact(1L, 2), () -> add.invoke("x", 1), () -> add.invokeWithArguments(1),
            () -> l.findStatic(MethodHandlesTour.class, "missing", methodType(void.class)),
            () -> l.findVirtual(String.class, "isLatin1", methodType(boolean.class)),
            () -> virtual.invoke((MethodHandlesTour) null, 1L, ""), () -> l.findStatic(MethodHandlesTour.class, "virtual", virtual.type().dropParameterTypes(0, 1)),
            () -> add.asType(methodType(int.class, List.class)), () -> MethodHandles.arrayElementGetter(int[].class).invoke(new int[1], 3)}) {
            try {
                a.run();
            } catch (Throwable e) {
                System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
        }
        MutableCallSite site = new MutableCallSite(MethodHandles.constant(String.class, "first"));
        MethodHandle dyn = site.dynamicInvoker();
        String one = (String) dyn.invokeExact();
        site.setTarget(MethodHandles.constant(String.class, "second"));
        System.out.println(one + (String) dyn.invokeExact());
        Runnable r = MethodHandleProxies.asInterfaceInstance(Runnable.class, MethodHandles.insertArguments(
            l.findStatic(MethodHandlesTour.class, "sideEffect", methodType(void.class, String.class)), 0, "proxy"));
        r.run();
        System.out.println();
        MethodHandle sw = MethodHandles.tableSwitch(MethodHandles.dropArguments(MethodHandles.constant(String.class, "default"), 0, int.class),
            MethodHandles.dropArguments(MethodHandles.constant(String.class, "zero"), 0, int.class),
            MethodHandles.dropArguments(MethodHandles.constant(String.class, "one"), 0, int.class));
        System.out.println((String) sw.invokeExact(1) + (String) sw.invokeExact(5));
        int sum = 0;
        for (int i = 0; i < 2000; i++) {
            sum = (int) add.invokeExact(sum, i);
        }
        System.out.println(sum + " " + methodType(void.class, int[].class, String.class).toMethodDescriptorString() + " "
            + l.revealDirect(add).getName() + " " + MethodHandles.zero(String.class).invoke());
    }

    interface Attempt {
        void run() throws Throwable;
    }
}
