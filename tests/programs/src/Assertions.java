// @vm -ea @small
public class Assertions {
    static int evaluated;

    static boolean check(boolean b) {
        evaluated++;
        return b;
    }

    public static void main(String[] args) {
        assert check(true);
        try {
            assert check(false);
            System.out.println("disabled");
        } catch (AssertionError e) {
            System.out.println("plain " + e.getMessage());
        }
        try {
            assert check(false) : "message " + evaluated;
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
        try {
            assert false : new RuntimeException("cause");
        } catch (AssertionError e) {
            System.out.println(e.getCause().getMessage());
        }
        try {
            assert false : 42;
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
        }
        System.out.println(evaluated + " " + Assertions.class.desiredAssertionStatus() + " " + String.class.desiredAssertionStatus());
    }
}
