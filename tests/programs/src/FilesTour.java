import java.io.*;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;
import java.util.zip.*;

public class FilesTour {
    static void attempt(String what, Path root, IoBody body) {
        try {
            body.run();
            System.out.println(what + " worked");
        } catch (IOException e) {
            System.out.println(what + ": " + e.getClass().getSimpleName() + " " + String.valueOf(e.getMessage()).replace(root.toString(), "ROOT"));
        }
    }

    interface IoBody {
        void run() throws IOException;
    }

    public static void main(String[] args) throws Exception {
        Path root = Files.createTempDirectory("kiln-files");
        Path file = root.resolve("a.txt");
        Files.writeString(file, "line one\nzwei \u00e4\u4e2d\nthree\n");
        System.out.println(Files.size(file) + " " + Files.readAllLines(file) + " " + Files.exists(file) + Files.isDirectory(root));
        Files.write(file, List.of("appended"), StandardOpenOption.APPEND);
        try (Stream<String> lines = Files.lines(file)) {
            System.out.println(lines.mapToInt(String::length).sum());
        }
        Files.copy(file, root.resolve("b.txt"));
        Files.move(root.resolve("b.txt"), root.resolve("c.txt"));
        Files.createDirectories(root.resolve("x/y/z"));
        Files.createSymbolicLink(root.resolve("link"), file);
        Files.writeString(root.resolve("x/y/deep.txt"), "deep");
        try (Stream<Path> walk = Files.walk(root)) {
            System.out.println(walk.map(p -> root.relativize(p).toString()).sorted().toList());
        }
        try (DirectoryStream<Path> ds = Files.newDirectoryStream(root, "*.txt")) {
            int n = 0;
            for (Path p : ds) {
                n += p.getFileName().toString().length();
            }
            System.out.println(n);
        }
        System.out.println(Files.isSymbolicLink(root.resolve("link")) + " " + Files.readString(root.resolve("link")).length() + " "
            + Files.isSameFile(root.resolve("link"), file) + " " + Files.mismatch(file, root.resolve("c.txt")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        System.out.println(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        System.out.println(attributes.isRegularFile() + " " + attributes.size());
        attempt("read missing", root, () -> Files.readString(root.resolve("missing")));
        attempt("old missing", root, () -> new FileInputStream(root.resolve("missing").toFile()).close());
        attempt("create twice", root, () -> Files.createFile(file));
        attempt("delete full", root, () -> Files.delete(root.resolve("x")));
        attempt("directory as file", root, () -> new FileOutputStream(root.toFile()).close());
        attempt("delete missing", root, () -> Files.delete(root.resolve("nope")));

        try (RandomAccessFile raf = new RandomAccessFile(root.resolve("raf").toFile(), "rw")) {
            raf.writeInt(0x01020304);
            raf.writeUTF("utf \u00e9");
            raf.writeDouble(2.5);
            raf.seek(1);
            raf.write(0xff);
            raf.seek(0);
            System.out.println(Integer.toHexString(raf.readInt()) + raf.readUTF() + raf.readDouble() + " " + raf.getFilePointer() + " " + raf.length());
            raf.setLength(4);
            System.out.println(raf.length());
            attempt("past end", root, () -> {
                raf.seek(10);
                raf.readByte();
            });
        }
        try (FileChannel ch = FileChannel.open(root.resolve("ch"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer buf = ByteBuffer.allocateDirect(64);
            for (int i = 0; i < 16; i++) {
                buf.putInt(i * i);
            }
            buf.flip();
            System.out.println(ch.write(buf) + " " + ch.position());
            MappedByteBuffer map = ch.map(FileChannel.MapMode.READ_WRITE, 0, 64);
            map.putInt(4, 777);
            map.force();
            ByteBuffer read = ByteBuffer.allocate(8);
            ch.read(read, 4);
            read.flip();
            System.out.println(read.getInt() + " " + read.getInt() + " " + ch.size());
        }
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(root.resolve("data").toFile())))) {
            out.writeBoolean(true);
            out.writeLong(-5);
            out.writeFloat(1.5f);
            out.writeChars("hi");
            out.writeShort(-2);
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(root.resolve("data").toFile())))) {
            System.out.println(in.readBoolean() + " " + in.readLong() + " " + in.readFloat() + in.readChar() + in.readChar() + in.readUnsignedShort() + " " + in.read());
        }
        try (PrintWriter w = new PrintWriter(new OutputStreamWriter(new FileOutputStream(root.resolve("w").toFile()), StandardCharsets.UTF_16))) {
            w.printf("%d;%s%n", 5, "\u4e2d");
            w.println(true);
        }
        try (BufferedReader r = new BufferedReader(new InputStreamReader(new FileInputStream(root.resolve("w").toFile()), StandardCharsets.UTF_16))) {
            System.out.println(r.readLine() + r.readLine() + r.readLine());
        }
        try (Scanner s = new Scanner(file)) {
            System.out.println(s.next() + s.nextLine() + s.hasNextInt());
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(root.resolve("z.zip")))) {
            zip.putNextEntry(new ZipEntry("one.txt"));
            zip.write("compressed ".repeat(100).getBytes());
            zip.putNextEntry(new ZipEntry("two/three.txt"));
            zip.write(1);
        }
        try (ZipFile zip = new ZipFile(root.resolve("z.zip").toFile())) {
            System.out.println(zip.stream().map(e -> e.getName() + e.getSize()).toList() + " "
                + new String(zip.getInputStream(zip.getEntry("one.txt")).readAllBytes()).length());
        }
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (GZIPOutputStream g = new GZIPOutputStream(gz)) {
            g.write("gzip text gzip text".getBytes());
        }
        System.out.println(new String(new GZIPInputStream(new ByteArrayInputStream(gz.toByteArray())).readAllBytes()));
        CRC32 crc = new CRC32();
        crc.update("check".getBytes());
        Adler32 adler = new Adler32();
        adler.update("check".getBytes());
        System.out.println(Long.toHexString(crc.getValue()) + " " + Long.toHexString(adler.getValue()));
        File old = new File(root.toFile(), "c.txt");
        System.out.println(old.length() + " " + old.canRead() + " " + old.delete() + " " + old.exists() + " " + new File("a/../b").getPath()
            + " " + new File("/x/./y").toPath().normalize());
        Path p = Path.of("/one/two/../three.txt");
        System.out.println(p.normalize() + " " + p.getFileName() + " " + p.getNameCount() + " " + p.getParent() + " " + p.subpath(0, 2) + " "
            + Path.of("/one").relativize(Path.of("/one/q/r")) + " " + Path.of("a").resolve("b").isAbsolute() + " " + p.startsWith("/one"));
        int[] deleted = {0};
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path f, BasicFileAttributes a) throws IOException {
                Files.delete(f);
                deleted[0]++;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path d, IOException e) throws IOException {
                Files.delete(d);
                return FileVisitResult.CONTINUE;
            }
        });
        System.out.println(deleted[0] + " " + Files.exists(root));
    }
}
