/** A method that gets compiled: a loop around a small one. */
public class Hot {
    static int work(int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) {
            sum += i * i ^ sum >>> 3;
        }
        return sum;
    }

    public static void main(String[] args) {
        int total = 0;
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3000;
        for (int i = 0; i < rounds; i++) {
            total += work(i % 1000);
        }
        System.out.println(ProcessHandle.current().pid() + " " + total);
    }
}
