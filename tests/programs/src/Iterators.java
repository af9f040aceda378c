import java.util.*;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

public class Iterators {
    record Range(int from, int to, int step) implements Iterable<Integer> {
        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private int at = from;

                @Override
                public boolean hasNext() {
                    return step > 0 ? at < to : at > to;
                }

                @Override
                public Integer next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException("past " + to);
                    }
                    int v = at;
                    at += step;
                    return v;
                }
            };
        }
    }

    static class Tree<T extends Comparable<T>> implements Iterable<T> {
        T value;
        Tree<T> left, right;

        void add(T t) {
            if (value == null) {
                value = t;
            } else if (t.compareTo(value) < 0) {
                (left = left == null ? new Tree<>() : left).add(t);
            } else {
                (right = right == null ? new Tree<>() : right).add(t);
            }
        }

        @Override
        public Iterator<T> iterator() {
            Deque<Tree<T>> stack = new ArrayDeque<>();
            for (Tree<T> t = this; t != null; t = t.left) {
                stack.push(t);
            }
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return !stack.isEmpty();
                }

                @Override
                public T next() {
                    Tree<T> t = stack.pop();
                    for (Tree<T> u = t.right; u != null; u = u.left) {
                        stack.push(u);
                    }
                    return t.value;
                }
            };
        }
    }

    public static void main(String[] args) {
        StringBuilder s = new StringBuilder();
        for (int i : new Range(0, 20, 3)) {
            s.append(i).append(' ');
        }
        new Range(5, 0, -2).forEach(i -> s.append('<').append(i));
        System.out.println(s);
        Iterator<Integer> it = new Range(0, 1, 1).iterator();
        it.next();
        try {
            it.next();
        } catch (NoSuchElementException e) {
            System.out.println(e.getMessage());
        }
        try {
            it.remove();
        } catch (UnsupportedOperationException e) {
            System.out.println(e.getMessage());
        }
        Tree<String> tree = new Tree<>();
        for (String w : "the quick brown fox jumps over the lazy dog".split(" ")) {
            tree.add(w);
        }
        System.out.println(String.join(",", tree));
        System.out.println(StreamSupport.stream(tree.spliterator(), false).map(String::length).reduce(0, Integer::sum));
        Spliterator<Integer> sp = List.of(1, 2, 3, 4, 5, 6).spliterator();
        Spliterator<Integer> half = sp.trySplit();
        List<Integer> out = new ArrayList<>();
        sp.forEachRemaining(out::add);
        half.tryAdvance(out::add);
        System.out.println(out + " " + half.estimateSize());
        PrimitiveIterator.OfInt pi = java.util.stream.IntStream.range(0, 5).iterator();
        int sum = 0;
        while (pi.hasNext()) {
            sum += pi.nextInt();
        }
        System.out.println(sum);
        List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4));
        for (Iterator<Integer> r = list.iterator(); r.hasNext();) {
            if (r.next() % 2 == 0) {
                r.remove();
            }
        }
        System.out.println(list);
        Map<String, Integer> map = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
        for (Iterator<Map.Entry<String, Integer>> r = map.entrySet().iterator(); r.hasNext();) {
            Map.Entry<String, Integer> e = r.next();
            if (e.getKey().equals("b")) {
                r.remove();
            } else {
                e.setValue(e.getValue() * 10);
            }
        }
        System.out.println(map);
        try {
            for (Integer i : list) {
                list.add(i);
            }
        } catch (ConcurrentModificationException e) {
            System.out.println("CME");
        }
        Optional<String> o = Optional.of("value");
        System.out.println(o + " " + o.map(String::length).filter(n -> n > 3).isPresent() + " " + Optional.ofNullable((String) null).or(() -> o).get() + " "
            + o.flatMap(v -> Optional.<Integer>empty()).orElseGet(() -> 7) + " " + OptionalInt.of(3) + " " + Optional.empty().stream().count());
        Consumer<Object> both = ((Consumer<Object>) x -> System.out.print(x + "1 ")).andThen(x -> System.out.println(x + "2"));
        o.ifPresentOrElse(both, () -> System.out.println("none"));
        try {
            Optional.empty().orElseThrow(() -> new IllegalStateException("absent"));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        StringTokenizer st = new StringTokenizer("a b,c", " ,", true);
        System.out.println(st.countTokens());
    }
}
