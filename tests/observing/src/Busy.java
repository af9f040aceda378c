/** Loads a few classes and leaves garbage, for the logs. */
public class Busy {
    static int twice(int x) {
        return x + x;
    }

    static final int ANSWER = twice(21);

    public static void main(String[] args) {
        System.out.println(ANSWER);
        System.gc();
    }
}
