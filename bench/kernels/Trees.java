/** A binary search tree of objects: allocation, pointer chasing, recursion. */
public class Trees extends Kernel {
    static final class Node {
        final int key;
        Node left;
        Node right;

        Node(int key) {
            this.key = key;
        }

        int depth() {
            return 1 + Math.max(left == null ? 0 : left.depth(), right == null ? 0 : right.depth());
        }
    }

    @Override
    long run() {
        Node root = new Node(1 << 19);
        int x = 99;
        for (int i = 0; i < 12_000; i++) {
            x = x * 1103515245 + 12345;
            int key = x >>> 12;
            Node at = root;
            while (true) {
                Node next = key < at.key ? at.left : at.right;
                if (next == null) {
                    break;
                }
                at = next;
            }
            if (key < at.key) {
                at.left = new Node(key);
            } else {
                at.right = new Node(key);
            }
        }
        return root.depth();
    }

    public static void main(String[] args) {
        new Trees().measure(7);
    }
}
