import java.util.List;

public class ExceptionMessages {
    interface Body {
        Object run() throws Throwable;
    }

    static class Node {
        Node next;
        int value;
        int[] data;
        static Node shared;

        Node next() {
            return next;
        }
    }

    interface Shape {
    }

    static void attempt(Body body) {
        try {
            System.out.println(body.run());
        } catch (Throwable e) {
            System.out.println(e.getClass().getName() + ": " + e.getMessage());
        }
    }

    static int zero() {
        return 0;
    }

    public static void main(String[] args) {
        Node n = new Node();
        Object text = "text";
        attempt(() -> n.next.value);
        attempt(() -> n.next().value);
        attempt(() -> n.next.next.value);
        attempt(() -> n.data[3]);
        attempt(() -> n.data.length);
        attempt(() -> {
            n.next.value = 3;
            return 0;
        });
        attempt(() -> Node.shared.next());
        attempt(() -> {
            Node local = Node.shared;
            return local.value;
        });
        attempt(() -> {
            synchronized (n.next) {
                return 1;
            }
        });
        attempt(() -> {
            throw null;
        });
        attempt(() -> {
            Node[][] nodes = new Node[2][];
            return nodes[1][0];
        });
        attempt(() -> {
            Node[][] nodes = new Node[2][3];
            return nodes[1][2].value;
        });
        attempt(() -> (Integer) text);
        attempt(() -> (int[]) text);
        attempt(() -> (Shape) (Object) n);
        attempt(() -> (Node[]) (Object) new Object[0]);
        attempt(() -> (List<?>) (Object) new int[0][0]);
        attempt(() -> 1 / zero());
        attempt(() -> 1L % zero());
        attempt(() -> Integer.parseInt("12x"));
        attempt(() -> Integer.parseInt(""));
        attempt(() -> Integer.parseInt(null));
        attempt(() -> Long.parseLong("99999999999999999999"));
        attempt(() -> Double.parseDouble("1e"));
        attempt(() -> Thread.State.valueOf("NOPE"));
        attempt(() -> Class.forName("no.such.Klass"));
        attempt(() -> Class.forName("ExceptionMessages$Shape").getDeclaredConstructor().newInstance());
        attempt(() -> List.of(1, 2).iterator().next().toString().charAt(4));
        attempt(() -> List.of().iterator().next());
        attempt(() -> List.of(1).set(0, 2));
        attempt(() -> java.util.Optional.empty().get());
        attempt(() -> java.util.Objects.requireNonNull(null, "wanted"));
        attempt(() -> new java.util.ArrayList<Integer>(-1));
        attempt(() -> java.util.Objects.checkIndex(4, 4));
        attempt(() -> Integer.valueOf((String) text));
        attempt(() -> {
            Integer none = null;
            int i = none;
            return i;
        });
        attempt(() -> {
            String s = null;
            switch (s) {
                default:
                    return 1;
            }
        });
        attempt(() -> {
            var list = new java.util.ArrayList<>(List.of(1, 2, 3));
            for (Integer i : list) {
                list.remove(i);
            }
            return 1;
        });
        attempt(() -> {
            n.wait();
            return 1;
        });
        attempt(() -> {
            n.notify();
            return 1;
        });
    }
}
