// Is the main thread's stack as large as -Xss asks for?
public class Depth {
    static int depth;

    public static void main(String[] args) {
        int wanted = Integer.parseInt(args[0]);
        try {
            down(wanted);
            System.out.println("reached " + wanted);
        } catch (StackOverflowError e) {
            System.out.println("overflow");
        }
    }

    static void down(int left) {
        if (left > 0) down(left - 1);
    }
}
