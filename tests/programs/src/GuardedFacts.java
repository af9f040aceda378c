// @small
// What a callee that is done in place behind a check finds out (its result or its argument is not null) holds for that callee
// only: where the check fails, another method is called, which may answer null, and may not look at its argument.
public class GuardedFacts {
    interface Seq {
        Seq seq();
    }

    static final class Full implements Seq {
        public Seq seq() {
            return this;
        }
    }

    static final class Empty implements Seq {
        public Seq seq() {
            return null;
        }
    }

    static class Maker {
        Object make() {
            return new int[1];
        }
    }

    static final class NullMaker extends Maker {
        Object make() {
            return null;
        }
    }

    static final class Holder {
        int value = 7;
    }

    interface Reader {
        int read(Holder holder);
    }

    static final class RealReader implements Reader {
        public int read(Holder holder) {
            return holder.value;
        }
    }

    static final class BlindReader implements Reader {
        public int read(Holder holder) {
            return 1;
        }
    }

    static String kindOf(Seq seq) {
        Object result = seq.seq();
        return result instanceof Full ? "full" : "not full";
    }

    static String classOf(Seq seq) {
        try {
            return seq.seq().getClass().getSimpleName();
        } catch (NullPointerException e) {
            return "null";
        }
    }

    static String made(Maker maker) {
        Object result = maker.make();
        try {
            return result.getClass().getSimpleName();
        } catch (NullPointerException e) {
            return "null";
        }
    }

    static int read(Reader reader, Holder holder) {
        int sum = reader.read(holder);
        try {
            return sum + holder.value;
        } catch (NullPointerException e) {
            return sum - 100;
        }
    }

    public static void main(String[] args) {
        Seq full = new Full();
        Reader real = new RealReader();
        Maker maker = new Maker();
        Holder holder = new Holder();
        int fullOnes = 0, sum = 0, length = 0;
        for (int i = 0; i < 3_000; i++) {
            if (kindOf(full).equals("full")) fullOnes++;
            length += classOf(full).length();
            if (i < 500) length += made(maker).length();  // few: collections at every allocation should not take minutes
            sum += read(real, holder);
        }
        System.out.println(fullOnes + " " + length + " " + sum);
        for (int i = 0; i < 3; i++) {
            System.out.println(kindOf(new Empty()) + " " + classOf(new Empty()) + " " + made(new NullMaker()) + " " + read(new BlindReader(), null));
            System.out.println(kindOf(full) + " " + classOf(full) + " " + made(maker) + " " + read(real, holder));
        }
    }
}
