// area: java.nio.file
package compat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

final class PathsFiles {
    static void run() throws Exception {
        Sweep s = new Sweep().small().put(Path.class, Path.of("a/b"), Path.of("/x/../y"), Path.of(""), Path.of("/")).put(String.class, "c.txt", "../d", "", "/abs", null).put(String[].class, (Object) new String[] {"p", "q"}).put(URI.class, URI.create("file:///x"), URI.create("http://x"))
            .put(LinkOption[].class, (Object) new LinkOption[0]).not("toAbsolutePath", "toRealPath", "toUri", "register", "getFileSystem", "wait", "hashCode");
        s.statics(Path.class);
        s.methods(Path.class, () -> Path.of("a/b/c.txt"), () -> Path.of("/a/./b/../c/"), () -> Path.of(""), () -> Path.of("/"));
        s.put(FileTime.class, FileTime.fromMillis(5)).put(TimeUnit.class, TimeUnit.DAYS, TimeUnit.NANOSECONDS).put(java.time.Instant.class, java.time.Instant.EPOCH);
        s.statics(FileTime.class);
        s.methods(FileTime.class, () -> FileTime.fromMillis(1700000000123L), () -> FileTime.from(Long.MAX_VALUE, TimeUnit.DAYS));
        s.statics(PosixFilePermissions.class);
        Path dir = Files.createTempDirectory("nio");
        Path f = dir.resolve("f.txt");
        Path d = dir.resolve("d");
        Out.show("write", () -> Files.size(Files.writeString(f, "line\nzwei \u00e4\n")));
        Out.show("read", () -> Files.readAllLines(f));
        Out.show("read latin", () -> Files.readString(f, StandardCharsets.ISO_8859_1));
        Out.show("read ascii", () -> Files.readString(f, StandardCharsets.US_ASCII));
        Out.show("append", () -> Files.size(Files.write(f, List.of("x"), StandardOpenOption.APPEND)));
        Out.show("create new", () -> text(dir, () -> Files.write(f, new byte[1], StandardOpenOption.CREATE_NEW)));
        Out.show("absent", () -> Files.readString(Path.of("/no/such")));
        Out.show("read directory", () -> Files.readAllBytes(Path.of("/")));
        Out.show("lines", () -> { try (Stream<String> l = Files.lines(f)) { return l.count(); } });
        Out.show("create directory", () -> text(dir, () -> Files.createDirectory(d)));
        Out.show("create directory again", () -> text(dir, () -> Files.createDirectory(d)));
        Out.show("create directories", () -> text(dir, () -> Files.createDirectories(d.resolve("e/f"))));
        Out.show("delete full", () -> text(dir, () -> { Files.delete(d); return 0; }));
        Out.show("copy", () -> text(dir, () -> Files.copy(f, d.resolve("g"))));
        Out.show("copy again", () -> text(dir, () -> Files.copy(f, d.resolve("g"))));
        Out.show("copy replace", () -> text(dir, () -> Files.copy(f, d.resolve("g"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES)));
        Out.show("move", () -> text(dir, () -> Files.move(d.resolve("g"), d.resolve("h"), StandardCopyOption.ATOMIC_MOVE)));
        Out.show("mismatch", () -> Files.mismatch(f, d.resolve("h")));
        Out.show("symbolic link", () -> text(dir, () -> Files.readSymbolicLink(Files.createSymbolicLink(dir.resolve("l"), Path.of("f.txt")))));
        Out.show("link is", () -> Files.isSymbolicLink(dir.resolve("l")) + " " + Files.isRegularFile(dir.resolve("l")) + Files.isRegularFile(dir.resolve("l"), LinkOption.NOFOLLOW_LINKS) + Files.isSameFile(f, dir.resolve("l")));
        Out.show("real path", () -> text(dir, () -> dir.resolve("d/../l").toRealPath()));
        Out.show("hard link", () -> Files.getAttribute(Files.createLink(dir.resolve("hl"), f), "unix:nlink"));
        Out.show("dangling", () -> { Files.createSymbolicLink(dir.resolve("dl"), Path.of("nowhere")); return Files.exists(dir.resolve("dl")) + " " + Files.exists(dir.resolve("dl"), LinkOption.NOFOLLOW_LINKS); });
        Out.show("walk", () -> { try (Stream<Path> w = Files.walk(dir)) { return w.map(p -> dir.relativize(p).toString()).sorted().toList(); } });
        Out.show("walk depth", () -> { try (Stream<Path> w = Files.walk(dir, 1)) { return w.count(); } });
        Out.show("find", () -> { try (Stream<Path> w = Files.find(dir, 9, (p, a) -> a.isDirectory())) { return w.count(); } });
        Out.show("list glob", () -> { try (DirectoryStream<Path> x = Files.newDirectoryStream(dir, "*.{txt,md}")) { List<String> l = new ArrayList<>(); x.forEach(p -> l.add(p.getFileName().toString())); return l; } });
        Out.show("walk file tree", () -> { List<String> l = new ArrayList<>(); Files.walkFileTree(dir, new SimpleFileVisitor<>() {
            @Override public FileVisitResult preVisitDirectory(Path p, BasicFileAttributes a) { l.add("pre " + dir.relativize(p)); return FileVisitResult.CONTINUE; }
            @Override public FileVisitResult visitFile(Path p, BasicFileAttributes a) { l.add(dir.relativize(p) + " " + a.size()); return FileVisitResult.CONTINUE; }
        }); Collections.sort(l); return l; });
        Out.show("permissions", () -> PosixFilePermissions.toString(Files.getPosixFilePermissions(Files.setPosixFilePermissions(f, PosixFilePermissions.fromString("rw-r-----")))));
        Out.show("attributes", () -> new TreeMap<>(Files.readAttributes(f, "size,isDirectory,isSymbolicLink")));
        Out.show("attributes bad", () -> Files.readAttributes(f, "nothing:*"));
        Out.show("attribute bad", () -> Files.getAttribute(f, "basic:nothing"));
        Out.show("owner", () -> Files.getOwner(f).equals(Files.getOwner(dir)));
        Out.show("time", () -> Files.getLastModifiedTime(Files.setLastModifiedTime(f, FileTime.fromMillis(1000000000123L))));
        Out.show("views", () -> new TreeSet<>(f.getFileSystem().supportedFileAttributeViews()));
        Out.show("user attribute", () -> { UserDefinedFileAttributeView v = Files.getFileAttributeView(f, UserDefinedFileAttributeView.class); return v.name(); });
        Out.show("matcher", () -> List.of("glob:*.java", "glob:**/x?.[ab]", "regex:.*z").stream().map(p -> FileSystems.getDefault().getPathMatcher(p).matches(Path.of("q/x1.a"))).toList());
        Out.show("matcher bad", () -> FileSystems.getDefault().getPathMatcher("glob:{a"));
        Out.show("null byte", () -> Path.of("a\0"));
        Out.show("channel", () -> { try (SeekableByteChannel c = Files.newByteChannel(f, StandardOpenOption.READ, StandardOpenOption.WRITE)) { c.position(2).write(ByteBuffer.wrap("ZZ".getBytes())); c.truncate(10); return c.size() + " " + c.position(); } });
        Out.show("channel read only", () -> { try (FileChannel c = FileChannel.open(f)) { return c.write(ByteBuffer.allocate(1)); } });
        Out.show("map", () -> { try (FileChannel c = FileChannel.open(f, StandardOpenOption.READ, StandardOpenOption.WRITE)) { var m = c.map(FileChannel.MapMode.READ_WRITE, 0, 100); m.put(50, (byte) 7); m.force(); return c.size() + " " + m.get(50) + m.isDirect(); } });
        Out.show("map read only", () -> { try (FileChannel c = FileChannel.open(f)) { c.map(FileChannel.MapMode.READ_ONLY, 0, 10).put((byte) 1); return 0; } });
        Out.show("map negative", () -> { try (FileChannel c = FileChannel.open(f)) { return c.map(FileChannel.MapMode.READ_ONLY, -1, 10); } });
        Out.show("map beyond read only", () -> { try (FileChannel c = FileChannel.open(f)) { return c.map(FileChannel.MapMode.READ_ONLY, 0, 1000).capacity(); } });
        Out.show("lock", () -> { try (FileChannel c = FileChannel.open(f, StandardOpenOption.WRITE); FileLock l = c.lock(0, 5, false)) { return l.isValid() + " " + l.isShared() + l.position() + l.size() + l.overlaps(3, 9); } });
        Out.show("lock overlapping", () -> { try (FileChannel c = FileChannel.open(f, StandardOpenOption.WRITE); FileLock l = c.lock()) { return c.tryLock(); } });
        Out.show("lock shared on write", () -> { try (FileChannel c = FileChannel.open(f, StandardOpenOption.WRITE)) { return c.lock(0, 1, true); } });
        Out.show("transfer", () -> { try (FileChannel a = FileChannel.open(f); FileChannel b = FileChannel.open(dir.resolve("t"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) { return a.transferTo(0, 1000, b) + " " + b.transferFrom(a, 100, 5) + b.size(); } });
        Out.show("scatter gather", () -> { try (FileChannel c = FileChannel.open(f, StandardOpenOption.READ, StandardOpenOption.WRITE)) { return c.write(new ByteBuffer[] {ByteBuffer.wrap("ab".getBytes()), ByteBuffer.allocateDirect(3)}) + " " + c.position(0).read(new ByteBuffer[] {ByteBuffer.allocate(1), ByteBuffer.allocateDirect(4)}); } });
        Out.show("delete on close", () -> { Path t = dir.resolve("doc"); Files.newByteChannel(t, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE).close(); return Files.exists(t); });
        Out.show("probe", () -> Files.probeContentType(Path.of("x.html")) + Files.probeContentType(Path.of("x.json")));
        Out.show("file store", () -> Files.getFileStore(f).supportsFileAttributeView("posix"));
        Out.show("jrt", () -> Files.exists(Path.of(URI.create("jrt:/java.base/java/lang/Object.class"))));
        Out.show("jrt list", () -> { try (Stream<Path> l = Files.list(Path.of(URI.create("jrt:/modules")))) { return l.map(Path::toString).filter(p -> p.contains("java.")).sorted().toList(); } });
        Out.show("zip file system", () -> { URI u = URI.create("jar:" + dir.resolve("z.zip").toUri()); try (FileSystem z = FileSystems.newFileSystem(u, Map.of("create", "true"))) { Files.writeString(z.getPath("/in.txt"), "zip"); } try (FileSystem z = FileSystems.newFileSystem(dir.resolve("z.zip"))) { return Files.readString(z.getPath("in.txt")) + z.getPath("/a/../in.txt").normalize() + z.isReadOnly(); } });
        Out.show("watch", () -> { try (WatchService w = FileSystems.getDefault().newWatchService()) { dir.register(w, StandardWatchEventKinds.ENTRY_CREATE); Files.createFile(dir.resolve("new")); WatchKey k = w.poll(20, TimeUnit.SECONDS); return k.pollEvents().stream().map(e -> e.kind() + " " + e.context()).toList() + "" + k.reset(); } });
        Out.show("temp file", () -> { Path t = Files.createTempFile(dir, "pre", ".suf"); return PosixFilePermissions.toString(Files.getPosixFilePermissions(t)); });
        Out.show("provider", () -> f.getFileSystem().provider().getScheme() + FileSystems.getDefault().getSeparator() + FileSystems.getDefault().isOpen());
        Out.show("close default", () -> { FileSystems.getDefault().close(); return 0; });
        Out.show("delete if exists", () -> Files.deleteIfExists(dir.resolve("never")));
        Out.show("delete absent", () -> text(dir, () -> { Files.delete(dir.resolve("never")); return 0; }));
        Out.show("not directory", () -> text(dir, () -> Files.newDirectoryStream(f)));
        Out.show("loop", () -> { Files.createSymbolicLink(dir.resolve("lo1"), dir.resolve("lo2")); Files.createSymbolicLink(dir.resolve("lo2"), dir.resolve("lo1")); return text(dir, () -> Files.readString(dir.resolve("lo1"))); });
        Out.show("name too long", () -> Files.createFile(Path.of("/tmp/" + "x".repeat(300))).getNameCount());
        try (Stream<Path> all = Files.walk(dir)) {
            all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        }
    }

    private static String text(Path dir, Out.Body b) {
        String s;
        try {
            s = String.valueOf(b.run());
        } catch (Throwable t) {
            s = t.toString();
        }
        return s.replace(dir.toString(), "DIR");
    }
}
