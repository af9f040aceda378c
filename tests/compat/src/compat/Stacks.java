// area: StackWalker, stack traces, getCallerClass
package compat;

import java.lang.StackWalker.Option;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

final class Stacks {
    private static final Set<Option> RETAIN = Set.of(Option.RETAIN_CLASS_REFERENCE);

    static String walk(Set<Option> options) {
        return StackWalker.getInstance(options).walk(s -> s.map(f -> f.getClassName().replaceAll("\\$\\$Lambda.*", "\\$\\$Lambda") + "." + f.getMethodName()).filter(n -> !n.contains("GeneratedMethodAccessor")).limit(14).collect(Collectors.toList())).toString();
    }

    static Class<?> caller() { return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).getCallerClass(); }

    static class Other {
        static Class<?> call() { return caller(); }
        static Class<?> byLambda() throws Exception { Callable<Class<?>> c = () -> caller(); return c.call(); }
        static Class<?> byReference() throws Exception { Callable<Class<?>> c = Stacks::caller; return c.call(); }
        static Class<?> byReflection() throws Exception { return (Class<?>) Stacks.class.getDeclaredMethod("caller").invoke(null); }
        static Class<?> byHandle() throws Throwable { return (Class<?>) MethodHandles.lookup().findStatic(Stacks.class, "caller", MethodType.methodType(Class.class)).invokeExact(); }
    }

    static String byReflection(Set<Option> o) throws Exception {
        Method m = Stacks.class.getDeclaredMethod("walk", Set.class);
        return (String) m.invoke(null, o);
    }

    static String byLambda(Set<Option> o) throws Exception {
        Callable<String> c = () -> walk(o);
        return c.call();
    }

    static String byHandle(Set<Option> o) throws Throwable {
        return (String) MethodHandles.lookup().findStatic(Stacks.class, "walk", MethodType.methodType(String.class, Set.class)).invokeExact(o);
    }

    static String byProxy(Set<Option> o) throws Exception {
        @SuppressWarnings("unchecked")
        Callable<String> c = (Callable<String>) java.lang.reflect.Proxy.newProxyInstance(Stacks.class.getClassLoader(), new Class<?>[] {Callable.class}, (p, m, a) -> walk(o));
        return c.call();
    }

    static String byStream(Set<Option> o) {
        return List.of(1).stream().map(x -> walk(o)).findFirst().get();
    }

    static int deep(int n, Callable<Integer> at) throws Exception { return n == 0 ? at.call() : deep(n - 1, at) + 1; }

    static class Init {
        static String seen = walk(Set.of());
    }

    static String trace(Throwable t) {
        StringBuilder s = new StringBuilder(t.toString());
        for (StackTraceElement e : t.getStackTrace()) {
            if (e.getClassName().startsWith("compat.Out") || s.length() > 1200) {
                break;
            }
            s.append(" < ").append(e.toString().replaceAll("\\$\\$Lambda[^.]*", "\\$\\$Lambda").replaceAll("GeneratedMethodAccessor\\d+", "GeneratedMethodAccessor"));
        }
        return s.toString();
    }

    static void thrower(Object o) { o.toString(); }

    static class Chained extends RuntimeException {
        Chained(Throwable cause) { super(cause); }
        @Override public synchronized Throwable fillInStackTrace() { return this; }
    }

    private static String traced(Out.Body b) {
        try {
            b.run();
            return "no exception";
        } catch (Throwable t) {
            return trace(t) + (t.getCause() == null ? "" : " CAUSE " + trace(t.getCause()));
        }
    }

    static void run() {
        for (Set<Option> o : List.of(Set.<Option>of(), RETAIN, Set.of(Option.SHOW_REFLECT_FRAMES), Set.of(Option.SHOW_HIDDEN_FRAMES), Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES))) {
            String n = " " + new TreeSet<>(o);
            Out.show("walk" + n, () -> walk(o));
            Out.show("walk lambda" + n, () -> byLambda(o));
            if (!o.contains(Option.SHOW_HIDDEN_FRAMES) && !o.contains(Option.SHOW_REFLECT_FRAMES)) {
                Out.show("walk reflection" + n, () -> byReflection(o));
                Out.show("walk proxy" + n, () -> byProxy(o));
                Out.show("walk handle" + n, () -> byHandle(o));
            }
            Out.show("walk stream" + n, () -> byStream(o));
        }
        Out.show("caller", () -> Other.call());
        Out.show("caller lambda", () -> Other.byLambda());
        Out.show("caller reference", () -> Other.byReference());
        Out.show("caller reflection", () -> Other.byReflection());
        Out.show("caller handle", () -> Other.byHandle());
        Out.show("caller without retain", () -> StackWalker.getInstance().getCallerClass());
        Out.show("walk class init", () -> Init.seen);
        Out.show("declaring class without retain", () -> StackWalker.getInstance().walk(s -> s.findFirst().get().getDeclaringClass()));
        Out.show("method type", () -> StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).walk(s -> s.findFirst().get().getMethodType().toString()));
        Out.show("descriptor", () -> StackWalker.getInstance().walk(s -> s.findFirst().get().getDescriptor()));
        Out.show("element", () -> StackWalker.getInstance().walk(s -> s.findFirst().get().toStackTraceElement().getFileName()));
        Out.show("native flag", () -> StackWalker.getInstance(Set.of(Option.SHOW_REFLECT_FRAMES)).walk(s -> s.filter(StackWalker.StackFrame::isNativeMethod).count()) >= 0);
        Out.show("depth", () -> deep(100, () -> (int) (long) StackWalker.getInstance().walk(s -> s.filter(f -> f.getMethodName().equals("deep")).count())));
        Out.show("skip and limit", () -> deep(50, () -> StackWalker.getInstance().walk(s -> s.skip(30).limit(3).map(f -> f.getMethodName()).toList()).size()));
        Out.show("stream escapes", () -> { var kept = StackWalker.getInstance().walk(s -> s); return kept.count(); });
        Out.show("forEach", () -> { List<String> l = new ArrayList<>(); StackWalker.getInstance().forEach(f -> l.add(f.getMethodName())); return l.contains("run"); });
        Out.show("null walk", () -> StackWalker.getInstance().walk(null));
        Out.show("estimate", () -> StackWalker.getInstance(Set.of(), 0));
        Out.show("trace null", () -> traced(() -> { thrower(null); return 0; }));
        Out.show("trace reflection", () -> traced(() -> Stacks.class.getDeclaredMethod("thrower", Object.class).invoke(null, (Object) null)));
        Out.show("trace handle", () -> traced(() -> { MethodHandles.lookup().findStatic(Stacks.class, "thrower", MethodType.methodType(void.class, Object.class)).invokeExact((Object) null); return 0; }));
        Out.show("trace stream", () -> traced(() -> List.of(1, 2).stream().map(x -> x / (x - x)).toList()));
        Out.show("trace sort", () -> traced(() -> { List<String> l = new ArrayList<>(Arrays.asList("a", null)); Collections.sort(l); return l; }));
        Out.show("trace custom", () -> traced(() -> { throw new Chained(new java.io.IOException("root")); }));
        Out.show("trace array", () -> traced(() -> new int[2][-1]));
        Out.show("trace cast", () -> traced(() -> (Integer) (Object) "x"));
        Out.show("trace constructor", () -> traced(() -> new ArrayList<>(-1)));
        Out.show("trace class init", () -> traced(() -> { class Bad { static int x = Integer.parseInt("bad"); } return Bad.x; }));
        Out.show("trace string", () -> traced(() -> "abc".substring(5)));
        Out.show("trace overflow", () -> traced(() -> overflow(0)).startsWith("java.lang.StackOverflowError < compat.Stacks.overflow"));
        Out.show("set stack trace", () -> { Throwable t = new Throwable(); t.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m", "F.java", 7), new StackTraceElement("app", "mod", "1.0", "C", "m", null, -2)}); return Arrays.toString(t.getStackTrace()); });
        Out.show("suppressed", () -> { Throwable t = new Throwable("a"); t.addSuppressed(new RuntimeException("b")); java.io.StringWriter w = new java.io.StringWriter(); t.setStackTrace(new StackTraceElement[0]); t.getSuppressed()[0].setStackTrace(new StackTraceElement[0]); t.printStackTrace(new java.io.PrintWriter(w)); return w.toString(); });
        Out.show("self suppression", () -> { Throwable t = new Throwable("a"); t.addSuppressed(t); return 0; });
        Out.show("cause twice", () -> { Throwable t = new Throwable("a", null); t.initCause(new Throwable()); return 0; });
        Out.show("current thread trace", () -> Thread.currentThread().getStackTrace()[0] + " " + Thread.currentThread().getStackTrace()[1].getMethodName());
        Out.show("dump depth", () -> { Thread t = new Thread(() -> { }); return t.getStackTrace().length; });
    }

    private static int overflow(int n) { return overflow(n + 1) + 1; }
}
