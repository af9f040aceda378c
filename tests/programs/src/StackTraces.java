import java.io.PrintWriter;
import java.io.StringWriter;

public class StackTraces {
    static class Inner {
        Inner(int x) {
            if (x > 1) {
                throw new IllegalArgumentException(
                    "constructor");
            }
        }

        static Object make() {
            return
                new Inner(
                    5);
        }
    }

    static void show(Throwable t) {
        System.out.println(t);
        for (StackTraceElement e : t.getStackTrace()) {
            if (e.getModuleName() == null) {
                System.out.println("  " + e.getClassName() + "." + e.getMethodName() + " " + e.getFileName() + ":" + e.getLineNumber() + " " + e.isNativeMethod());
            }
        }
    }

    int value;

    int instance(StackTraces other) {
        int a = 1;
        int b = a +
            other.value;
        return b;
    }

    static Throwable created() {
        return new Throwable("created, not thrown");
    }

    static class Quiet extends RuntimeException {
        Quiet() {
            super("quiet", null, false, false);
        }
    }

    static class Refilled extends Exception {
    }

    static void refill(Refilled r) throws Refilled {
        throw (Refilled) r.fillInStackTrace();
    }

    public static void main(String[] args) {
        try {
            Inner.make();
        } catch (IllegalArgumentException e) {
            show(e);
        }
        try {
            new StackTraces().instance(null);
        } catch (NullPointerException e) {
            show(e);
        }
        show(created());
        show(new Quiet());
        Runnable r = () -> {
            throw new RuntimeException("in lambda");
        };
        try {
            r.run();
        } catch (RuntimeException e) {
            System.out.println(e.getStackTrace()[0].getMethodName() + ":" + e.getStackTrace()[0].getLineNumber() + " " + e.getStackTrace().length);
        }
        try {
            refill(new Refilled());
        } catch (Refilled e) {
            show(e);
        }
        Exception custom = new Exception("with own trace");
        custom.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.java", 12), new StackTraceElement("x.Y", "z", null, -2),
            new StackTraceElement("q.R", "s", null, -1), new StackTraceElement("loader", "mod", "1.0", "p.Q", "m", "Q.java", 3)});
        StringWriter w = new StringWriter();
        custom.initCause(new RuntimeException("cause", new Quiet()));
        custom.getCause().setStackTrace(new StackTraceElement[] {new StackTraceElement("other", "m", "o.java", 1),
            custom.getStackTrace()[2], custom.getStackTrace()[3]});
        custom.addSuppressed(new Quiet());
        custom.printStackTrace(new PrintWriter(w, true));
        System.out.print(w);
        try {
            custom.initCause(null);
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        StackTraceElement[] here = Thread.currentThread().getStackTrace();
        System.out.println(here[0].getMethodName() + " " + here[1].getMethodName() + ":" + here[1].getLineNumber());
        System.out.println((Object) StackWalker.getInstance().<java.util.List<String>>walk(s -> s.map(f -> f.getMethodName() + ":" + f.getLineNumber()).toList()));
    }
}
