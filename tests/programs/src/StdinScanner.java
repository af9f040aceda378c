import java.util.Scanner;

public class StdinScanner {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        long total = 0;
        for (int i = 0; i < n; i++) {
            total += in.nextLong();
        }
        System.out.println(n + " " + total);
        System.out.println(in.next() + "|" + in.nextLine() + "|" + in.nextLine());
        System.out.println(in.hasNextDouble() + " " + in.nextDouble() + " " + in.nextBoolean() + " " + in.next("[a-z]+"));
        in.nextLine();
        in.useDelimiter(",\\s*");
        while (in.hasNext()) {
            System.out.print("<" + in.next().strip() + ">");
        }
        System.out.println();
        try {
            in.nextInt();
        } catch (java.util.NoSuchElementException e) {
            System.out.println(e.getClass().getSimpleName());
        }
    }
}
