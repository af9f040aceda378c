import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code Seeds OUTPUT STEP MODULE...}: a pack (see Driver) with every STEP-th class of modules of the run-time image, apart
 * from those whose package only the boot loader may define classes in.
 */
public class Seeds {
    public static void main(String[] args) throws Exception {
        int step = Integer.parseInt(args[1]);
        int count = 0;
        try (DataOutputStream out = new DataOutputStream(new FileOutputStream(args[0]))) {
            for (int i = 2; i < args.length; i++) {
                Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", args[i]);
                List<Path> files;
                try (var walk = Files.walk(root)) {
                    files = walk.filter(p -> p.toString().endsWith(".class")).sorted().collect(Collectors.toList());
                }
                for (Path file : files) {
                    String name = root.relativize(file).toString();
                    name = name.substring(0, name.length() - 6).replace('/', '.');
                    if (name.startsWith("java.") || name.equals("module-info") || count++ % step != 0) {
                        continue;
                    }
                    byte[] data = Files.readAllBytes(file);
                    out.writeShort(1);
                    out.writeUTF(name);
                    out.writeUTF(name);
                    out.writeInt(data.length);
                    out.write(data);
                }
            }
        }
    }
}
