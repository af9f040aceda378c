import java.util.HashMap;
import java.util.Map;

/** Text: a scanner over characters, substrings as keys of a map, a builder for the result. */
public class Words extends Kernel {
    static final String TEXT;

    static {
        StringBuilder b = new StringBuilder();
        int x = 7;
        for (int i = 0; i < 4_000; i++) {
            x = x * 1103515245 + 12345;
            int length = 2 + (x >>> 28);
            for (int j = 0; j < length; j++) {
                b.append((char) ('a' + ((x >>> (j + 3)) & 7)));
            }
            b.append((x & 0x700) == 0 ? ".\n" : " ");
        }
        TEXT = b.toString();
    }

    @Override
    long run() {
        Map<String, Integer> counts = new HashMap<>();
        int start = -1;
        for (int i = 0; i <= TEXT.length(); i++) {
            boolean letter = i < TEXT.length() && Character.isLetter(TEXT.charAt(i));
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                counts.merge(TEXT.substring(start, i), 1, Integer::sum);
                start = -1;
            }
        }
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, Integer> e : counts.entrySet()) {
            if (e.getValue() > 2) {
                out.append(e.getKey()).append('=').append(e.getValue()).append('\n');
            }
        }
        return out.toString().hashCode() * 31L + counts.size();
    }

    public static void main(String[] args) {
        new Words().measure(7);
    }
}
