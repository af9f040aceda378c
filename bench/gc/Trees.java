/** Complete binary trees: many die young, one lives as long as the program. */
public class Trees {
    Trees left, right;

    static Trees make(int depth) {
        Trees t = new Trees();
        if (depth > 0) {
            t.left = make(depth - 1);
            t.right = make(depth - 1);
        }
        return t;
    }

    int count() {
        return left == null ? 1 : 1 + left.count() + right.count();
    }

    public static void main(String[] args) {
        int depth = args.length > 0 ? Integer.parseInt(args[0]) : 16;
        Trees stays = make(depth);
        long sum = 0;
        for (int d = 4; d <= depth; d += 4) {
            int rounds = 1 << (depth - d + 3);
            for (int i = 0; i < rounds; i++) sum += make(d).count();
        }
        System.out.println("checksum " + (sum + stays.count()));
    }
}
