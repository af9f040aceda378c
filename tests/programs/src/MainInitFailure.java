// @exit 1 @stderr
public class MainInitFailure {
    static Object broken = new int[-1];

    public static void main(String[] args) {
        System.out.println("never");
    }
}
