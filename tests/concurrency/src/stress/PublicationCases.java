package stress;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Objects published by a race: final fields (JLS 17.5), headers, lengths, strings; hash codes that race. */
final class PublicationCases {
    static final class Finals {
        final int a;
        final int b;
        final int[] deep;

        Finals() {
            a = 1;
            b = 2;
            deep = new int[] {3};
        }
    }

    static class Plain {
        int a = 1;
        int b = 2;
    }

    static class Box<T> {
        T plain;
        volatile T careful;
        Object lock = new Object();
    }

    record Point(int x, int y) { }

    enum Colour { RED, GREEN }

    private static <T> Litmus<Box<T>> box(String name, int width) {
        return new Litmus<>("publication." + name, width, Box<T>::new);
    }

    static void addTo(List<Case> cases) {
        cases.add(PublicationCases.<Finals>box("final-fields", 3)
            .actor((s, r) -> s.plain = new Finals())
            .actor((s, r) -> { Finals f = s.plain; if (f != null) { r.a = f.a; r.b = f.b; r.c = f.deep[0]; } })
            .may("0, 0, 0", "not there yet").may("1, 2, 3", "complete").never("0, 2, 3", "a final field without its value"));
        cases.add(PublicationCases.<Plain>box("plain-fields", 2)
            .actor((s, r) -> s.plain = new Plain())
            .actor((s, r) -> { Plain f = s.plain; if (f != null) { r.a = f.a; r.b = f.b; } })
            .may("0, 0", "not there yet or racy").may("1, 2", "complete").may("0, 2", "racy").may("1, 0", "racy"));
        cases.add(PublicationCases.<Plain>box("plain-fields-volatile", 3)
            .actor((s, r) -> s.careful = new Plain())
            .actor((s, r) -> { Plain f = s.careful; if (f != null) { r.a = f.a; r.b = f.b; r.c = 1; } })
            .may("0, 0, 0", "not there yet").may("1, 2, 1", "complete").never("0, 0, 1", "published before filled"));
        cases.add(PublicationCases.<Point>box("record", 2)
            .actor((s, r) -> s.plain = new Point(4, 5))
            .actor((s, r) -> { Point f = s.plain; if (f != null) { r.a = f.x(); r.b = f.y(); } })
            .may("0, 0", "not there yet").may("4, 5", "complete").never("0, 5", "a final field without its value"));
        cases.add(PublicationCases.<Object>box("header", 1)
            .actor((s, r) -> s.plain = new Plain())
            .actor((s, r) -> { Object f = s.plain; r.a = f == null ? 0 : f.getClass() == Plain.class && f instanceof Plain ? 1 : 2; })
            .may("0", "not there yet").may("1", "its class is known").never("2", "another class"));
        cases.add(PublicationCases.<int[]>box("array-length", 1)
            .actor((s, r) -> s.plain = new int[37])
            .actor((s, r) -> { int[] f = s.plain; r.a = f == null ? -1 : f.length + f[36]; })
            .may("-1", "not there yet").may("37", "its length").never("0", "an array without a length"));
        cases.add(PublicationCases.<int[]>box("array-starts-zeroed", 1)
            .actor((s, r) -> s.plain = new int[16])
            .actor((s, r) -> { int[] f = s.plain; int sum = 0; if (f != null) { for (int v : f) { sum |= v; } } r.a = sum; })
            .may("0", "zero").never("1", "what lay in memory before"));
        cases.add(PublicationCases.<Object[][]>box("nested-array", 1)
            .actor((s, r) -> s.plain = new Object[3][4])
            .actor((s, r) -> { Object[][] f = s.plain; Object[] g = f == null ? null : f[2]; r.a = g == null ? 0 : g.length; })
            .may("0", "not there yet").may("4", "its row").never("1", "a row without a length"));
        cases.add(PublicationCases.<String>box("string", 1)
            .actor((s, r) -> s.plain = new String(new char[] {'k', 'i', 'l', 'n'}))
            .actor((s, r) -> { String f = s.plain; r.a = f == null ? 0 : f.equals("kiln") && f.hashCode() == "kiln".hashCode() && f.length() == 4 ? 1 : 2; })
            .may("0", "not there yet").may("1", "its text").never("2", "another text"));
        cases.add(PublicationCases.<Integer>box("boxed", 1)
            .actor((s, r) -> s.plain = 123456)
            .actor((s, r) -> { Integer f = s.plain; r.a = f == null ? -1 : f; })
            .may("-1", "not there yet").may("123456", "its value").never("0", "a box without a value"));
        cases.add(PublicationCases.<java.util.function.IntSupplier>box("lambda-captures", 1)
            .actor((s, r) -> { int v = 41 + r.d; s.plain = () -> v; })
            .actor((s, r) -> { var f = s.plain; r.a = f == null ? -1 : f.getAsInt(); })
            .may("-1", "not there yet").may("41", "captured").never("0", "a capture without its value"));
        cases.add(PublicationCases.<List<Integer>>box("immutable-list", 1)
            .actor((s, r) -> s.plain = List.of(1, 2, 3))
            .actor((s, r) -> { var f = s.plain; r.a = f == null ? -1 : f.get(0) + f.get(1) + f.get(2); })
            .may("-1", "not there yet").may("6", "its elements").never("0", "elements missing"));
        cases.add(new Litmus<>("publication.hash-code-race", 1, () -> new Object[1])
            .actor((s, r) -> r.b = System.identityHashCode(s))
            .actor((s, r) -> r.c = System.identityHashCode(s))
            .after((s, r) -> r.a = r.b == r.c && r.b == s.hashCode() && r.b != 0 ? 1 : 0)
            .may("1", "one hash code").never("0", "two hash codes"));
        cases.add(new Litmus<>("publication.hash-code-and-lock", 1, () -> new Object[1])
            .actor((s, r) -> { synchronized (s) { s[0] = s; } })
            .actor((s, r) -> r.c = System.identityHashCode(s))
            .after((s, r) -> { synchronized (s) { r.a = r.c == s.hashCode() && s[0] == s && Thread.holdsLock(s) ? 1 : 0; } })
            .may("1", "hash and lock").never("0", "one undid the other"));
        cases.add(new Litmus<>("publication.atomic-reference-set-release", 1, () -> new AtomicReference<Plain>())
            .actor((s, r) -> s.setRelease(new Plain()))
            .actor((s, r) -> { Plain p = s.getAcquire(); r.a = p == null ? 0 : p.a + p.b; })
            .may("0", "not there yet").may("3", "complete").never("1", "half").never("2", "half"));
        cases.add(new Litmus<>("publication.racing-boxes-of-intern", 1, () -> new String[] {new String("kiln-intern-" + System.nanoTime() % 64), null, null})
            .actor((s, r) -> s[1] = new String(s[0]).intern())
            .actor((s, r) -> s[2] = new String(s[0]).intern())
            .after((s, r) -> r.a = s[1] == s[2] && s[1].equals(s[0]) ? 1 : 0)
            .may("1", "one string").never("0", "two interned strings of one text"));
        cases.add(new Litmus<>("publication.double-checked-lock", 1, () -> new Box<Plain>())
            .actor((s, r) -> r.a = get(s))
            .actor((s, r) -> r.b = get(s))
            .after((s, r) -> r.a = r.a == 3 && r.b == 3 ? 1 : 0)
            .may("1", "complete on both sides").never("0", "incomplete"));
    }

    private static int get(Box<Plain> s) {
        Plain p = s.careful;
        if (p == null) {
            synchronized (s.lock) {
                p = s.careful;
                if (p == null) {
                    p = s.careful = new Plain();
                }
            }
        }
        return p.a + p.b;
    }
}
