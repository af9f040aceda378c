// @small
public class InitOrder {
    static StringBuilder log = new StringBuilder();

    static int step(String s) {
        log.append(s).append(' ');
        return s.length();
    }

    static class Base {
        static int s = step("Base.static");
        int a = step("Base.a");

        {
            step("Base.block");
        }

        Base() {
            step("Base()");
            hook();
        }

        void hook() {
            step("Base.hook");
        }
    }

    static class Derived extends Base {
        static {
            step("Derived.static");
        }
        int b = step("Derived.b");
        final int f = 7;
        String text = "set";

        Derived() {
            this(InitOrder.step("arg"));
            step("Derived()");
        }

        Derived(int x) {
            super();
            step("Derived(int)");
        }

        {
            step("Derived.block");
        }

        @Override
        void hook() {
            step("Derived.hook:" + b + ":" + f + ":" + text);
        }
    }

    static int order(int a, int b, int c) {
        return a * 100 + b * 10 + c;
    }

    static int[] array() {
        step("array");
        return new int[3];
    }

    static int index() {
        step("index");
        return 1;
    }

    static int value() {
        step("value");
        return 5;
    }

    static int[] nullArray() {
        step("null");
        return null;
    }

    static int fails() {
        step("fails");
        throw new IllegalStateException();
    }

    public static void main(String[] args) {
        new Derived();
        System.out.println(log);
        log.setLength(0);
        new Derived(1);
        System.out.println(log);
        log.setLength(0);
        array()[index()] += value();
        System.out.println(log);
        log.setLength(0);
        try {
            nullArray()[index()] = value();
        } catch (NullPointerException e) {
            System.out.println("NPE after " + log);
        }
        log.setLength(0);
        try {
            array()[9] = fails();
        } catch (IllegalStateException e) {
            System.out.println("ISE after " + log);
        }
        int i = 1;
        System.out.println(order(i, ++i, i++) + " " + i);
        i = i++ + i++ * --i;
        System.out.println(i);
        int x = 10;
        x += x++ + ++x;
        System.out.println(x);
        int[] a = {0, 1, 2};
        int k = 0;
        a[k] = k = 2;
        System.out.println(a[0] + " " + k);
        log.setLength(0);
        boolean r = step("a") > 5 & step("bb") > 0 | step("ccc") == 3;
        System.out.println(r + " " + log);
    }
}
