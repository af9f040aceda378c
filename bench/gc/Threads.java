import java.util.ArrayList;
import java.util.List;

/** Eight threads that make lists and strings of their own. */
public class Threads {
    public static void main(String[] args) throws InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        long[] sums = new long[8];
        Thread[] threads = new Thread[sums.length];
        for (int t = 0; t < threads.length; t++) {
            int self = t;
            threads[t] = new Thread(() -> {
                List<String> kept = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    List<String> list = new ArrayList<>();
                    for (int j = 0; j < 50; j++) list.add("item " + i + ":" + j);
                    for (String s : list) sums[self] += s.length();
                    kept.add(list.get(i % 50));
                    if (kept.size() > 1000) kept.clear();
                }
            });
            threads[t].start();
        }
        long sum = 0;
        for (int t = 0; t < threads.length; t++) {
            threads[t].join();
            sum += sums[t];
        }
        System.out.println("checksum " + sum);
    }
}
