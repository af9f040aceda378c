import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

public class Streams {
    record Person(String name, int age, String city) {
    }

    static void show(Object o) {
        System.out.println(o);
    }

    public static void main(String[] args) {
        List<Person> people = List.of(new Person("Ann", 31, "Oslo"), new Person("Bob", 25, "Rome"), new Person("Cid", 42, "Oslo"),
            new Person("Dee", 19, "Lima"), new Person("Eve", 25, "Rome"), new Person("Fay", 60, "Oslo"));
        show(people.stream().filter(p -> p.age() > 24).map(Person::name).collect(Collectors.joining(", ", "[", "]")));
        show(people.stream().mapToInt(Person::age).sum());
        show(people.stream().collect(Collectors.groupingBy(Person::city, TreeMap::new, Collectors.counting())));
        show(people.stream().collect(Collectors.groupingBy(Person::city, TreeMap::new,
            Collectors.mapping(Person::name, Collectors.toList()))));
        show(people.stream().collect(Collectors.partitioningBy(p -> p.age() >= 30,
            Collectors.averagingInt(Person::age))));
        show(people.stream().sorted(Comparator.comparingInt(Person::age).thenComparing(Person::name,
            Comparator.reverseOrder())).map(Person::name).toList());
        show(people.stream().collect(Collectors.toMap(Person::city, Person::age, Integer::sum, LinkedHashMap::new)));
        Optional<Person> oldest = people.stream().max(Comparator.comparingInt(Person::age));
        show(oldest.map(Person::name).orElse("none"));
        IntSummaryStatistics stats = people.stream().mapToInt(Person::age).summaryStatistics();
        show(stats);
        show(IntStream.rangeClosed(1, 10).filter(i -> i % 2 == 1).mapToObj(Integer::toString)
            .collect(Collectors.joining("+")));
        show(IntStream.iterate(1, i -> i * 2).limit(12).boxed().collect(Collectors.toList()));
        show(Stream.iterate(1, i -> i < 500, i -> i * 3).map(String::valueOf).toList());
        show(Stream.of("b", "a", "c", "a").distinct().sorted().toList());
        show(Stream.of(List.of(1, 2), List.of(3), List.<Integer>of()).flatMap(List::stream).map(x -> x * x)
            .reduce(0, Integer::sum));
        show(IntStream.range(0, 20).skip(5).limit(5).peek(i -> System.out.print(i + " ")).anyMatch(i -> i == 7));
        show(Stream.of(1, 2, 3, 4, 5, 1).takeWhile(i -> i < 4).toList() + " "
            + Stream.of(1, 2, 3, 4, 5, 1).dropWhile(i -> i < 4).toList());
        show(LongStream.rangeClosed(1, 20).reduce(1, (a, b) -> a * b));
        show(DoubleStream.of(1.5, 2.5, 3.5).average().getAsDouble());
        show(Arrays.stream(new int[] {3, 1, 2}).sorted().boxed().map(String::valueOf).collect(Collectors.joining()));
        show("hello world".chars().filter(Character::isLetter).mapToObj(c -> (char) c)
            .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())));
        show(IntStream.rangeClosed(1, 1000).parallel().map(i -> i * i % 97).sum());
        show(people.parallelStream().map(Person::name).collect(Collectors.toList()));
        show(IntStream.range(0, 100).boxed().collect(Collectors.teeing(
            Collectors.summingInt(i -> i), Collectors.counting(), (sum, n) -> sum + "/" + n)));
        show(Stream.of("x", "yy", "zzz").<String>mapMulti((s, sink) -> {
            for (int i = 0; i < s.length(); i++) {
                sink.accept(s + i);
            }
        }).toList());
        List<String> log = new ArrayList<>();
        Stream<String> lazy = Stream.of("p", "q", "r").map(s -> {
            log.add(s);
            return s.toUpperCase();
        });
        show(log);
        show(lazy.findFirst().get() + log);
        try {
            lazy.count();
        } catch (IllegalStateException e) {
            show(e.getMessage());
        }
        try (Stream<Integer> closing = Stream.of(1).onClose(() -> show("closed"))) {
            show(closing.count());
        }
        Map<Boolean, List<Integer>> primes = IntStream.rangeClosed(2, 30).boxed().collect(Collectors.partitioningBy(
            n -> IntStream.rangeClosed(2, (int) Math.sqrt(n)).noneMatch(k -> n % k == 0)));
        show(primes);
        show(Stream.concat(Stream.of(1), Stream.of(2)).toArray(Integer[]::new).length);
        show(people.stream().collect(Collectors.collectingAndThen(Collectors.toList(), List::size)));
        show(Stream.of(5, 3, 8).collect(ArrayList::new, ArrayList::add, ArrayList::addAll));
    }
}
