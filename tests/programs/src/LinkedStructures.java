// @small
public class LinkedStructures {
    static class Node {
        int key;
        Node left, right, next;
        Object tag;

        Node(int k) {
            key = k;
        }
    }

    static Node insert(Node n, int k) {
        if (n == null) {
            return new Node(k);
        }
        if (k < n.key) {
            n.left = insert(n.left, k);
        } else if (k > n.key) {
            n.right = insert(n.right, k);
        }
        return n;
    }

    static int height(Node n) {
        return n == null ? 0 : 1 + Math.max(height(n.left), height(n.right));
    }

    static long walk(Node n, long acc) {
        if (n == null) {
            return acc;
        }
        acc = walk(n.left, acc) * 31 + n.key;
        return walk(n.right, acc);
    }

    static Node reverse(Node n) {
        Node out = null;
        while (n != null) {
            Node next = n.next;
            n.next = out;
            out = n;
            n = next;
        }
        return out;
    }

    public static void main(String[] args) {
        Node root = null;
        int x = 17;
        for (int i = 0; i < 150; i++) {
            x = (x * 73 + 41) % 1009;
            root = insert(root, x);
        }
        System.out.println(height(root));
        System.out.println(walk(root, 7));
        Node head = null;
        for (int i = 0; i < 100; i++) {
            Node n = new Node(i);
            n.next = head;
            n.tag = i % 2 == 0 ? (Object) new int[] {i} : "s" + i;
            head = n;
        }
        head = reverse(head);
        int count = 0;
        long sum = 0;
        for (Node n = head; n != null; n = n.next) {
            sum = sum * 3 + n.key + (n.tag instanceof int[] a ? a[0] : ((String) n.tag).length());
            count++;
        }
        System.out.println(count);
        System.out.println(sum);
        Node[] table = new Node[16];
        for (int i = 0; i < 60; i++) {
            Node n = new Node(i * i);
            n.next = table[n.key & 15];
            table[n.key & 15] = n;
        }
        StringBuilder s = new StringBuilder();
        for (Node n : table) {
            int len = 0;
            for (; n != null; n = n.next) {
                len++;
            }
            s.append(len).append(' ');
        }
        System.out.println(s);
    }
}
