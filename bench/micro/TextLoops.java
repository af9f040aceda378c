import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Nanoseconds of one call of each loop over bytes and characters that the VM has a function of its own for, at several
 * lengths: the smallest of many short samples, so that a busy machine disturbs little.
 *
 * <pre>  javac -d OUT bench/micro/TextLoops.java; vm -cp OUT TextLoops   </pre>
 */
public final class TextLoops {
    interface Work {
        long once();
    }

    static long sink;

    static void measure(String name, int length, Work work) {
        int calls = 200;
        long best = Long.MAX_VALUE;
        for (int sample = 0; sample < 400; sample++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sink += work.once();
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%-22s %6d %10.1f%n", name, length, (double) best / calls);
    }

    public static void main(String[] args) {
        for (int n : new int[] {8, 64, 1000}) {
            char[] latin = new char[n], wide = new char[n];
            byte[] ascii = new byte[n];
            for (int i = 0; i < n; i++) {
                latin[i] = (char) ('a' + i % 23);
                wide[i] = (char) (0x20ac + i % 57);
                ascii[i] = (byte) ('a' + i % 23);
            }
            String l = new String(latin), l2 = new String(latin), w = new String(wide), w2 = new String(wide);
            String mixed = new String(wide, 0, 1).replace('\u20ac', 'a') + l.substring(1) + "\u20ac";
            byte[] ascii2 = ascii.clone();
            int[] ints = new int[n], ints2 = new int[n];
            Object[] objects = new Object[n], objects2 = new Object[n];
            measure("(empty)", n, () -> n);
            measure("new String(ascii)", n, () -> new String(ascii, StandardCharsets.UTF_8).length());
            measure("hashCode Latin-1", n, () -> new String(ascii, StandardCharsets.ISO_8859_1).hashCode());
            measure("hashCode UTF-16", n, () -> new String(wide).hashCode());
            measure("equals Latin-1", n, () -> l.equals(l2) ? 1 : 0);
            measure("compareTo Latin-1", n, () -> l.compareTo(l2));
            measure("compareTo UTF-16", n, () -> w.compareTo(w2));
            measure("compareTo mixed", n, () -> l.compareTo(mixed));
            measure("indexOf(char) Latin-1", n, () -> l.indexOf('!'));
            measure("indexOf(char) UTF-16", n, () -> w.indexOf('!'));
            measure("compress chars", n, () -> new String(latin).length());
            measure("getBytes ISO UTF-16", n, () -> mixed.getBytes(StandardCharsets.ISO_8859_1).length);
            measure("toCharArray Latin-1", n, () -> l.toCharArray().length);
            measure("Arrays.mismatch", n, () -> Arrays.mismatch(ascii, ascii2));
            measure("Arrays.equals(int[])", n, () -> Arrays.equals(ints, ints2) ? 1 : 0);
            measure("Arrays.fill(int[])", n, () -> {
                Arrays.fill(ints, 7);
                return ints[0];
            });
            measure("arraycopy int[]", n, () -> {
                System.arraycopy(ints, 0, ints2, 0, n);
                return 1;
            });
            measure("arraycopy Object[]", n, () -> {
                System.arraycopy(objects, 0, objects2, 0, n);
                return 1;
            });
        }
        System.out.println(sink != 0 ? "" : " ");
    }
}
