// area: java.util: collections
package compat;

import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

final class UtilCollections {
    @SuppressWarnings("unchecked")
    static void run() {
        Sweep s = new Sweep().small().put(Object.class, 1, "x", null).make(Collection.class, () -> List.of(1, 9), List::of).put(Map.class, Map.of(1, 5), null).put(Comparator.class, (Object) null)
            .make(Object[].class, () -> new Object[0], () -> new Integer[5]).put(BitSet.class, BitSet.valueOf(new long[] {5}))
            .not("spliterator", "parallelStream", "wait", "elements", "toArray", "hashCode");
        Map<Class<?>, Supplier<?>> kinds = new LinkedHashMap<>();
        kinds.put(ArrayList.class, () -> new ArrayList<>(List.of(3, 1, 2)));
        kinds.put(LinkedList.class, () -> new LinkedList<>(List.of(3, 1, 2)));
        kinds.put(ArrayDeque.class, () -> new ArrayDeque<>(List.of(3, 1, 2)));
        kinds.put(Vector.class, () -> new Vector<>(List.of(3, 1, 2)));
        kinds.put(Stack.class, () -> { Stack<Integer> x = new Stack<>(); x.push(1); return x; });
        kinds.put(PriorityQueue.class, () -> new PriorityQueue<>(List.of(3, 1, 2)));
        kinds.put(TreeSet.class, () -> new TreeSet<>(List.of(3, 1, 2)));
        kinds.put(LinkedHashSet.class, () -> new LinkedHashSet<>(List.of(3, 1, 2)));
        kinds.put(HashSet.class, () -> new HashSet<>(List.of(3, 1, 2)));
        kinds.put(CopyOnWriteArrayList.class, () -> new CopyOnWriteArrayList<>(List.of(3, 1, 2)));
        kinds.put(HashMap.class, () -> new HashMap<>(Map.of(1, "a", 2, "b")));
        kinds.put(LinkedHashMap.class, () -> new LinkedHashMap<>(new TreeMap<>(Map.of(1, "a", 2, "b"))));
        kinds.put(TreeMap.class, () -> new TreeMap<>(Map.of(1, "a", 2, "b", 3, "c")));
        kinds.put(ConcurrentHashMap.class, () -> new ConcurrentHashMap<>(Map.of(1, "a", 2, "b")));
        kinds.put(ConcurrentSkipListMap.class, () -> new ConcurrentSkipListMap<>(Map.of(1, "a", 2, "b")));
        kinds.put(Hashtable.class, () -> new Hashtable<>(Map.of(1, "a")));
        kinds.put(BitSet.class, () -> BitSet.valueOf(new long[] {0xf0f, 3}));
        kinds.forEach((c, made) -> s.methods(c, made));
        s.methods(List.class, () -> List.of(1, 2, 3), () -> Collections.unmodifiableList(new ArrayList<>(List.of(1))));
        Out.show("iteration-order-of-hash", () -> { Set<String> h = new HashSet<>(); for (int i = 0; i < 100; i++) { h.add("key" + i * 7); } return h.toString().hashCode(); });
        Out.show("treeified", () -> { Map<Object, Integer> m = new HashMap<>(); for (int i = 0; i < 50; i++) { int n = i; m.put(new Object() { @Override public int hashCode() { return 1; } @Override public String toString() { return "k" + n; } }, i); } return m.size() + " " + m.values().stream().mapToInt(x -> x).sum(); });
        Out.show("fail-fast", () -> { List<Integer> l = new ArrayList<>(List.of(1, 2, 3)); for (Integer i : l) { l.remove(i); } return l; });
        Out.show("enum-map", () -> new EnumMap<>(Map.of(Thread.State.NEW, 1, Thread.State.BLOCKED, 2)));
        Out.show("enum-set", () -> EnumSet.range(Thread.State.RUNNABLE, Thread.State.WAITING));
        Out.show("string-tokenizer", () -> Collections.list(new StringTokenizer("a b,c", " ,", true)));
        Out.show("scanner", () -> new Scanner("1 two 3.5\nline").useLocale(Locale.ROOT).tokens().toList());
        Out.show("properties", () -> { Properties p = new Properties(); p.load(new java.io.StringReader("a=1\nb : x\\\n y\n#c\nd\\u0041")); return new TreeMap<>(p); });
        Out.show("uuid", () -> UUID.nameUUIDFromBytes("kiln".getBytes()));
        Out.show("base64", () -> Base64.getMimeEncoder().encodeToString(new byte[100]));
        Out.show("random", () -> new Random(1).ints(5).boxed().toList());
        Out.show("random-gaussian", () -> new Random(1).nextGaussian());
        Out.show("splittable", () -> new SplittableRandom(1).longs(3).boxed().toList());
        Out.show("joiner", () -> new StringJoiner(",", "[", "]").add("a").add("b"));
        Out.show("locale", () -> Locale.forLanguageTag("de-Latn-DE-u-co-phonebk").toString());
        Out.show("currency", () -> Currency.getInstance("EUR").getSymbol(Locale.GERMANY));
        Out.show("hex", () -> HexFormat.ofDelimiter(":").withUpperCase().formatHex(new byte[] {1, -1}));
        Out.show("resource-bundle", () -> ResourceBundle.getBundle("nothing.here"));
        Out.show("service-none", () -> ServiceLoader.load(Runnable.class).findFirst());
    }
}
