import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

public class CollectionsTour {
    public static void main(String[] args) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            list.add(i * 7 % 20);
        }
        list.remove(Integer.valueOf(7));
        list.remove(0);
        list.add(3, 99);
        list.addAll(5, List.of(1, 2, 3));
        list.removeIf(x -> x % 5 == 0);
        list.replaceAll(x -> x + 1);
        System.out.println(list + " " + list.indexOf(100) + " " + list.subList(2, 5) + " " + list.contains(4));
        Collections.sort(list);
        System.out.println(list + " " + Collections.binarySearch(list, 10) + " " + Collections.max(list) + " "
            + Collections.frequency(list, 4));
        Collections.reverse(list);
        Collections.swap(list, 0, 1);
        Collections.rotate(list, 3);
        Collections.shuffle(list, new Random(42));
        System.out.println(list);
        list.subList(0, 5).clear();
        System.out.println(list.size() + " " + list.hashCode() + " " + list.equals(new LinkedList<>(list)));
        ListIterator<Integer> it = list.listIterator();
        while (it.hasNext()) {
            int v = it.next();
            if (v % 2 == 0) {
                it.set(-v);
            } else if (v > 10) {
                it.remove();
            } else {
                it.add(1000 + v);
            }
        }
        System.out.println(list);

        Deque<String> deque = new ArrayDeque<>();
        deque.push("a");
        deque.offerLast("b");
        deque.addFirst("c");
        System.out.println(deque + deque.peekLast() + deque.pop() + deque.pollLast() + deque + deque.poll() + deque.poll());
        LinkedList<Integer> linked = new LinkedList<>(List.of(1, 2, 3));
        linked.addFirst(0);
        linked.removeLastOccurrence(3);
        linked.add(1, 50);
        System.out.println(linked + " " + linked.getLast() + " " + linked.descendingIterator().next());
        PriorityQueue<String> pq = new PriorityQueue<>(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
        Collections.addAll(pq, "pear", "fig", "banana", "kiwi", "apple", "date");
        StringBuilder order = new StringBuilder();
        while (!pq.isEmpty()) {
            order.append(pq.poll()).append(' ');
        }
        System.out.println(order);

        Map<String, Integer> map = new HashMap<>();
        for (String w : "the cat and the dog and the bird".split(" ")) {
            map.merge(w, 1, Integer::sum);
        }
        System.out.println(new TreeMap<>(map) + " " + map.getOrDefault("fish", -1) + " " + map.putIfAbsent("the", 9)
            + map.computeIfAbsent("fish", k -> 77) + map.computeIfPresent("cat", (k, v) -> null) + map.containsKey("cat")
            + map.compute("dog", (k, v) -> v + 10) + map.remove("bird") + map.replace("and", 5));
        System.out.println(new TreeMap<>(map));
        map.entrySet().removeIf(e -> e.getValue() > 50);
        map.replaceAll((k, v) -> v * k.length());
        System.out.println(new TreeMap<>(map).descendingMap());
        TreeMap<Integer, String> tree = new TreeMap<>();
        for (int i = 0; i < 100; i += 10) {
            tree.put(i, "v" + i);
        }
        System.out.println(tree.floorKey(35) + " " + tree.ceilingKey(35) + " " + tree.lowerKey(30) + " " + tree.higherKey(30) + " "
            + tree.headMap(30) + tree.tailMap(70, false) + tree.subMap(20, true, 40, true) + tree.firstEntry() + tree.pollLastEntry()
            + tree.descendingKeySet());
        TreeSet<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(set, "b", "A", "c", "B", "a", "D");
        System.out.println(set + " " + set.first() + set.ceiling("bb") + set.headSet("c") + set.descendingSet());
        Set<Integer> hs = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            hs.add(i * 31 % 257);
        }
        hs.retainAll(Set.of(1, 2, 300, 256));
        System.out.println(new TreeSet<>(hs) + " " + hs.hashCode());
        LinkedHashSet<Integer> lhs = new LinkedHashSet<>(List.of(5, 3, 9, 1));
        lhs.add(3);
        lhs.remove(5);
        lhs.add(5);
        System.out.println(lhs);
        Map<Key, Integer> collide = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            collide.put(new Key(i), i);
        }
        int sum = 0;
        for (int i = 0; i < 200; i += 3) {
            sum += collide.remove(new Key(i));
        }
        System.out.println(sum + " " + collide.size() + " " + collide.get(new Key(100)));
        IdentityHashMap<Object, String> identity = new IdentityHashMap<>();
        Object k1 = new String("k");
        identity.put(k1, "x");
        identity.put(new String("k"), "y");
        System.out.println(identity.size() + identity.get(k1));
        for (Collection<Integer> c : List.<Collection<Integer>>of(Collections.unmodifiableList(list), List.of(1), Collections.emptyList(),
            Collections.singleton(3), Arrays.asList(1, 2), Set.copyOf(lhs))) {
            try {
                c.add(1);
                System.out.println("added");
            } catch (UnsupportedOperationException e) {
                System.out.print("UOE ");
            }
        }
        System.out.println();
        int[] ints = {5, 2, 8, 1, 9};
        Arrays.sort(ints);
        System.out.println(Arrays.toString(ints) + Arrays.binarySearch(ints, 8) + Arrays.stream(ints).sum()
            + Arrays.toString(Arrays.copyOf(ints, 7)) + Arrays.equals(ints, ints.clone()) + Arrays.hashCode(ints)
            + Arrays.mismatch(ints, new int[] {1, 2, 6}) + Arrays.compare(ints, new int[] {1, 3}));
        Integer[] boxed = {5, 2, 8};
        Arrays.sort(boxed, Collections.reverseOrder());
        System.out.println(Arrays.toString(boxed) + Arrays.deepToString(new int[][] {{1}, {2, 3}}) + Arrays.asList(boxed));
        long[] filled = new long[5];
        Arrays.fill(filled, 7);
        Arrays.setAll(filled, i -> filled[i] * i);
        Arrays.parallelPrefix(filled, Long::sum);
        System.out.println(Arrays.toString(filled));
        ConcurrentHashMap<String, Integer> chm = new ConcurrentHashMap<>();
        for (int i = 0; i < 100; i++) {
            chm.merge("k" + i % 7, i, Integer::sum);
        }
        System.out.println(new TreeMap<>(chm) + " " + chm.reduceValues(1000, Integer::sum));
        System.out.println(new ConcurrentSkipListMap<>(chm).headMap("k3") + " " + new CopyOnWriteArrayList<>(List.of(1, 2))
            + new ConcurrentLinkedQueue<>(List.of("q")));
        List<Integer> checked = Collections.checkedList(new ArrayList<>(), Integer.class);
        checked.add(1);
        System.out.println(checked + " " + Collections.nCopies(3, "z") + Collections.disjoint(List.of(1), List.of(2))
            + new Vector<>(List.of(1)).firstElement() + new Stack<>().empty() + Collections.list(Collections.enumeration(List.of(4))));
    }

    record Key(int n) {
        @Override
        public int hashCode() {
            return n % 3;
        }
    }
}
