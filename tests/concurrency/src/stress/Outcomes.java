package stress;

import java.util.Map;
import java.util.TreeMap;

/** How often each result was seen. */
final class Outcomes {
    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void add(String result, long times) {
        counts.merge(result, times, Long::sum);
    }

    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
