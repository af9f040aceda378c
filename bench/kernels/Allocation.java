/** Short-lived objects, arrays of many sizes, and trees that survive a while. */
public class Allocation extends Kernel {
    static final class Node {
        final Node left, right;
        int value;

        Node(Node left, Node right, int value) {
            this.left = left;
            this.right = right;
            this.value = value;
        }
    }

    static Node tree(int depth) {
        return depth == 0 ? new Node(null, null, 1) : new Node(tree(depth - 1), tree(depth - 1), depth);
    }

    static int sum(Node n) {
        return n == null ? 0 : n.value + sum(n.left) + sum(n.right);
    }

    @Override
    long run() {
        long total = 0;
        Node kept = tree(12);
        for (int i = 0; i < 48; i++) {
            total += sum(tree(9));
        }
        for (int i = 0; i < 200_000; i++) {
            int[] a = new int[i & 31];
            Object o = new Node(null, null, a.length);
            total += ((Node) o).value;
        }
        return total + sum(kept);
    }

    public static void main(String[] args) {
        new Allocation().measure(7);
    }
}
