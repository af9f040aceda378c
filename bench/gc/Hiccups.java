import java.util.Arrays;

/**
 * Allocates at a fixed rate over a live set of which a little is replaced all the time; measures how late each slice
 * of one millisecond's allocation ends. Arguments: live MB, MB per second, seconds.
 */
public class Hiccups {
    static final class Node {
        Node a, b;
        byte[] data;
    }

    static Node make(int bytes) {
        Node n = new Node();
        n.data = new byte[bytes];
        return n;
    }

    public static void main(String[] args) {
        int liveMb = Integer.parseInt(args[0]), rate = Integer.parseInt(args[1]), seconds = Integer.parseInt(args[2]);
        Node[] live = new Node[liveMb * 1024];
        for (int i = 0; i < live.length; i++) live[i] = make(1024 - 40);
        System.out.println("live set built");
        long[] late = new long[seconds * 1000];
        long slice = 1_000_000L;
        int perSlice = rate;  // nodes of 1 KB for each millisecond: MB/s
        long state = 1;
        long start = System.nanoTime();
        for (int i = 0; i < late.length; i++) {
            for (int j = 0; j < perSlice; j++) {
                Node n = make(1024 - 40);
                if ((j & 31) == 0) {
                    state = state * 6364136223846793005L + 1442695040888963407L;
                    int at = (int) (state >>> 33) % live.length;
                    n.a = live[(at + 1) % live.length];
                    live[at] = n;
                    n.a.a = null;
                }
            }
            long due = start + (i + 1) * slice;
            long now = System.nanoTime();
            late[i] = Math.max(0, now - due);
            while (System.nanoTime() < due) Thread.onSpinWait();
            if (late[i] > 0) start += late[i];  // do not carry the delay over
        }
        Arrays.sort(late);
        System.out.println(String.format("late ms: p50 %.3f p99 %.3f p99.9 %.3f max %.3f", late[late.length / 2] / 1e6,
            late[(int) (late.length * 0.99)] / 1e6, late[(int) (late.length * 0.999)] / 1e6, late[late.length - 1] / 1e6));
    }
}
