import java.io.*;
import java.util.*;

public class Serialization {
    static class Base {
        int notSerializable = 1;

        Base() {
            notSerializable = 42;
        }
    }

    static class Node extends Base implements Serializable {
        private static final long serialVersionUID = 1L;
        String name;
        transient int skipped = 9;
        Node next;
        double[] data = {1.5, -0.0};
        EnumMap<Kind, List<Integer>> map = new EnumMap<>(Kind.class);
        char c = 'x';
        long l = Long.MIN_VALUE;
        boolean z = true;

        Node(String n) {
            name = n;
        }
    }

    enum Kind { A, B { } }

    static class Custom implements Serializable {
        transient String secret;
        int version = 3;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeUTF(new StringBuilder(secret).reverse().toString());
            out.writeInt(77);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            secret = in.readUTF() + in.readInt();
        }
    }

    static class External implements Externalizable {
        int a;

        public External() {
        }

        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(a * 2);
        }

        public void readExternal(ObjectInput in) throws IOException {
            a = in.readInt();
        }
    }

    static class Single implements Serializable {
        static final Single INSTANCE = new Single();

        private Object readResolve() {
            return INSTANCE;
        }
    }

    record Rec(int x, String s, Rec inner) implements Serializable {
        Rec {
            if (x < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    interface SerialSupplier extends java.util.function.Supplier<String>, Serializable {
    }

    static byte[] write(Object o) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(o);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    static <T> T copy(T o) throws Exception {
        return (T) new ObjectInputStream(new ByteArrayInputStream(write(o))).readObject();
    }

    public static void main(String[] args) throws Exception {
        Node a = new Node("a");
        Node b = new Node("b\u4e2d");
        a.next = b;
        b.next = a;
        a.map.put(Kind.B, new ArrayList<>(List.of(1, 2)));
        a.notSerializable = 7;
        Node c = copy(a);
        System.out.println(c.name + c.next.name + (c.next.next == c) + c.skipped + c.notSerializable + Arrays.toString(c.data) + c.map + c.c + c.l + c.z);
        Custom custom = new Custom();
        custom.secret = "abc";
        System.out.println(copy(custom).secret + copy(custom).version);
        External e = new External();
        e.a = 21;
        System.out.println(copy(e).a + " " + (copy(Single.INSTANCE) == Single.INSTANCE) + " " + (copy(Kind.B) == Kind.B));
        System.out.println(copy(new Rec(1, "r", new Rec(2, null, null))));
        String captured = "captured";
        SerialSupplier lambda = () -> captured + "!";
        System.out.println(copy(lambda).get());
        System.out.println(copy(new int[][] {{1}, {2, 3}})[1][1] + " " + copy(new TreeMap<>(Map.of("k", new Date(0)))).size() + " "
            + copy(new java.math.BigDecimal("1.50")) + " " + copy(new LinkedHashSet<>(List.of(3, 1))) + " " + copy(String[].class) + copy(java.time.LocalDate.EPOCH)
            + " " + copy(new ArrayDeque<>(List.of(1, 2))) + copy(new IllegalStateException("ex")).getMessage() + copy(Optional.class).getSimpleName());
        try {
            write(new Object());
        } catch (NotSerializableException x) {
            System.out.println(x.getMessage());
        }
        byte[] bytes = write("text");
        System.out.println(bytes.length + " " + Arrays.toString(bytes));
        bytes[0] = 0;
        try {
            new ObjectInputStream(new ByteArrayInputStream(bytes));
        } catch (StreamCorruptedException x) {
            System.out.println(x.getMessage());
        }
        System.out.println(ObjectStreamClass.lookup(Node.class).getSerialVersionUID() + " " + ObjectStreamClass.lookup(Rec.class).getSerialVersionUID() + " "
            + ObjectStreamClass.lookup(Custom.class).getSerialVersionUID());
        ObjectInputStream filtered = new ObjectInputStream(new ByteArrayInputStream(write(new ArrayList<>())));
        filtered.setObjectInputFilter(ObjectInputFilter.Config.createFilter("!java.util.ArrayList;*"));
        try {
            filtered.readObject();
        } catch (InvalidClassException x) {
            System.out.println(x.getMessage());
        }
    }
}
