import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Streams over ranges and lists: deep call chains, small lambdas, boxing. */
public class Streams extends Kernel {
    @Override
    long run() {
        long total = 0;
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            list.add(i * 7919 % 1009);
        }
        for (int round = 0; round < 20; round++) {
            int r = round;
            total += IntStream.range(0, 2_000).filter(i -> (i & 3) != r % 4).mapToLong(i -> (long) i * r).sum();
            total += list.stream().filter(x -> x % 3 == r % 3).map(x -> x + r).collect(Collectors.toList()).size();
            total += list.stream().collect(Collectors.groupingBy(x -> x & 15, Collectors.counting())).size();
        }
        return total;
    }

    public static void main(String[] args) {
        new Streams().measure(7);
    }
}
