// @exit 3 @small
public class ExitCodes {
    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
        try {
            System.out.println("exiting");
            System.exit(3);
        } finally {
            System.out.println("not printed");
        }
    }
}
