/** Interface calls: several interfaces per class, defaults, several receivers. */
public class InterfaceCalls extends Kernel {
    interface Source {
        int next();
    }

    interface Sized {
        int size();

        default int doubled() {
            return 2 * size();
        }
    }

    interface Named {
        String name();
    }

    static final class Up implements Named, Sized, Source {
        int at;

        @Override
        public int next() {
            return at++;
        }

        @Override
        public int size() {
            return 3;
        }

        @Override
        public String name() {
            return "up";
        }
    }

    static final class Down implements Source, Sized {
        int at;

        @Override
        public int next() {
            return at--;
        }

        @Override
        public int size() {
            return 5;
        }

        @Override
        public int doubled() {
            return 1;
        }
    }

    static final class Flat implements Source, Sized {
        @Override
        public int next() {
            return 7;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Override
    long run() {
        Object[] all = {new Up(), new Down(), new Flat(), new Up()};
        long sum = 0;
        for (int r = 0; r < 60_000; r++) {
            for (Object o : all) {
                sum += ((Source) o).next() + ((Sized) o).doubled();
            }
        }
        return sum;
    }

    public static void main(String[] args) {
        new InterfaceCalls().measure(7);
    }
}
