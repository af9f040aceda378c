import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

public class Lambdas {
    interface Tri<A, B, C, R> {
        R apply(A a, B b, C c);

        default <S> Tri<A, B, C, S> then(Function<? super R, ? extends S> f) {
            return (a, b, c) -> f.apply(apply(a, b, c));
        }
    }

    interface Thrower {
        void run() throws Exception;
    }

    interface Marker {
    }

    int field = 5;
    static int counter;

    Supplier<Integer> captureThis() {
        return () -> field++;
    }

    int add(int x) {
        return field + x;
    }

    static int twice(int x) {
        return 2 * x;
    }

    static Supplier<Supplier<String>> nested(String a) {
        return () -> {
            String b = a + "b";
            return () -> a + b + counter++;
        };
    }

    static <T, R> List<R> map(List<T> in, Function<? super T, ? extends R> f) {
        List<R> out = new ArrayList<>();
        for (T t : in) {
            out.add(f.apply(t));
        }
        return out;
    }

    class Inner {
        int v = field * 10;

        Supplier<Integer> both() {
            return () -> v + field;
        }
    }

    static class Sub extends Lambdas {
        @Override
        int add(int x) {
            return -1;
        }

        IntFunction<Integer> superRef() {
            return super::add;
        }
    }

    public static void main(String[] args) throws Exception {
        // Captures of every type.
        boolean z = true;
        byte b = 1;
        short s = 2;
        char c = 'c';
        int i = 4;
        long l = 5L;
        float f = 6.5f;
        double d = 7.5;
        String t = "t";
        int[] a = {8};
        Supplier<String> all = () -> z + " " + b + " " + s + " " + c + " " + i + " " + l + " " + f + " " + d + " " + t + " " + a[0];
        System.out.println(all.get());
        a[0]++;
        System.out.println(all.get());

        // The four kinds of method reference, and constructors of classes and arrays.
        IntFunction<Integer> statical = Lambdas::twice;
        Lambdas object = new Lambdas();
        IntFunction<Integer> bound = object::add;
        BiFunction<Lambdas, Integer, Integer> unbound = Lambdas::add;
        Supplier<Lambdas> constructor = Lambdas::new;
        IntFunction<int[]> arrays = int[]::new;
        Function<String, Integer> ofLength = String::length;
        BinaryOperator<Integer> max = Math::max;
        Function<Object, String> valueOf = String::valueOf;
        Supplier<Inner> inner = () -> object.new Inner();
        object.field = 50;
        System.out.println(statical.apply(4) + " " + bound.apply(4) + " " + unbound.apply(new Lambdas(), 4) + " "
            + constructor.get().field + " " + arrays.apply(3).length + " " + ofLength.apply("four") + " " + max.apply(3, 9)
            + " " + valueOf.apply(null) + " " + inner.get().both().get() + " " + new Sub().superRef().apply(1));

        Supplier<Integer> counting = object.captureThis();
        System.out.println(counting.get() + counting.get() + object.field);
        Supplier<String> n = nested("a").get();
        System.out.println(n.get() + n.get());

        // Adaptation: boxing, widening, covariant results, void.
        Function<Integer, Long> boxes = x -> (long) x + 1;
        IntBinaryOperator plus = Integer::sum;
        ToIntFunction<Integer> unbox = Integer::intValue;
        LongSupplier widen = () -> 'A';
        DoubleUnaryOperator fromInt = x -> (int) x;
        Consumer<String> ignoring = new ArrayList<String>()::add;
        ignoring.accept("ignored");
        Callable<Object> callable = () -> "called";
        Supplier<Object> covariant = "cov"::toString;
        System.out.println(boxes.apply(41) + " " + plus.applyAsInt(2, 3) + " " + unbox.applyAsInt(7) + " " + widen.getAsLong()
            + " " + fromInt.applyAsDouble(2.9) + " " + callable.call() + " " + covariant.get());

        // Composition, comparators, currying, recursion.
        Function<Integer, Integer> inc = x -> x + 1;
        System.out.println(inc.andThen(x -> x * 10).compose((Integer x) -> x - 5).apply(7));
        Predicate<String> empty = String::isEmpty;
        System.out.println(empty.negate().and(q -> q.length() < 3).or(q -> q.startsWith("z")).test("zzzz"));
        List<String> words = Arrays.asList("pear", "fig", "apple", "kiwi", "date");
        words.sort(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
        System.out.println(words + " " + map(words, w -> w.charAt(0)));
        Function<Integer, Function<Integer, Function<Integer, Integer>>> curried = x -> y -> w -> x * y + w;
        System.out.println(curried.apply(3).apply(4).apply(5));
        Tri<Integer, Integer, Integer, Integer> tri = (x, y, w) -> x * y * w;
        System.out.println(tri.then(x -> "tri " + x).apply(2, 3, 4));
        UnaryOperator<Integer>[] fact = new UnaryOperator[1];
        fact[0] = x -> x <= 1 ? 1 : x * fact[0].apply(x - 1);
        System.out.println(fact[0].apply(10));
        Runnable r = (Runnable & Marker) () -> System.out.println("marked");
        r.run();
        System.out.println(r instanceof Marker);
        Thrower thrower = () -> {
            throw new Exception("from lambda");
        };
        try {
            thrower.run();
        } catch (Exception e) {
            System.out.println(e.getMessage());
        }
        Supplier<Runnable> sr = () -> () -> System.out.println("inner run " + args.length);
        sr.get().run();
        String nothing = null;
        try {
            Supplier<Integer> bad = nothing::length;
            System.out.println("not reached " + bad);
        } catch (NullPointerException e) {
            System.out.println("bound to null");
        }
        List<Runnable> runs = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            int kk = k;
            runs.add(() -> System.out.print(kk + " "));
        }
        runs.forEach(Runnable::run);
        System.out.println();
        Object o = "cast";
        System.out.println(((Function<String, String>) String::trim).apply((String) o));
        System.out.println(all.getClass().isSynthetic() + " " + all.getClass().isHidden());
    }
}
