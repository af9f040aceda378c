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

    public static void main(String[] args) {
        long total = Long.parseLong(args[0]) << 20;
        int live = Integer.parseInt(args[1]) << 20;
        // Sizes: mostly 1 to 24 KB, each 16th one of 64 to 512 KB, which do not share chunks with the others.
        Node[] ring = new Node[live / (40 << 10)];
        int random = 12345;
        int serial = 0;
        int[] expected = new int[ring.length];
        for (long allocated = 0; allocated < total; serial++) {
            random = random * 1103515245 + 12345;
            int size = (serial & 15) == 0 ? (64 << 10) + (random >>> 8 & 0x6ffff) : 1024 + (random >>> 8) % 23000;
            Node node = new Node(serial, size);
            allocated += size + 48;
            // A short list that dies with the node's place.
            for (int i = 0; i < 4; i++) {
                Node tail = new Node(serial + i, 16);
                tail.next = node.next;
                node.next = tail;
            }
            allocated += 4 * 48;
            int place = (random >>> 4) % ring.length;
            if (ring[place] != null) {
                ring[place].check(expected[place]);
            }
            ring[place] = node;
            expected[place] = serial;
        }
        long sum = 0;
        for (int i = 0; i < ring.length; i++) {
            if (ring[i] != null) {
                ring[i].check(expected[i]);
                sum += ring[i].body.length;
                for (Node n = ring[i].next; n != null; n = n.next) {
                    n.check(n.value);
                }
            }
        }
        System.out.println("allocated " + (total >> 20) + " MB, checked; " + serial + " nodes, alive at the end "
            + (sum >> 20) + " MB");
    }
}
