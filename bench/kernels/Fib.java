/** Recursion: Fibonacci numbers the slow way. */
public class Fib extends Kernel {
    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Override
    long run() {
        return fib(26);
    }

    public static void main(String[] args) {
        new Fib().measure(7);
    }
}
