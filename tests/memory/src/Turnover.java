// Allocates many times the heap while a fixed amount stays alive: Turnover TOTAL_MB LIVE_MB.
// Small objects, arrays and a few large ones take turns; what is alive is checked all the time.
public class Turnover {
    static final class Node {
        final int value;
        final byte[] body;
        Node next;
        Node(int value, int size) {
            this.value = value;
            this.body = new byte[size];
            body[0] = (byte) value;
            body[size - 1] = (byte) (value >> 8);
        }
        void check(int expected) {
            if (value != expected || body[0] != (byte) value || body[body.length - 1] != (byte) (value >> 8)) {
                throw new AssertionError("node " + expected + " holds " + value);
            }
        }
    }

    /** Bytes of heap that a node with a body of `size` and its list need, not counting what alignment adds. */
    static long weight(int size) {
        return size + 8 + 24 + 4 * (24 + 24);
    }

    public static void main(String[] args) {
        long total = Long.parseLong(args[0]) << 20;
        long wanted = Long.parseLong(args[1]) << 20;
        Node[] kept = new Node[(int) (wanted >> 12)];
        int[] expected = new int[kept.length];
        int count = 0;
        long alive = 0;
        long least = Long.MAX_VALUE;  // since there was enough for the first time
        int random = 12345;
        int serial = 0;
        for (long allocated = 0; allocated < total; serial++) {
            // Sizes: mostly 1 to 24 KB, each 16th one of 64 to 512 KB, which do not share chunks with the others.
            random = random * 1103515245 + 12345;
            int size = (serial & 15) == 0 ? (64 << 10) + (random >>> 8 & 0x6ffff) : 1024 + (random >>> 8) % 23000;
            Node node = new Node(serial, size);
            // A short list that dies with the node.
            for (int i = 0; i < 4; i++) {
                Node tail = new Node(serial + i, 16);
                tail.next = node.next;
                node.next = tail;
            }
            allocated += weight(size);
            alive += weight(size);
            // It takes the place of others as long as enough stays alive without them.
            int place = count;
            while (count > 0) {
                int victim = (random >>> 4) % count;
                long released = weight(kept[victim].body.length);
                if (alive - released < wanted) {
                    break;
                }
                kept[victim].check(expected[victim]);
                alive -= released;
                count--;
                kept[victim] = kept[count];
                expected[victim] = expected[count];
                kept[count] = null;
                place = count;
            }
            kept[place] = node;
            expected[place] = serial;
            count = place + 1;
            if (alive >= wanted || least != Long.MAX_VALUE) {
                least = Math.min(least, alive);
            }
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            kept[i].check(expected[i]);
            sum += weight(kept[i].body.length);
            for (Node n = kept[i].next; n != null; n = n.next) {
                n.check(n.value);
            }
        }
        if (sum != alive) {
            throw new AssertionError("kept " + sum + " bytes, counted " + alive);
        }
        System.out.println("allocated " + (total >> 20) + " MB, checked; never less than " + (least >> 20) + " MB alive, "
            + serial + " nodes");
    }
}
