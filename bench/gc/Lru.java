import java.util.LinkedHashMap;
import java.util.Map;

/** A cache that is always full: every insertion makes an old entry die. */
public class Lru {
    static final int CAPACITY = 60_000;

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Map<Integer, byte[]> cache = new LinkedHashMap<>(CAPACITY * 2, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
                return size() > CAPACITY;
            }
        };
        long state = 1, hits = 0;
        for (int i = 0; i < rounds; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            int key = (int) (state >>> 33) % (CAPACITY * 2);
            byte[] value = cache.get(key);
            if (value == null) {
                value = new byte[64 + (key & 255)];
                value[0] = (byte) key;
                cache.put(key, value);
            } else {
                hits += value[0] == (byte) key ? 1 : 1_000_000;
            }
        }
        System.out.println("checksum " + hits);
    }
}
