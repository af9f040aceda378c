// @small
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

public class Generics {
    interface Transformer<A, B> {
        B apply(A a);
    }

    static class Upper implements Transformer<String, String> {
        public String apply(String s) {
            return s.toUpperCase();
        }
    }

    static abstract class Base<T extends Comparable<T>> {
        T best;

        void offer(T t) {
            if (best == null || t.compareTo(best) > 0) {
                best = t;
            }
        }

        abstract T make(int i);
    }

    static class IntBase extends Base<Integer> {
        @Override
        void offer(Integer i) {
            System.out.print("offer " + i + "; ");
            super.offer(i);
        }

        @Override
        Integer make(int i) {
            return i * i;
        }
    }

    static class Stack<E> implements Iterable<E> {
        private E[] items;
        private int n;

        @SuppressWarnings("unchecked")
        Stack() {
            items = (E[]) new Object[2];
        }

        void push(E e) {
            if (n == items.length) {
                items = java.util.Arrays.copyOf(items, 2 * n);
            }
            items[n++] = e;
        }

        E pop() {
            return items[--n];
        }

        public Iterator<E> iterator() {
            return new Iterator<>() {
                int i = n;

                public boolean hasNext() {
                    return i > 0;
                }

                public E next() {
                    return items[--i];
                }
            };
        }
    }

    static class Node<T> implements Cloneable {
        T value;
        Node<T> next;

        Node(T v, Node<T> n) {
            value = v;
            next = n;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Node<T> clone() {
            try {
                return (Node<T>) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static <T extends Comparable<? super T>> T max(List<? extends T> list) {
        T best = null;
        for (T t : list) {
            if (best == null || t.compareTo(best) > 0) {
                best = t;
            }
        }
        return best;
    }

    static double sum(List<? extends Number> list) {
        double total = 0;
        for (Number n : list) {
            total += n.doubleValue();
        }
        return total;
    }

    static <K, V> void fill(List<? super Integer> sink, K k, V v) {
        sink.add(k.hashCode() & 7);
        sink.add(v == null ? 0 : 1);
    }

    static <T, X extends Exception> T orThrow(T t, X x) throws X {
        if (t == null) {
            throw x;
        }
        return t;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static void main(String[] args) {
        Transformer raw = new Upper();
        System.out.println(raw.apply("bridge"));
        try {
            raw.apply(5);
        } catch (ClassCastException e) {
            System.out.println("bridge cast failed");
        }
        Base<Integer> b = new IntBase();
        for (int i = -3; i < 3; i++) {
            b.offer(b.make(i));
        }
        System.out.println(b.best);
        Stack<String> stack = new Stack<>();
        for (String s : "a b c d e".split(" ")) {
            stack.push(s);
        }
        System.out.print(stack.pop());
        for (String s : stack) {
            System.out.print(s);
        }
        System.out.println();
        System.out.println(max(List.of(3, 9, 4)) + max(List.of("x", "yy")));
        System.out.println(sum(List.of(1, 2.5, 3L)));
        List<Number> numbers = new ArrayList<>();
        fill(numbers, 13, null);
        System.out.println(numbers);
        try {
            orThrow(null, new java.io.IOException("generic throw"));
        } catch (java.io.IOException e) {
            System.out.println(e.getMessage());
        }
        List<String> strings = new ArrayList<>();
        ((List) strings).add(1);
        try {
            String s = strings.get(0);
            System.out.println(s);
        } catch (ClassCastException e) {
            System.out.println("heap pollution");
        }
        Node<String> node = new Node<>("v", new Node<>("w", null));
        Node<String> copy = node.clone();
        copy.value = "changed";
        System.out.println(node.value + copy.value + (node.next == copy.next));
        int bridges = 0;
        for (var m : IntBase.class.getDeclaredMethods()) {
            bridges += m.isBridge() ? 1 : 0;
        }
        System.out.println(bridges);
    }
}
