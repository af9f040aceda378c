// @small
public class ControlFlow {
    static int calls;

    static boolean t(String s) {
        System.out.print(s);
        calls++;
        return true;
    }

    static boolean f(String s) {
        System.out.print(s);
        return false;
    }

    static int dense(int i) {
        switch (i) {
            case 0: return 10;
            case 1:
            case 2: return 12;
            case 3: i++;
            case 4: return 100 + i;
            case -1: return -1;
            default: return 0;
        }
    }

    static String sparse(int i) {
        switch (i) {
            case Integer.MIN_VALUE: return "min";
            case -1000: return "-1000";
            case 7: return "seven";
            case 1_000_000: return "million";
            case Integer.MAX_VALUE: return "max";
        }
        return "none";
    }

    static int collatz(int n) {
        int steps = 0;
        while (n != 1) {
            n = (n & 1) == 0 ? n / 2 : 3 * n + 1;
            steps++;
        }
        return steps;
    }

    public static void main(String[] args) {
        for (int i = -2; i < 7; i++) {
            System.out.print(dense(i) + " ");
        }
        System.out.println();
        for (int i : new int[] {Integer.MIN_VALUE, -1000, -999, 7, 8, 1_000_000, Integer.MAX_VALUE}) {
            System.out.print(sparse(i) + " ");
        }
        System.out.println();
        System.out.println(t("a") && f("b") || t("c") && !f("d"));
        System.out.println(f("a") & t("b") | t("c") ^ t("d"));
        System.out.println(calls);
        outer:
        for (int i = 0; ; i++) {
            for (int j = 0; j < 5; j++) {
                if (j == 3) {
                    continue outer;
                }
                if (i == 3) {
                    break outer;
                }
                if ((i + j) % 2 == 0) {
                    continue;
                }
                System.out.print(i + "" + j + " ");
            }
        }
        System.out.println();
        block: {
            if (calls > 0) {
                break block;
            }
            System.out.println("not reached");
        }
        int k = 0;
        do {
            k += 2;
            if (k == 4) {
                continue;
            }
            System.out.print(k + " ");
        } while (k < 8);
        System.out.println();
        for (int i = 0, j = 10; i < j; i += 3, j--) {
            System.out.print(i * j + " ");
        }
        System.out.println();
        System.out.println(collatz(27));
        int x = 5;
        x = x > 3 ? x < 10 ? 1 : 2 : 3;
        System.out.println(x);
        char grade = 'B';
        switch (grade) {
            case 'A' -> System.out.println("top");
            case 'B', 'C' -> System.out.println("middle");
            default -> System.out.println("low");
        }
        byte small = 3;
        switch (small) {
            case 3:
                System.out.println("three");
        }
        for (;;) {
            if (x++ > 3) {
                break;
            }
        }
        System.out.println(x);
    }
}
