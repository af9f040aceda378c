import java.util.ArrayList;
import java.util.HashMap;
import java.util.TreeMap;

/** Hash maps, tree maps and lists of boxed numbers and strings. */
public class Maps extends Kernel {
    @Override
    long run() {
        HashMap<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            counts.merge(i * 31 % 4099, 1, Integer::sum);
        }
        long sum = 0;
        for (HashMap.Entry<Integer, Integer> e : counts.entrySet()) {
            sum += e.getKey() * (long) e.getValue();
        }
        HashMap<String, Integer> words = new HashMap<>();
        for (int i = 0; i < 8_000; i++) {
            String k = "w" + i % 977;
            Integer old = words.get(k);
            words.put(k, old == null ? 1 : old + 1);
        }
        TreeMap<Integer, String> tree = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            tree.put(i * 7919 % 5003, "v");
        }
        ArrayList<Integer> list = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            list.add(i ^ 0x55);
        }
        for (int v : list) {
            sum += v;
        }
        return sum + words.get("w5") + tree.firstKey() + tree.floorKey(2500);
    }

    public static void main(String[] args) {
        new Maps().measure(7);
    }
}
