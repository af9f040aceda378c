// area: java.util.stream, java.util.function
package compat;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;

final class StreamOps {
    static Stream<Integer> s() { return Stream.of(5, 3, 8, 1, 9, 3); }

    /** A failure of a parallel stream is wrapped in one of its kind when another thread had it: by chance. */
    private static Object unwrapped(Out.Body body) throws Throwable {
        try {
            return body.run();
        } catch (RuntimeException e) {
            throw e.getCause() != null && e.getCause().getClass() == e.getClass() ? e.getCause() : e;
        }
    }

    @SuppressWarnings("unchecked")
    static void run() {
        Map<String, Function<Stream<Integer>, Object>> ops = new LinkedHashMap<>();
        ops.put("filter", x -> x.filter(i -> i > 3)); ops.put("map", x -> x.map(i -> i * 2)); ops.put("flatMap", x -> x.flatMap(i -> Stream.of(i, -i))); ops.put("mapMulti", x -> x.<Object>mapMulti((i, c) -> { if (i > 4) { c.accept(i); c.accept("m" + i); } }));
        ops.put("distinct", Stream::distinct); ops.put("sorted", Stream::sorted); ops.put("sorted reverse", x -> x.sorted(Comparator.reverseOrder())); ops.put("limit", x -> x.limit(2)); ops.put("skip", x -> x.skip(2)); ops.put("takeWhile", x -> x.takeWhile(i -> i != 8)); ops.put("dropWhile", x -> x.dropWhile(i -> i != 8));
        ops.put("reduce", x -> x.reduce(Integer::sum)); ops.put("reduce identity", x -> x.reduce(10, Integer::sum)); ops.put("reduce three", x -> x.reduce("", (a, i) -> a + i, String::concat)); ops.put("min", x -> x.min(Comparator.naturalOrder())); ops.put("max", x -> x.max(Comparator.naturalOrder())); ops.put("count", Stream::count);
        ops.put("anyMatch", x -> x.anyMatch(i -> i == 8)); ops.put("allMatch", x -> x.allMatch(i -> i > 0)); ops.put("noneMatch", x -> x.noneMatch(i -> i > 8)); ops.put("findFirst", Stream::findFirst); ops.put("toArray", x -> x.toArray(Integer[]::new)); ops.put("toList", Stream::toList);
        ops.put("joining", x -> x.map(String::valueOf).collect(Collectors.joining(",", "[", "]"))); ops.put("groupingBy", x -> x.collect(Collectors.groupingBy(i -> i % 3, TreeMap::new, Collectors.counting()))); ops.put("partitioningBy", x -> x.collect(Collectors.partitioningBy(i -> i > 4, Collectors.summingInt(i -> i)))); ops.put("toMap", x -> x.distinct().collect(Collectors.toMap(i -> i, i -> i * i, (a, b) -> a, TreeMap::new)));
        ops.put("toMap duplicate", x -> x.collect(Collectors.toMap(i -> i, i -> i))); ops.put("averaging", x -> x.collect(Collectors.averagingDouble(i -> i / 3.0))); ops.put("summarizing", x -> x.collect(Collectors.summarizingInt(i -> i))); ops.put("teeing", x -> x.collect(Collectors.teeing(Collectors.counting(), Collectors.minBy(Comparator.naturalOrder()), (a, b) -> a + " " + b)));
        ops.put("mapping", x -> x.collect(Collectors.mapping(i -> "m" + i, Collectors.toCollection(TreeSet::new)))); ops.put("filtering", x -> x.collect(Collectors.filtering(i -> i > 3, Collectors.toList()))); ops.put("flatMapping", x -> x.collect(Collectors.flatMapping(i -> Stream.of(i, i), Collectors.toList()))); ops.put("collectingAndThen", x -> x.collect(Collectors.collectingAndThen(Collectors.toList(), List::size)));
        ops.put("reducing", x -> x.collect(Collectors.reducing(1, i -> i, (a, b) -> a * b))); ops.put("unmodifiable", x -> x.collect(Collectors.toUnmodifiableList())); ops.put("iterator", Stream::iterator); ops.put("mapToInt", x -> x.mapToInt(i -> i).sum()); ops.put("mapToDouble", x -> x.mapToDouble(i -> i).average().getAsDouble()); ops.put("boxed", x -> x.mapToLong(i -> i).boxed()); ops.put("peek", x -> { List<Integer> l = Collections.synchronizedList(new ArrayList<>()); x.peek(l::add).count(); return l.size() < 7; });
        ops.put("forEachOrdered", x -> { List<Integer> l = new ArrayList<>(); x.forEachOrdered(l::add); return l; }); ops.put("onClose", x -> { StringBuilder b = new StringBuilder(); x.onClose(() -> b.append("closed")).close(); return b; });
        ops.forEach((n, f) -> {
            Out.show(n, () -> f.apply(s()));
            Out.show(n + " parallel", () -> unwrapped(() -> Out.text(f.apply(s().parallel()))));
            Out.show(n + " empty", () -> f.apply(Stream.empty()));
            Out.show(n + " of list", () -> f.apply(new ArrayList<>(List.of(4, 4, 2)).stream()));
            Out.show(n + " iterate", () -> f.apply(Stream.iterate(1, i -> i < 50, i -> i * 2)));
        });
        Out.show("reuse", () -> { Stream<Integer> x = s(); x.count(); return x.count(); });
        Out.show("null element", () -> Stream.of(1, null).sorted().toList());
        Out.show("findFirst null", () -> Stream.of((Object) null).findFirst());
        Out.show("concurrent modification", () -> { List<Integer> l = new ArrayList<>(List.of(1, 2)); l.stream().forEach(i -> l.add(i)); return 0; });
        Sweep w = new Sweep().small().put(IntPredicate.class, (IntPredicate) i -> i > 1).put(IntUnaryOperator.class, (IntUnaryOperator) i -> i + 1).put(IntFunction.class, (IntFunction<Object>) i -> "i" + i).put(IntBinaryOperator.class, (IntBinaryOperator) Integer::sum)
            .put(IntToLongFunction.class, (IntToLongFunction) i -> i).put(IntToDoubleFunction.class, (IntToDoubleFunction) i -> i).put(LongPredicate.class, (LongPredicate) i -> i > 1).put(LongUnaryOperator.class, (LongUnaryOperator) i -> i + 1).put(LongFunction.class, (LongFunction<Object>) i -> "i" + i).put(LongBinaryOperator.class, (LongBinaryOperator) Long::sum).put(LongToIntFunction.class, (LongToIntFunction) i -> (int) i).put(LongToDoubleFunction.class, (LongToDoubleFunction) i -> i)
            .put(DoublePredicate.class, (DoublePredicate) i -> i > 1).put(DoubleUnaryOperator.class, (DoubleUnaryOperator) i -> i + 1).put(DoubleFunction.class, (DoubleFunction<Object>) i -> "i" + i).put(DoubleBinaryOperator.class, (DoubleBinaryOperator) Double::sum).put(DoubleToIntFunction.class, (DoubleToIntFunction) i -> (int) i).put(DoubleToLongFunction.class, (DoubleToLongFunction) i -> (long) i)
            .make(int[].class, () -> new int[] {1, 2}).make(long[].class, () -> new long[] {1, 2}).make(double[].class, () -> new double[] {1.5, 2}).not("wait", "hashCode", "equals", "toString", "generate", "spliterator", "close", "isParallel", "findAny", "parallel", "sequential", "unordered", "onClose", "iterate", "builder");
        w.methods(IntStream.class, () -> IntStream.of(3, 1, 2, 3), () -> IntStream.range(0, 5));
        w.methods(LongStream.class, () -> LongStream.of(3, 1, 2, 3));
        w.methods(DoubleStream.class, () -> DoubleStream.of(3, 1, 2.5, 3));
        w.statics(IntStream.class);
        w.statics(LongStream.class);
        w.statics(DoubleStream.class);
        Out.show("compose", () -> ((Function<Integer, Integer>) x -> x + 1).andThen(x -> x * 2).compose((Integer x) -> x - 5).apply(10));
        Out.show("predicate", () -> ((Predicate<String>) String::isEmpty).negate().and(x -> x.length() < 3).or(x -> x.equals("long")).test("long") + " " + Predicate.isEqual(null).test(null));
        Out.show("comparators", () -> { List<String> l = new ArrayList<>(Arrays.asList("bb", null, "a", "ccc", "dd")); l.sort(Comparator.nullsLast(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))); return l; });
        Out.show("spliterator", () -> { Spliterator<Integer> p = List.of(1, 2, 3, 4).spliterator(); Spliterator<Integer> q = p.trySplit(); return q.estimateSize() + " " + p.estimateSize() + Integer.toHexString(p.characteristics()); });
        Out.show("optional", () -> Optional.of(5).map(x -> x + 1).filter(x -> x > 5).or(() -> Optional.of(0)).stream().toList());
        Out.show("optional empty", () -> Optional.empty().orElseThrow());
        Out.show("parallel sum", () -> IntStream.rangeClosed(1, 100000).parallel().mapToLong(x -> (long) x * x).sum());
        Out.show("parallel sort", () -> new Random(5).ints(10000).parallel().boxed().sorted().limit(3).toList());
        Out.show("parallel exception", () -> {
            try {
                return IntStream.range(0, 1000).parallel().peek(x -> { if (x == 777) { throw new IllegalStateException("seven"); } }).sum();
            } catch (IllegalStateException e) {
                return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();      // wrapped when another thread threw it
            }
        });
        Out.show("concat", () -> Stream.concat(s(), Stream.of(0)).skip(5));
    }
}
