public class StackOverflow {
    static int depth;

    static int recurse(int x) {
        depth++;
        return recurse(x + 1) + 1;
    }

    static long wide(long a, double b, long c) {
        depth++;
        return wide(a + 1, b * 2, c - 1) + a;
    }

    interface Shape {
        int sides(Shape s);
    }

    static class Loop {
        Loop next;
        Object payload;

        @Override
        public String toString() {
            return "Loop" + next;
        }
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 3; i++) {
            depth = 0;
            try {
                recurse(0);
            } catch (StackOverflowError e) {
                System.out.println("caught " + (depth > 500) + " " + e.getMessage() + " " + (e.getStackTrace().length > 100) + " "
                    + e.getStackTrace()[20].getMethodName());
            }
        }
        try {
            wide(1, 1, 1);
        } catch (StackOverflowError e) {
            System.out.println("wide");
        }
        Shape[] self = new Shape[1];
        self[0] = s -> s.sides(s) + 1;
        try {
            self[0].sides(self[0]);
        } catch (StackOverflowError e) {
            System.out.println("lambda");
        }
        Loop loop = new Loop();
        loop.next = loop;
        try {
            loop.toString();
        } catch (StackOverflowError e) {
            System.out.println("toString");
        }
        int[] finallyRuns = {0};
        try {
            deepFinally(finallyRuns, 0);
        } catch (StackOverflowError e) {
            System.out.println("finally ran " + (finallyRuns[0] > 100));
        }
        Thread small = new Thread(null, () -> {
            try {
                recurse(0);
            } catch (StackOverflowError e) {
                System.out.println("in thread");
            }
        }, "small", 256 * 1024);
        small.start();
        small.join();
        System.out.println(new Object() {
            int fine(int n) {
                return n == 0 ? 0 : 1 + fine(n - 1);
            }
        }.fine(1000));
    }

    static void deepFinally(int[] runs, int n) {
        try {
            deepFinally(runs, n + 1);
        } finally {
            runs[0]++;
        }
    }
}
