// Prints every native method of the run-time image: module, class, name and descriptor.
import com.sun.tools.classfile.AccessFlags;
import com.sun.tools.classfile.ClassFile;
import com.sun.tools.classfile.ConstantPoolException;
import com.sun.tools.classfile.Method;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

public class NativeMethods {
    static void show(Path file) {
        String module = file.getName(1).toString();
        try (InputStream bytes = Files.newInputStream(file)) {
            ClassFile read = ClassFile.read(bytes);
            for (Method m : read.methods) {
                if (!m.access_flags.is(AccessFlags.ACC_NATIVE)) continue;
                System.out.println(module + " " + read.getName() + " " + m.getName(read.constant_pool) + " " + m.descriptor.getValue(read.constant_pool));
            }
        } catch (IOException | ConstantPoolException e) {
            throw new RuntimeException(file.toString(), e);
        }
    }

    public static void main(String[] args) throws IOException {
        FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
        try (Stream<Path> files = Files.walk(image.getPath("/modules"))) {
            files.filter(f -> f.toString().endsWith(".class")).forEach(NativeMethods::show);
        }
    }
}
