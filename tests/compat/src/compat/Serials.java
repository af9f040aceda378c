// area: serialization
package compat;

import java.io.*;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.*;
import java.util.zip.CRC32;

public final class Serials {
    static class Plain implements Serializable {
        private static final long serialVersionUID = 1;
        int i = 5; transient int t = 6; String s = "text"; final double d = 2.5; Plain self; boolean[] z = {true}; byte b = 1; char c = 'c'; short sh = 3; long l = 4; float f = 1.5f;
    }
    static class NoVersion implements Serializable, Comparable<NoVersion> { int x; protected static int y; static { y = 3; } NoVersion(int x) { this.x = x; } public int compareTo(NoVersion o) { return 0; } private void hidden() { } }
    static class Custom implements Serializable {
        transient List<String> data = new ArrayList<>(List.of("a", "b"));
        private void writeObject(ObjectOutputStream out) throws IOException { out.defaultWriteObject(); out.writeInt(data.size()); for (String x : data) { out.writeUTF(x); } }
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException { in.defaultReadObject(); data = new ArrayList<>(); for (int n = in.readInt(); n > 0; n--) { data.add(in.readUTF() + "!"); } }
    }
    static class NoDefault { int base = 9; NoDefault(int x) { base = x; } NoDefault() { base = 77; } }
    static class Sub extends NoDefault implements Serializable { int own = 1; Sub() { super(5); } }
    static class BadBase { BadBase(int x) { } }
    static class BadSub extends BadBase implements Serializable { BadSub() { super(1); } }
    static class Singleton implements Serializable { static final Singleton ONE = new Singleton(); private Object readResolve() { return ONE; } }
    static class Replaced implements Serializable { private Object writeReplace() { return "replacement"; } }
    static class Ext implements Externalizable { int v; public Ext() { } Ext(int v) { this.v = v; } public void writeExternal(ObjectOutput o) throws IOException { o.writeInt(v); } public void readExternal(ObjectInput i) throws IOException { v = i.readInt() * 2; } }
    static class PrivateExt implements Externalizable { private PrivateExt() { } static PrivateExt make() { return new PrivateExt(); } public void writeExternal(ObjectOutput o) { } public void readExternal(ObjectInput i) { } }
    static class Holder implements Serializable { Object not = new Object(); }
    static class Fields implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("a", int.class), new ObjectStreamField("b", String.class)};
        int real = 3;
        private void writeObject(ObjectOutputStream o) throws IOException { ObjectOutputStream.PutField p = o.putFields(); p.put("a", real * 10); p.put("b", "bee"); o.writeFields(); }
        private void readObject(ObjectInputStream i) throws IOException, ClassNotFoundException { ObjectInputStream.GetField g = i.readFields(); real = g.get("a", 0) + g.get("b", "").toString().length(); }
    }
    record Rec(int x, String y, Rec inner) implements Serializable { Rec { if (x < 0) { throw new IllegalArgumentException("neg"); } } }
    enum E implements Serializable { A { }, B }
    interface SerSupplier extends java.util.function.Supplier<String>, Serializable { }

    static byte[] write(Object o) throws IOException {
        ByteArrayOutputStream b = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(b)) { out.writeObject(o); }
        return b.toByteArray();
    }

    static Object read(byte[] b) throws IOException, ClassNotFoundException { return new ObjectInputStream(new ByteArrayInputStream(b)).readObject(); }

    static Object copy(Object o) throws IOException, ClassNotFoundException { return read(write(o)); }

    static String sum(byte[] b) { CRC32 c = new CRC32(); c.update(b); return b.length + " " + Long.toHexString(c.getValue()); }

    static void run() throws Exception {
        Object[] values = {1, 2L, 'c', 1.5, true, "text", "\u00e4\ud83d\ude00\0", new int[] {1, 2}, new String[][] {{"a"}, null}, new BigDecimal("1.50"), LocalDate.of(2024, 2, 29), List.of(1, 2), new ArrayList<>(List.of("x")), new LinkedHashMap<>(Map.of("k", 1)), new TreeMap<>(Map.of("k", 1)),
            new HashSet<>(Set.of(5)), EnumSet.of(Thread.State.NEW), new EnumMap<>(Map.of(Thread.State.NEW, 1)), Optional.class, int.class, int[].class, Thread.State.BLOCKED, E.A, new BitSet(), UUID.nameUUIDFromBytes(new byte[3]), Locale.GERMANY, new Date(0), new StringBuilder("sb"), new ArrayDeque<>(List.of(1)),
            new Rec(1, "y", new Rec(2, null, null)), Collections.unmodifiableList(new ArrayList<>()), Arrays.asList(1, 2), new File("/x"), java.net.URI.create("http://x/"), new IllegalStateException("m"), new Random(5), java.util.regex.Pattern.compile("a+"), Collections.emptyMap(), "x".repeat(70000), null};
        for (int i = 0; i < values.length; i++) {
            Object v = values[i];
            String n = i + " " + (v == null ? "null" : v.getClass().getSimpleName());
            Out.show("bytes " + n, () -> v instanceof Throwable ? "has a stack" : sum(write(v)));
            Out.show("copy " + n, () -> copy(v));
        }
        Plain p = new Plain();
        p.self = p;
        Out.show("plain bytes", () -> sum(write(p)));
        Out.show("plain copy", () -> { Plain q = (Plain) copy(p); return q.i + " " + q.t + q.s + q.d + (q.self == q) + q.z[0] + q.b + q.c + q.sh + q.l + q.f; });
        for (Class<?> c : new Class<?>[] {Plain.class, NoVersion.class, Custom.class, Sub.class, Ext.class, Rec.class, E.class, String.class, ArrayList.class, Fields.class, SerSupplier.class, int[].class, Thread.class, Proxy.class, Singleton.class}) {
            Out.show("stream class " + c.getSimpleName(), () -> { ObjectStreamClass o = ObjectStreamClass.lookup(c); return o == null ? "none" : o + " " + Arrays.toString(o.getFields()); });
        }
        Out.show("custom", () -> ((Custom) copy(new Custom())).data);
        Out.show("unserialisable super", () -> { Sub s = (Sub) copy(new Sub()); return s.base + " " + s.own; });
        Out.show("no default constructor", () -> copy(new BadSub()));
        Out.show("readResolve", () -> copy(Singleton.ONE) == Singleton.ONE);
        Out.show("writeReplace", () -> copy(new Replaced()));
        Out.show("externalizable", () -> ((Ext) copy(new Ext(21))).v);
        Out.show("externalizable private", () -> copy(PrivateExt.make()));
        Out.show("not serialisable", () -> write(new Holder()));
        Out.show("persistent fields", () -> ((Fields) copy(new Fields())).real);
        Out.show("lambda", () -> ((SerSupplier) copy((SerSupplier) () -> "from lambda")).get());
        Out.show("method reference", () -> ((SerSupplier) copy((SerSupplier) "abc"::toUpperCase)).get());
        Out.show("plain lambda", () -> write((java.util.function.Supplier<String>) () -> "x"));
        Out.show("proxy", () -> ((Comparable<?>) copy(java.lang.reflect.Proxy.newProxyInstance(Serials.class.getClassLoader(), new Class<?>[] {Comparable.class}, new Handler()))).compareTo(null));
        Out.show("shared references", () -> { Object o = new int[1]; Object[] q = (Object[]) copy(new Object[] {o, o}); return q[0] == q[1]; });
        Out.show("unshared", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); ObjectOutputStream o = new ObjectOutputStream(b); String s = "u"; o.writeUnshared(s); o.writeUnshared(s); return sum(b.toByteArray()); });
        Out.show("corrupt header", () -> read(new byte[] {1, 2, 3, 4}));
        Out.show("truncated", () -> { byte[] b = write(p); return read(Arrays.copyOf(b, b.length - 5)); });
        Out.show("class missing", () -> read(new String(write(new NoVersion(1)), "ISO_8859_1").replace("NoVersion", "NoVersiom").getBytes("ISO_8859_1")));
        Out.show("version mismatch", () -> { byte[] b = write(p); String s = new String(b, "ISO_8859_1"); int at = s.indexOf("Serials$Plain") + "Serials$Plain".length(); b[at + 7] = 9; return read(b); });
        Out.show("record negative", () -> { byte[] b = write(new Rec(5, "q", null)); for (int i = 0; i < b.length - 3; i++) { if (b[i] == 0 && b[i + 1] == 0 && b[i + 2] == 0 && b[i + 3] == 5) { b[i] = -1; } } return read(b); });
        Out.show("filter", () -> { ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(write(new ArrayList<>(List.of(1))))); in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("!java.util.*")); return in.readObject(); });
        Out.show("filter text", () -> ObjectInputFilter.Config.createFilter("maxdepth=5;java.base/*;!*"));
        Out.show("primitive data", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); ObjectOutputStream o = new ObjectOutputStream(b); o.writeInt(1); o.writeUTF("x"); o.writeDouble(2.5); o.flush(); ObjectInputStream i = new ObjectInputStream(new ByteArrayInputStream(b.toByteArray())); return i.readInt() + i.readUTF() + i.readDouble() + i.available(); });
        Out.show("deep list", () -> { LinkedList<Integer> l = new LinkedList<>(); for (int i = 0; i < 500; i++) { l.add(i); } return ((List<?>) copy(l)).size(); });
        Out.show("reset", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); ObjectOutputStream o = new ObjectOutputStream(b); o.writeObject("a"); o.reset(); o.writeObject("a"); return sum(b.toByteArray()); });
    }

    interface Proxy { }

    static class Handler implements java.lang.reflect.InvocationHandler, Serializable { public Object invoke(Object p, java.lang.reflect.Method m, Object[] a) { return 42; } }
}
