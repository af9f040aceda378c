// @small
public class Fibonacci {
    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    static long ackermann(long m, long n) {
        return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
    }

    static boolean even(int n) {
        return n == 0 || odd(n - 1);
    }

    static boolean odd(int n) {
        return n != 0 && even(n - 1);
    }

    static void hanoi(int n, char from, char to, char via, int[] moves) {
        if (n > 0) {
            hanoi(n - 1, from, via, to, moves);
            moves[0]++;
            moves[1] = moves[1] * 31 + from * 7 + to;
            hanoi(n - 1, via, to, from, moves);
        }
    }

    public static void main(String[] args) {
        System.out.println(fib(20));
        System.out.println(ackermann(2, 9));
        System.out.println(even(1001));
        int[] moves = new int[2];
        hanoi(10, 'a', 'b', 'c', moves);
        System.out.println(moves[0]);
        System.out.println(moves[1]);
    }
}
