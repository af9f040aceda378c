/** Throwing and catching: near and far, with and without a stack trace, finally blocks. */
public class Exceptions extends Kernel {
    static final class Light extends RuntimeException {
        final int code;

        Light(int code) {
            super(null, null, false, false);
            this.code = code;
        }
    }

    static int down(int depth, int code) {
        if (depth == 0) {
            throw new Light(code);
        }
        try {
            return down(depth - 1, code);
        } finally {
            finals++;
        }
    }

    static int finals;

    static int heavy(int i) {
        try {
            if ((i & 1) == 0) {
                throw new IllegalStateException("heavy");
            }
            return i;
        } catch (IllegalStateException e) {
            return e.getMessage().length();
        }
    }

    static int implicit(int[] a, int i) {
        try {
            return a[i];
        } catch (ArrayIndexOutOfBoundsException e) {
            return -1;
        }
    }

    @Override
    long run() {
        finals = 0;
        long sum = 0;
        int[] a = new int[4];
        for (int i = 0; i < 15_000; i++) {
            try {
                down(6, i);
            } catch (Light e) {
                sum += e.code;
            }
            sum += heavy(i) + implicit(a, i & 7);
        }
        return sum + finals;
    }

    public static void main(String[] args) {
        new Exceptions().measure(7);
    }
}
