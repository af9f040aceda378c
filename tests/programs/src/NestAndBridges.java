// @small
import java.util.Comparator;

public class NestAndBridges {
    private static int hits;
    private int own = 3;

    interface Maker<T> {
        T make();

        default T again() {
            return make();
        }
    }

    static class Animal implements Maker<Animal>, Comparable<Animal> {
        private int size = 1;

        @Override
        public Animal make() {
            return new Animal();
        }

        @Override
        public int compareTo(Animal o) {
            return size - o.size;
        }

        protected Object self() {
            return "animal";
        }
    }

    static class Dog extends Animal {
        {
            hits++;
        }

        @Override
        public Dog make() {
            return new Dog();
        }

        @Override
        protected String self() {
            return "dog of " + super.self();
        }

        private int secret() {
            return ((Animal) this).size + hits;
        }
    }

    static abstract class Visitor<R> {
        abstract R visit(Animal a);

        R twice(Animal a) {
            visit(a);
            return visit(a);
        }
    }

    static class Counting extends Visitor<Integer> {
        private int n;

        @Override
        Integer visit(Animal a) {
            return ++n;
        }
    }

    static class Generic<T extends Comparable<T>> {
        T max(T a, T b) {
            return a.compareTo(b) >= 0 ? a : b;
        }
    }

    static class Strings extends Generic<String> {
        @Override
        String max(String a, String b) {
            return super.max(a, b) + "!";
        }
    }

    interface A {
        default Object get() {
            return "A";
        }
    }

    interface B extends A {
        @Override
        default String get() {
            return "B" + A.super.get();
        }
    }

    static class C implements A, B {
    }

    private class Deep {
        private class Deeper {
            private int reach() {
                return own++ + NestAndBridges.hits;
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static void main(String[] args) {
        Maker<Animal> m = new Dog();
        System.out.println(m.make().getClass().getSimpleName() + " " + m.again().self());
        System.out.println(new Dog().secret());
        Comparable raw = new Dog();
        System.out.println(raw.compareTo(new Animal()));
        try {
            raw.compareTo("text");
        } catch (ClassCastException e) {
            System.out.println("CCE");
        }
        Visitor<Integer> v = new Counting();
        System.out.println(v.twice(new Dog()) + ((Counting) v).n);
        Generic<String> g = new Strings();
        System.out.println(g.max("a", "b"));
        A a = new C();
        System.out.println(a.get());
        NestAndBridges n = new NestAndBridges();
        Deep.Deeper d = n.new Deep().new Deeper();
        System.out.println(d.reach() + d.reach() + n.own);
        Comparator<Animal> c = new Comparator<>() {
            private int calls;

            @Override
            public int compare(Animal x, Animal y) {
                calls++;
                return x.size - y.size + calls;
            }
        };
        System.out.println(c.compare(new Animal(), new Dog()) + c.reversed().compare(new Animal(), new Dog()));
    }
}
