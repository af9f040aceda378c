// @small
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

public class StdinSum {
    public static void main(String[] args) throws IOException {
        int first = System.in.read();
        System.out.println((char) first);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        List<String> bad = new ArrayList<>();
        long sum = 0;
        int lines = 0;
        String line;
        while ((line = in.readLine()) != null) {
            lines++;
            for (String word : line.trim().split("\\s+")) {
                try {
                    sum += Long.parseLong(word);
                } catch (NumberFormatException e) {
                    bad.add(word);
                }
            }
        }
        System.out.println(lines + " lines, sum " + sum);
        System.out.println(bad);
        System.out.println(in.read() + " " + System.in.read());
    }
}
