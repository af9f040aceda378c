// @vm -ea:Other... -da:AssertionsOff @small
public class AssertionsOff {
    static boolean touched;

    static boolean touch() {
        touched = true;
        return false;
    }

    public static void main(String[] args) {
        assert touch() : "never";
        System.out.println(touched);
        System.out.println(AssertionsOff.class.desiredAssertionStatus());
    }
}
