// A live set that several threads turn over for a long time, checked again and again: Endure SECONDS THREADS MEGABYTES.
// Nodes die old, hang in each other across threads, and are looked at through weak references.
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

public class Endure {
    static final int SHARED = 1 << 12;
    static final AtomicReferenceArray<Node> shared = new AtomicReferenceArray<>(SHARED);
    static volatile Throwable failure;

    static final class Node {
        final long id;
        final byte[] data;
        Node left, right;
        WeakReference<Node> weak;

        Node(long id) {
            this.id = id;
            data = new byte[40 + (int) (id & 255)];
            data[0] = (byte) id;
            data[data.length - 1] = (byte) (id >>> 8);
        }

        void check() {
            if (data.length != 40 + (int) (id & 255) || data[0] != (byte) id || data[data.length - 1] != (byte) (id >>> 8)) {
                throw new AssertionError("node " + id);
            }
        }
    }

    static long verify(Node[] table, Map<Long, String> names) {
        long sum = 0;
        for (Node node : table) {
            for (Node at = node; at != null; at = at.left) {
                at.check();
                if (at.right != null) at.right.check();
                Node weakly = at.weak == null ? null : at.weak.get();
                if (weakly != null) weakly.check();
                sum += at.id;
            }
        }
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            if (!entry.getValue().equals("name " + entry.getKey())) throw new AssertionError("name " + entry.getKey());
        }
        return sum;
    }

    static void work(long end, int thread, int count) {
        Node[] table = new Node[count];
        Map<Long, String> names = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
                return size() > count / 4;
            }
        };
        long state = thread + 1;
        for (long step = 0; System.nanoTime() < end && failure == null; step++) {
            for (int i = 0; i < count / 2; i++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                int at = (int) (state >>> 33) % count;
                int other = (int) (state >>> 20 & 0xffffff) % count;
                Node fresh = new Node(state >>> 8);
                switch ((int) (state >>> 60)) {
                    case 0 -> names.put(fresh.id, "name " + fresh.id);
                    case 1 -> shared.set(other % SHARED, table[at]);
                    case 2 -> fresh.right = shared.get(at % SHARED);
                    case 3 -> fresh.weak = new WeakReference<>(table[other] != null ? table[other] : fresh);
                    case 4 -> {  // a node that only a weak reference holds comes back
                        Node holder = table[other];
                        if (holder != null && holder.weak != null) table[at] = holder.weak.get();
                    }
                    case 5 -> {
                        Node holder = table[other];
                        if (holder != null) holder.right = table[at];
                    }
                    case 6 -> fresh.left = new Node(~fresh.id);
                    default -> { }
                }
                if (fresh.right != null) fresh.right.right = null;  // no endless chains
                if ((state >>> 59 & 1) == 0) table[at] = fresh;
            }
            long sum = verify(table, names);
            if (sum != verify(table, names)) throw new AssertionError("sum");
        }
    }

    public static void main(String[] args) throws Exception {
        long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
        int threads = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]) * 1024 / threads * 3;  // some 340 bytes for each
        Thread[] all = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int thread = i;
            all[i] = new Thread(() -> {
                try {
                    work(end, thread, count);
                } catch (Throwable t) {
                    failure = t;
                }
            });
            all[i].start();
        }
        for (Thread thread : all) thread.join();
        if (failure != null) {
            failure.printStackTrace();
            System.exit(1);
        }
        System.out.println("done");
    }
}
