import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Huffman and LZ coding by hand, and the library's deflate. */
public class Compression {
    static abstract class Node implements Comparable<Node> {
        int count;
        int order;

        @Override
        public int compareTo(Node o) {
            return count != o.count ? Integer.compare(count, o.count) : Integer.compare(order, o.order);
        }
    }

    static class Leaf extends Node {
        char c;
    }

    static class Inner extends Node {
        Node zero, one;
    }

    static void codes(Node n, String prefix, Map<Character, String> out) {
        if (n instanceof Leaf l) {
            out.put(l.c, prefix);
        } else if (n instanceof Inner i) {
            codes(i.zero, prefix + "0", out);
            codes(i.one, prefix + "1", out);
        }
    }

    static String huffman(String text) {
        int[] counts = new int[256];
        for (char c : text.toCharArray()) {
            counts[c]++;
        }
        PriorityQueue<Node> queue = new PriorityQueue<>();
        int order = 0;
        for (char c = 0; c < 256; c++) {
            if (counts[c] > 0) {
                Leaf l = new Leaf();
                l.c = c;
                l.count = counts[c];
                l.order = order++;
                queue.add(l);
            }
        }
        while (queue.size() > 1) {
            Inner i = new Inner();
            i.zero = queue.poll();
            i.one = queue.poll();
            i.count = i.zero.count + i.one.count;
            i.order = order++;
            queue.add(i);
        }
        Node root = queue.poll();
        Map<Character, String> codes = new HashMap<>();
        codes(root, "", codes);
        StringBuilder bits = new StringBuilder();
        for (char c : text.toCharArray()) {
            bits.append(codes.get(c));
        }
        StringBuilder back = new StringBuilder();
        Node at = root;
        for (int i = 0; i < bits.length(); i++) {
            at = bits.charAt(i) == '0' ? ((Inner) at).zero : ((Inner) at).one;
            if (at instanceof Leaf l) {
                back.append(l.c);
                at = root;
            }
        }
        return bits.length() + " bits, " + back.toString().equals(text) + ", " + bits.toString().hashCode();
    }

    static byte[] lz(byte[] in) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length;) {
            int best = 0, from = 0;
            for (int j = Math.max(0, i - 255); j < i; j++) {
                int n = 0;
                while (n < 255 && i + n < in.length && in[j + n] == in[i + n]) {
                    n++;
                }
                if (n > best) {
                    best = n;
                    from = i - j;
                }
            }
            if (best > 3) {
                out.write(1);
                out.write(from);
                out.write(best);
                i += best;
            } else {
                out.write(0);
                out.write(in[i++]);
            }
        }
        return out.toByteArray();
    }

    static byte[] unlz(byte[] in) {
        byte[] out = new byte[100_000];
        int n = 0;
        for (int i = 0; i < in.length;) {
            if (in[i++] == 0) {
                out[n++] = in[i++];
            } else {
                int from = in[i++] & 0xff;
                for (int k = in[i++] & 0xff; k > 0; k--, n++) {
                    out[n] = out[n - from];
                }
            }
        }
        return Arrays.copyOf(out, n);
    }

    public static void main(String[] args) throws DataFormatException {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            b.append("line ").append(i * i % 17).append(" of the text that is packed;");
        }
        String text = b.toString();
        System.out.println(text.length() + " " + huffman(text));
        byte[] raw = text.getBytes();
        byte[] packed = lz(raw);
        System.out.println(packed.length + " " + Arrays.equals(unlz(packed), raw) + " " + Arrays.hashCode(packed));
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(raw);
        deflater.finish();
        byte[] buffer = new byte[raw.length];
        int n = deflater.deflate(buffer);
        Inflater inflater = new Inflater(true);
        inflater.setInput(buffer, 0, n);
        byte[] back = new byte[raw.length + 10];
        System.out.println(inflater.inflate(back) == raw.length && Arrays.equals(Arrays.copyOf(back, raw.length), raw));
        System.out.println(inflater.finished() + " " + deflater.getTotalIn() + " " + (n < raw.length / 4));
        Inflater bad = new Inflater();
        bad.setInput(new byte[] {1, 2, 3, 4, 5});
        try {
            bad.inflate(new byte[10]);
        } catch (DataFormatException e) {
            System.out.println(e.getMessage());
        }
    }
}
