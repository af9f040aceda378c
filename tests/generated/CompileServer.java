import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

// Compiles again and again in one process: each line of standard input is OUTPUT-FOLDER TAB FILE TAB FILE..., each
// answer is "ok" or "error" with the number of message lines that follow.
public final class CompileServer {
    public static void main(String[] args) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null;) {
            List<String> words = Arrays.asList(line.split("\t"));
            StringWriter messages = new StringWriter();
            try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
                List<String> options = new ArrayList<>(Arrays.asList("-g", "-nowarn", "-Xlint:none", "-proc:none", "-cp", words.get(0), "-d", words.get(0)));
                boolean ok = javac.getTask(messages, files, null, options, null,
                    files.getJavaFileObjectsFromStrings(words.subList(1, words.size()))).call();
                if (ok) {
                    System.out.println("ok 0");
                } else {
                    System.out.println("error " + messages.toString().lines().count());
                    messages.toString().lines().forEach(System.out::println);
                }
            }
            System.out.flush();
        }
    }
}
