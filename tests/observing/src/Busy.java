/** Loads a few classes and leaves garbage, for the logs. */
public class Busy {
    static int twice(int x) {
        return x + x;
    }

    public static void main(String[] args) {
        System.out.println(twice(21));
        System.gc();
    }
}
