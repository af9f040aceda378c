import java.util.HashMap;
import java.util.Map;

/** Bytes of heap for each object of some kinds, after a collection. Argument: small, maps or strings. */
public class Footprint {
    static class Small {
        Small next;
        int value;
    }

    static long used() {
        for (int i = 0; i < 3; i++) System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    public static void main(String[] args) {
        String kind = args[0];
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        long before = used();
        Object keep;
        switch (kind) {
            case "small" -> {
                Small head = null;
                for (int i = 0; i < count; i++) {
                    Small s = new Small();
                    s.next = head;
                    s.value = i;
                    head = s;
                }
                keep = head;
            }
            case "maps" -> {
                Map<Integer, Integer> map = new HashMap<>();
                for (int i = 0; i < count; i++) map.put(i + 1000, i + 1000);
                keep = map;
            }
            case "strings" -> {
                String[] strings = new String[count];
                for (int i = 0; i < count; i++) strings[i] = "string " + i;
                keep = strings;
            }
            default -> throw new IllegalArgumentException(kind);
        }
        long after = used();
        System.out.println("bytes each " + (after - before) / count + (keep == null ? "!" : ""));
    }
}
