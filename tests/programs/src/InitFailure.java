// @exit 1 @stderr
public class InitFailure {
    static class Settings {
        static final int PORT = Integer.parseInt("eighty");
    }

    public static void main(String[] args) {
        System.out.println("starting");
        System.out.println(Settings.PORT);
    }
}
