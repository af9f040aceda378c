package stress;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Classes that `Fresh` defines again and again: their initialisation and linking is what races. */
public final class Subjects {
    public static class Counted {
        static int times;
        static int a = 1;
        static int b;

        static {
            times++;
            Thread.yield();
            b = a + 1;
            Thread.yield();
            a = 7;
        }

        public static String see() {
            return times + " " + a + " " + b;
        }
    }

    public static class Doors {
        public static String field() {
            return "" + Room.value;
        }

        public static String call() {
            return "" + Room.get();
        }

        public static String make() {
            return "" + new Room().mine;
        }

        public static String reflect() throws Exception {
            return "" + Room.class.getField("value").get(null);
        }

        public static String handle() throws Throwable {
            return "" + (int) java.lang.invoke.MethodHandles.lookup().findStaticGetter(Room.class, "value", int.class).invokeExact();
        }

        public static String var() throws Throwable {
            return "" + (int) java.lang.invoke.MethodHandles.lookup().findStaticVarHandle(Room.class, "value", int.class).getVolatile();
        }

        public static String reference() {
            Callable<Integer> c = Room::get;
            try {
                return "" + c.call();
            } catch (Exception e) {
                return e.toString();
            }
        }

        public static String sub() {
            return "" + SubRoom.other;
        }
    }

    public static class Room {
        public static int value;
        int mine = value;

        static {
            for (int i = 0; i < 20; i++) {
                value++;
                if (i % 5 == 0) {
                    Thread.yield();
                }
            }
        }

        static int get() {
            return value;
        }
    }

    public static class SubRoom extends Room {
        static int other = value;
    }

    public static class Broken {
        static int tries;

        static {
            Thread.yield();
            if (++tries > 0) {
                throw new IllegalStateException("broken");
            }
        }

        public static void touch() {
        }
    }

    /** Two classes that need each other: one thread goes through both without a deadlock (JVMS 5.5 step 3). */
    public static class Left {
        static int seen;
        static int mark = 3;

        static {
            seen = Right.mark;
        }

        public static String see() {
            return seen + " " + Right.seen;
        }
    }

    public static class Right {
        static int mark = 4;
        static int seen;

        static {
            seen = Left.mark;
        }
    }

    public static class Bottom extends Middle implements Face {
        static int own = top + 1;

        public static String see() {
            return own + " " + middle + " " + top + " " + Face.CONSTANT + " " + new Bottom().defaulted();
        }
    }

    public static class Middle extends Top {
        static int middle = top + 10;
    }

    public static class Top {
        static int top;

        static {
            Thread.yield();
            top = 100;
        }
    }

    public interface Face {
        Object CONSTANT = Integer.valueOf(5000);

        default int defaulted() {
            return (Integer) CONSTANT + 1;
        }
    }

    public enum Colour {
        RED, GREEN, BLUE;

        static final AtomicInteger made = new AtomicInteger();

        static {
            made.incrementAndGet();
        }

        public static String see() {
            return values().length + " " + valueOf("BLUE").ordinal() + " " + made;
        }
    }

    /** Call sites, constants and members to be linked by several threads at once. */
    public static class Sites {
        interface Twice {
            int of(int x);
        }

        public static String see() {
            Twice t = x -> 2 * x;
            String s = "a" + t.of(4) + 'c' + 5L;
            Object o = Sites.class;
            return s + o.getClass().getName() + new Object[0].length + "literal".length() + pick(Colour.GREEN) + new Pair(1, "b").hashCode();
        }

        private static int pick(Colour c) {
            return switch (c) {
                case RED -> 1;
                case GREEN -> 2;
                default -> 3;
            };
        }
    }

    record Pair(int a, String b) { }
}
