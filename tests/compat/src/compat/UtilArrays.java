// area: java.util: Arrays, Objects, Collections
package compat;

import java.util.*;

final class UtilArrays {
    static void run() {
        Sweep s = new Sweep().small().make(int[].class, () -> new int[] {3, 1, 2}, () -> new int[0], () -> null).make(long[].class, () -> new long[] {3, 1, 2}, () -> new long[0])
            .make(byte[].class, () -> new byte[] {3, -1, 2}, () -> new byte[0]).make(short[].class, () -> new short[] {3, 1, 2}).make(char[].class, () -> new char[] {'c', 'a'})
            .make(float[].class, () -> new float[] {3, Float.NaN, -0f, 0f}).make(double[].class, () -> new double[] {3, Double.NaN, -0d, 0d, 1})
            .make(boolean[].class, () -> new boolean[] {true, false}).make(Object[].class, () -> new Object[] {"b", "a", "c"}, () -> new Object[] {1, "x"}, () -> new Object[0])
            .put(Comparator.class, Comparator.naturalOrder(), null).put(Class.class, Object[].class, Integer[].class)
            .make(List.class, () -> new ArrayList<>(List.of(3, 1, 2)), () -> new ArrayList<>(List.of("a")), List::of).make(Collection.class, () -> new ArrayList<>(List.of(3, 1)), Set::of)
            .make(Set.class, () -> new TreeSet<>(Set.of(1, 2))).make(Map.class, () -> new TreeMap<>(Map.of(1, 2))).put(Object.class, 1, "x", null).put(Random.class, new Random(5))
            .put(byte.class, (byte) 0, (byte) 2).put(boolean.class, true, false);
        s.not("shuffle", "deepToString").statics(Arrays.class);
        s.statics(Objects.class);
        s.statics(Collections.class);
        s.statics(List.class);
        Out.show("shuffle", () -> { List<Integer> l = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7)); Collections.shuffle(l, new Random(42)); return l; });
        Out.show("deepToString", () -> Arrays.deepToString(new Object[] {1, new int[] {2}, new Object[] {"x", null}}));
        Out.show("sort-large", () -> { int[] a = new Random(7).ints(5000).toArray(); Arrays.sort(a); return Arrays.hashCode(a); });
        Out.show("sort-doubles", () -> { double[] a = new Random(7).doubles(5000).toArray(); Arrays.sort(a); return Arrays.hashCode(a); });
        Out.show("parallel-sort", () -> { long[] a = new Random(7).longs(20000).toArray(); Arrays.parallelSort(a); return Arrays.hashCode(a); });
        Out.show("sort-contract", () -> { Integer[] a = new Random(3).ints(500, 0, 9).boxed().toArray(Integer[]::new); Arrays.sort(a, (x, y) -> 1); return Arrays.hashCode(a); });
        Out.show("sort-broken", () -> { Integer[] a = new Random(3).ints(5000, 0, 9).boxed().toArray(Integer[]::new); Random r = new Random(1); Arrays.sort(a, (x, y) -> r.nextInt(3) - 1); return 0; });
        Out.show("prefix", () -> { int[] a = {1, 2, 3, 4}; Arrays.parallelPrefix(a, Integer::sum); return a; });
        Out.show("set-all", () -> { int[] a = new int[4]; Arrays.setAll(a, i -> i * i); return a; });
        Out.show("spliterator", () -> Arrays.spliterator(new int[] {1, 2}).characteristics());
    }
}
