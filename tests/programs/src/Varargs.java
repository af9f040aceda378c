// @small
public class Varargs {
    static String f(Object... os) {
        if (os == null) {
            return "null array";
        }
        StringBuilder s = new StringBuilder(os.getClass().getSimpleName()).append(os.length);
        for (Object o : os) {
            s.append(',').append(o);
        }
        return s.toString();
    }

    static int sum(int... xs) {
        int t = 0;
        for (int x : xs) {
            t += x;
        }
        return t;
    }

    static String pick(String s) {
        return "one";
    }

    static String pick(String s, String... more) {
        return "many" + more.length;
    }

    static String pick(Object o) {
        return "object";
    }

    @SafeVarargs
    static <T> T last(T... ts) {
        return ts[ts.length - 1];
    }

    static String prims(long... ls) {
        return "long" + ls.length;
    }

    static String prims(Integer... is) {
        return "Integer" + is.length;
    }

    public static void main(String[] args) {
        System.out.println(f());
        System.out.println(f((Object[]) null));
        System.out.println(f((Object) null));
        System.out.println(f(1, "two", 3.0, 'c', 5L, null));
        System.out.println(f((Object[]) new String[] {"a", "b"}));
        System.out.println(f(new int[] {1, 2}.length));
        System.out.println(sum());
        System.out.println(sum(1));
        System.out.println(sum(1, 2, 3));
        System.out.println(sum(new int[] {4, 5}));
        System.out.println(pick("a"));
        System.out.println(pick("a", "b"));
        System.out.println(pick(1));
        System.out.println(last("x", "y"));
        System.out.println(last(1, 2.5));
        System.out.println(prims(1L, 2));
        System.out.println(String.format("%s-%d-%s", "a", 1, new StringBuilder("z")));
    }
}
