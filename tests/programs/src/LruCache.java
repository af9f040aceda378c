// @small
import java.util.LinkedHashMap;
import java.util.Map;

public class LruCache<K, V> extends LinkedHashMap<K, V> {
    private final int capacity;
    private int evictions;

    LruCache(int capacity) {
        super(8, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        boolean remove = size() > capacity;
        if (remove) {
            evictions++;
        }
        return remove;
    }

    public static void main(String[] args) {
        LruCache<Integer, String> cache = new LruCache<>(4);
        int hits = 0;
        for (int i = 0; i < 40; i++) {
            int key = i * i % 7;
            if (cache.get(key) != null) {
                hits++;
            } else {
                cache.put(key, "v" + key);
            }
        }
        System.out.println(cache + " " + hits + " " + cache.evictions);
        cache.get(cache.keySet().iterator().next());
        System.out.println(cache.keySet());
        LinkedHashMap<String, Integer> plain = new LinkedHashMap<>();
        plain.put("z", 1);
        plain.put("a", 2);
        plain.put("z", 3);
        plain.remove("a");
        plain.put("a", 4);
        System.out.println(plain);
    }
}
