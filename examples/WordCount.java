// Counts the words of a text file and prints the ten most frequent ones.
//
//   vm WordCount.java README.md
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public class WordCount {
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: WordCount FILE");
            System.exit(2);
        }
        Map<String, Long> counts;
        try (Stream<String> lines = Files.lines(Path.of(args[0]))) {
            counts = lines.flatMap(line -> Stream.of(line.toLowerCase().split("[^\\p{L}\\p{N}]+")))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        }
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("%d words, %d different%n", total, counts.size());
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(10)
                .forEach(e -> System.out.printf("%6d %s%n", e.getValue(), e.getKey()));
    }
}
