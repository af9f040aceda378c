// @small
public class ArrayErrors {
    interface Body {
        void run();
    }

    static int index = 5;
    static int negative = -3;
    static int[] missing;

    static void attempt(Body body) {
        try {
            body.run();
            System.out.println("no exception");
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getName() + ": " + e.getMessage());
        }
    }

    public static void main(String[] args) {
        int[] a = new int[3];
        Object[] strings = new String[2];
        Object[] grid = new Integer[2][2];
        attempt(() -> a[index] = 1);
        attempt(() -> System.out.println(a[negative]));
        attempt(() -> new long[index][negative][2].hashCode());
        attempt(() -> new Object[negative].clone());
        attempt(() -> strings[0] = 42);
        attempt(() -> grid[0] = new String[1]);
        attempt(() -> grid[1] = null);
        attempt(() -> System.out.println(missing.length));
        attempt(() -> missing[0] = 1);
        attempt(() -> System.out.println(missing[1]));
        attempt(() -> System.arraycopy(a, 0, a, 2, 2));
        attempt(() -> System.arraycopy(a, 0, new long[3], 0, 1));
        attempt(() -> System.arraycopy("text", 0, a, 0, 1));
        attempt(() -> System.arraycopy(new Object[] {"a", 1}, 0, strings, 0, 2));
        System.out.println(strings[0]);
        attempt(() -> System.arraycopy(null, 0, a, 0, 1));
        attempt(() -> System.arraycopy(a, -1, a, 0, 1));
        attempt(() -> System.arraycopy(a, 0, a, 0, -1));
        attempt(() -> java.lang.reflect.Array.newInstance(int.class, -1));
        attempt(() -> java.lang.reflect.Array.set(a, 0, "no"));
        attempt(() -> java.lang.reflect.Array.setLong(a, 0, 1L));
        attempt(() -> java.util.Arrays.copyOfRange(a, 3, 1));
        attempt(() -> "abc".charAt(index));
        attempt(() -> "abc".substring(2, 1));
        attempt(() -> java.util.List.of(1, 2).get(index));
        attempt(() -> new java.util.ArrayList<>().get(0));
    }
}
