/** A large old graph whose edges change all the time, to other old nodes and to new ones. */
public class OldGraph {
    OldGraph a, b, c;
    int id;

    OldGraph(int id) {
        this.id = id;
    }

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 6_000_000;
        int size = 500_000;
        OldGraph[] nodes = new OldGraph[size];
        for (int i = 0; i < size; i++) nodes[i] = new OldGraph(i);
        long state = 1, sum = 0;
        for (int i = 0; i < rounds; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            int from = (int) (state >>> 33) % size;
            int to = (int) (state >>> 13 & 0xfffff) % size;
            OldGraph node = nodes[from];
            switch (i & 3) {
                case 0 -> node.a = nodes[to];
                case 1 -> node.b = new OldGraph(to);
                case 2 -> {
                    if (node.b != null) sum += node.b.id;
                    node.c = nodes[to];
                }
                default -> {
                    if (i % 64 == 3) nodes[from] = new OldGraph(from);
                }
            }
        }
        System.out.println("checksum " + sum);
    }
}
