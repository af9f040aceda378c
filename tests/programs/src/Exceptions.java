// @small
public class Exceptions {
    static class E1 extends RuntimeException {
        final int code;

        E1(int code) {
            this.code = code;
        }
    }

    static class E2 extends E1 {
        E2(int code) {
            super(code);
        }
    }

    static int thrower(int i) {
        if (i % 3 == 0) {
            throw new E1(i);
        }
        if (i % 5 == 0) {
            throw new E2(i);
        }
        return i;
    }

    static int through(int i) {
        return thrower(i) + 1;
    }

    static void checked(int i) throws Exception {
        if (i > 0) {
            throw new Exception("checked " + i);
        }
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> void sneaky(Throwable t) throws T {
        throw (T) t;
    }

    public static void main(String[] args) {
        int sum = 0;
        for (int i = 1; i < 40; i++) {
            try {
                sum += through(i);
            } catch (E2 e) {
                sum += 1000 * e.code;
            } catch (E1 e) {
                sum -= e.code;
            }
        }
        System.out.println(sum);
        try {
            checked(0);
            checked(1);
        } catch (Exception e) {
            System.out.println(e.getMessage());
        }
        try {
            Exceptions.<RuntimeException>sneaky(new java.io.IOException("sneaky"));
        } catch (Exception e) {
            System.out.println(e);
        }
        try {
            Object o = "text";
            System.out.println((Integer) o);
        } catch (ClassCastException e) {
            System.out.println("cast");
        }
        try {
            System.out.println(10 / (sum - sum));
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        try {
            try {
                throw new E1(5);
            } catch (E1 e) {
                throw new IllegalStateException("wrapped", e);
            }
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage() + ((E1) e.getCause()).code);
        }
        try {
            throw new Error("an error");
        } catch (Throwable t) {
            System.out.println(t.getLocalizedMessage());
        }
        System.out.println(new Throwable().getMessage() + new Exception((Throwable) null).getMessage() + new Exception(new Error("c")).getMessage());
    }
}
