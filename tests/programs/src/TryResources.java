// @small
public class TryResources {
    static class Res implements AutoCloseable {
        final String name;
        final boolean failOnClose;

        Res(String name, boolean failOnOpen, boolean failOnClose) {
            if (failOnOpen) {
                throw new IllegalArgumentException("open " + name);
            }
            this.name = name;
            this.failOnClose = failOnClose;
            System.out.println("open " + name);
        }

        @Override
        public void close() {
            System.out.println("close " + name);
            if (failOnClose) {
                throw new IllegalStateException("close " + name);
            }
        }
    }

    static void run(boolean openB, boolean closeA, boolean closeB, boolean body) {
        try (Res a = new Res("a", false, closeA); Res b = new Res("b", openB, closeB); Res none = null) {
            System.out.println("body " + a.name + b.name);
            if (body) {
                throw new RuntimeException("body");
            }
        } catch (RuntimeException e) {
            System.out.println("caught " + e.getMessage());
            for (Throwable t : e.getSuppressed()) {
                System.out.println("  suppressed " + t.getMessage());
                for (Throwable u : t.getSuppressed()) {
                    System.out.println("    suppressed " + u.getMessage());
                }
            }
        } finally {
            System.out.println("finally");
        }
    }

    public static void main(String[] args) {
        for (int i = 0; i < 16; i++) {
            System.out.println("case " + i);
            run((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0);
        }
        Res outer = new Res("outer", false, false);
        try (outer) {
            System.out.println("using " + outer.name);
        }
        Throwable t = new Throwable("x");
        try {
            t.addSuppressed(t);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            t.addSuppressed(null);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
    }
}
