// @exit 1 @stderr @small
public class Uncaught {
    static class AppException extends Exception {
        AppException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static void low(int depth) {
        if (depth == 0) {
            int[] a = new int[2];
            a[depth + 2] = 1;
        }
        low(depth - 1);
    }

    static void middle() {
        try {
            low(2);
        } catch (ArrayIndexOutOfBoundsException e) {
            IllegalStateException s = new IllegalStateException("middle failed", e);
            s.addSuppressed(new RuntimeException("on the side"));
            throw s;
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println("before");
        try {
            middle();
        } catch (IllegalStateException e) {
            throw new AppException("top\nwith two lines", e);
        }
    }
}
