// @vm -Xmx32m
import java.util.ArrayList;
import java.util.List;

public class OutOfMemory {
    static Object sink;

    public static void main(String[] args) {
        for (int round = 0; round < 3; round++) {
            List<byte[]> hold = new ArrayList<>();
            try {
                while (true) {
                    hold.add(new byte[200_000]);
                }
            } catch (OutOfMemoryError e) {
                int n = hold.size();
                hold = null;
                System.out.println(e.getMessage() + " " + (n > 50) + " " + (n < 170));
            }
        }
        try {
            sink = new long[100_000_000];
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        try {
            sink = new int[Integer.MAX_VALUE];
        } catch (OutOfMemoryError e) {
            System.out.println(e.getMessage());
        }
        long total = 0;
        for (int i = 0; i < 200; i++) {
            byte[] b = new byte[1_000_000];
            b[i] = 1;
            total += b.length;
        }
        System.out.println(total);
    }
}
