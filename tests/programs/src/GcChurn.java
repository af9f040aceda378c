import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public class GcChurn {
    static class Tree {
        final Tree left, right;
        final int value;

        Tree(int depth, int v) {
            value = v;
            left = depth == 0 ? null : new Tree(depth - 1, 2 * v);
            right = depth == 0 ? null : new Tree(depth - 1, 2 * v + 1);
        }

        long sum() {
            return value + (left == null ? 0 : left.sum() + right.sum());
        }
    }

    static class Link {
        Link prev, next;
        byte[] load;
        int id;
    }

    public static void main(String[] args) {
        Tree kept = new Tree(12, 1);
        long total = 0;
        for (int i = 0; i < 20; i++) {
            total += new Tree(9, i).sum();
        }
        System.out.println(total + " " + kept.sum());

        Link head = null, tail = null;
        int size = 0;
        long check = 0;
        for (int i = 0; i < 30000; i++) {
            Link l = new Link();
            l.id = i;
            l.load = new byte[i % 200];
            if (l.load.length > 0) {
                l.load[0] = (byte) i;
            }
            l.prev = tail;
            if (tail != null) {
                tail.next = l;
            } else {
                head = l;
            }
            tail = l;
            if (++size > 1000) {
                check += head.id ^ head.load.length;
                head = head.next;
                head.prev = null;
                size--;
            }
        }
        System.out.println(check + " " + size);

        Map<Integer, List<String>> map = new HashMap<>();
        for (int i = 0; i < 20000; i++) {
            map.computeIfAbsent(i % 37, k -> new ArrayList<>()).add("v" + i);
            if (i % 500 == 0) {
                map.remove(i / 500 % 37);
            }
        }
        int n = 0;
        long h = 0;
        for (int k = 0; k < 37; k++) {
            List<String> l = map.get(k);
            if (l != null) {
                n += l.size();
                h = h * 31 + l.get(l.size() - 1).hashCode();
            }
        }
        System.out.println(n + " " + h);
        Object[] cards = new Object[5000];
        int[] hashes = new int[cards.length];
        for (int round = 0; round < 6; round++) {
            for (int i = round; i < cards.length; i += 3) {
                cards[i] = new int[] {i, round};
                if (round % 2 == 0) {
                    hashes[i] = System.identityHashCode(cards[i]);
                } else {
                    hashes[i] = 0;
                }
            }
            byte[][] big = new byte[4][];
            for (int i = 0; i < 4; i++) {
                big[i] = new byte[300_000];
                big[i][299_999] = (byte) i;
            }
            if (round % 2 == 1) {
                System.gc();
            }
        }
        boolean stable = true;
        long sum = 0;
        for (int i = 0; i < cards.length; i++) {
            int[] c = (int[]) cards[i];
            stable &= hashes[i] == 0 || hashes[i] == System.identityHashCode(c);
            sum += c[0] * (long) c[1];
        }
        System.out.println(stable + " " + sum);
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            s.append(i);
            if (s.length() > 5000) {
                s = new StringBuilder(s.substring(2500));
            }
        }
        System.out.println(s.toString().hashCode() + " " + kept.sum());
        List<int[]> hold = new ArrayList<>();
        try {
            for (;;) {
                hold.add(new int[Integer.MAX_VALUE]);
            }
        } catch (OutOfMemoryError e) {
            System.out.println("OutOfMemoryError");
        }
    }
}
