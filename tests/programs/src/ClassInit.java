// @small
public class ClassInit {
    static {
        System.out.println("main class");
    }

    static class Parent {
        static {
            System.out.println("Parent");
        }
        static int count = say("Parent.count");

        static void touch() {
        }
    }

    static class Child extends Parent {
        static {
            System.out.println("Child");
        }
        static final int CONSTANT = 7;
        static final Integer BOXED = 8;
        static final String TEXT = "constant text";
    }

    interface WithDefault {
        int X = say("WithDefault.X");

        default void m() {
        }
    }

    interface NoDefault {
        int X = say("NoDefault.X");
    }

    static class Impl implements WithDefault, NoDefault {
        static {
            System.out.println("Impl");
        }
    }

    static class CycleA {
        static int a = 1 + CycleB.b;
        static {
            System.out.println("CycleA " + a + " " + CycleB.b);
        }
    }

    static class CycleB {
        static int b = 10 + CycleA.a;
        static {
            System.out.println("CycleB " + b + " " + CycleA.a);
        }
    }

    static class Bad {
        static int x = compute();

        static int compute() {
            throw new IllegalStateException("bad init");
        }
    }

    static class BadError {
        static {
            if (true) {
                throw new StackOverflowError("direct error");
            }
        }
    }

    static class ByInstance {
        static ByInstance only = new ByInstance();
        static int n = 5;
        int seen = n;
    }

    static int say(String s) {
        System.out.println("init " + s);
        return s.length();
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Child.CONSTANT);
        System.out.println(Child.TEXT);
        Child[] array = new Child[3];
        System.out.println(array.length);
        System.out.println(Child.class.getSimpleName());
        Child.touch();
        System.out.println("---");
        System.out.println(Child.count);
        System.out.println(Child.BOXED);
        System.out.println("---");
        new Impl();
        System.out.println(NoDefault.X);
        System.out.println("---");
        System.out.println(CycleB.b);
        for (int i = 0; i < 2; i++) {
            try {
                System.out.println(Bad.x);
            } catch (ExceptionInInitializerError e) {
                System.out.println("EIIE " + e.getMessage() + " " + e.getCause());
            } catch (NoClassDefFoundError e) {
                System.out.println("NCDFE " + e.getMessage());
                System.out.println(e.getCause());
            }
        }
        try {
            new BadError();
        } catch (StackOverflowError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(ByInstance.only.seen + " " + ByInstance.n);
        Class.forName("ClassInit$Lazy", false, ClassInit.class.getClassLoader());
        System.out.println("not yet");
        Class.forName("ClassInit$Lazy");
    }

    static class Lazy {
        static {
            System.out.println("Lazy");
        }
    }
}
