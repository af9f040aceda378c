// area: java.io
package compat;

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.function.Supplier;

final class InputOutput {
    private static final byte[] DATA = "line one\nline two\r\n\u00e4 three".getBytes(StandardCharsets.UTF_8);

    static void run() throws Exception {
        Sweep s = new Sweep().small().make(byte[].class, () -> new byte[4], () -> new byte[0], () -> null).make(char[].class, () -> new char[4], () -> new char[0]).make(OutputStream.class, ByteArrayOutputStream::new).make(Writer.class, StringWriter::new).make(java.nio.CharBuffer.class, () -> java.nio.CharBuffer.allocate(3))
            .put(Object.class, "o", 5).put(Locale.class, Locale.ROOT).put(Object[].class, (Object) new Object[] {1}).put(java.nio.charset.Charset.class, StandardCharsets.UTF_8).put(boolean.class, true, false).put(long.class, 0L, 1L, 100L).not("wait", "hashCode");
        Map<Class<?>, Supplier<?>> kinds = new LinkedHashMap<>();
        kinds.put(ByteArrayInputStream.class, () -> new ByteArrayInputStream(DATA));
        kinds.put(BufferedInputStream.class, () -> new BufferedInputStream(new ByteArrayInputStream(DATA), 4));
        kinds.put(DataInputStream.class, () -> new DataInputStream(new ByteArrayInputStream(DATA)));
        kinds.put(PushbackInputStream.class, () -> new PushbackInputStream(new ByteArrayInputStream(DATA), 3));
        kinds.put(StringReader.class, () -> new StringReader("ab\ncd"));
        kinds.put(BufferedReader.class, () -> new BufferedReader(new StringReader("ab\ncd\r\nef"), 3));
        kinds.put(LineNumberReader.class, () -> new LineNumberReader(new StringReader("ab\ncd\r\nef")));
        kinds.put(PushbackReader.class, () -> new PushbackReader(new StringReader("abcd"), 2));
        kinds.put(InputStreamReader.class, () -> new InputStreamReader(new ByteArrayInputStream(DATA), StandardCharsets.UTF_8));
        kinds.put(CharArrayReader.class, () -> new CharArrayReader("abc".toCharArray()));
        kinds.put(StringWriter.class, () -> { StringWriter w = new StringWriter(); w.write("w"); return w; });
        kinds.put(CharArrayWriter.class, CharArrayWriter::new);
        kinds.put(ByteArrayOutputStream.class, () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); b.write(65); return b; });
        kinds.put(SequenceInputStream.class, () -> new SequenceInputStream(new ByteArrayInputStream(DATA), new ByteArrayInputStream(DATA)));
        kinds.put(File.class, () -> new File("/a/../b/c.txt"));
        kinds.put(StreamTokenizer.class, () -> new StreamTokenizer(new StringReader("a 1.5 'q' //c\n x")));
        s.put(File.class, new File("/"), new File("rel")).not("wait", "hashCode", "getFreeSpace", "getTotalSpace", "getUsableSpace", "listFiles", "list", "createNewFile", "delete", "deleteOnExit", "mkdir", "mkdirs", "setReadOnly", "setLastModified", "setWritable", "setReadable", "setExecutable", "renameTo", "getAbsolutePath", "getAbsoluteFile", "getCanonicalPath", "getCanonicalFile", "lastModified", "length", "close");
        kinds.forEach((c, made) -> s.methods(c, made));
        s.constructors(File.class);
        File dir = Files.createTempDirectory("io").toFile();
        File f = new File(dir, "f.bin");
        Out.show("open absent", () -> new FileInputStream("/no/such/file"));
        Out.show("open directory", () -> new FileInputStream("/"));
        Out.show("write directory", () -> new FileOutputStream("/"));
        Out.show("reader absent", () -> new FileReader("/no/such/file"));
        Out.show("write", () -> { try (FileOutputStream o = new FileOutputStream(f)) { o.write(DATA); return o.getChannel().position(); } });
        Out.show("append", () -> { try (FileOutputStream o = new FileOutputStream(f, true)) { o.write(65); } return f.length(); });
        Out.show("read", () -> { try (FileInputStream i = new FileInputStream(f)) { return i.available() + " " + i.read() + i.skip(3) + i.read(new byte[5]) + Arrays.hashCode(i.readAllBytes()) + i.read(); } });
        Out.show("closed", () -> { FileInputStream i = new FileInputStream(f); i.close(); return i.read(); });
        Out.show("closed available", () -> { FileInputStream i = new FileInputStream(f); i.close(); return i.available(); });
        Out.show("random access", () -> { try (RandomAccessFile r = new RandomAccessFile(f, "rw")) { r.seek(100); r.writeLong(-5); r.writeUTF("u\u00e4"); r.seek(100); return r.readLong() + r.readUTF() + r.length() + r.getFilePointer(); } });
        Out.show("random access mode", () -> new RandomAccessFile(f, "x"));
        Out.show("random access read only", () -> { try (RandomAccessFile r = new RandomAccessFile(f, "r")) { r.write(1); return 0; } });
        Out.show("random access length", () -> { try (RandomAccessFile r = new RandomAccessFile(f, "rwd")) { r.setLength(3); return r.length() + " " + r.readLine(); } });
        Out.show("random access seek", () -> { try (RandomAccessFile r = new RandomAccessFile(f, "rw")) { r.seek(-1); return 0; } });
        Out.show("random access eof", () -> { try (RandomAccessFile r = new RandomAccessFile(f, "r")) { return r.readLong(); } });
        Out.show("print stream", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); PrintStream p = new PrintStream(b, true, "UTF-16BE"); p.printf("%d\u00e4", 5); p.println(new char[] {'x'}); p.append("abc", 1, 2); return b.toByteArray(); });
        Out.show("print writer error", () -> { PrintWriter w = new PrintWriter(new Writer() { public void write(char[] c, int a, int n) throws IOException { throw new IOException(); } public void flush() { } public void close() { } }); w.print("x"); w.flush(); return w.checkError(); });
        Out.show("piped", () -> { PipedInputStream i = new PipedInputStream(); PipedOutputStream o = new PipedOutputStream(i); Thread t = new Thread(() -> { try (o) { o.write(DATA); } catch (IOException e) { e.printStackTrace(); } }); t.start(); byte[] b = i.readAllBytes(); t.join(); return b.length; });
        Out.show("piped not connected", () -> new PipedInputStream().read());
        Out.show("data", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); DataOutputStream d = new DataOutputStream(b); d.writeUTF("a\0\u00e4\u20ac\ud83d\ude00"); d.writeDouble(Math.PI); d.writeChars("xy"); d.writeBytes("z"); d.writeBoolean(true); return b.toByteArray(); });
        Out.show("utf too long", () -> { new DataOutputStream(new ByteArrayOutputStream()).writeUTF("x".repeat(70000)); return 0; });
        Out.show("utf malformed", () -> new DataInputStream(new ByteArrayInputStream(new byte[] {0, 2, (byte) 0xc0, 0x41})).readUTF());
        Out.show("file operations", () -> { File g = new File(dir, "g"); return g.createNewFile() + "" + g.createNewFile() + g.exists() + g.isFile() + g.length() + g.renameTo(new File(dir, "h")) + g.exists() + new File(dir, "h").delete() + new File(dir, "d1/d2").mkdirs() + new File(dir, "d1").delete() + new File(dir, "d1/d2").delete() + new File(dir, "d1").delete(); });
        Out.show("file list", () -> { String[] l = dir.list(); Arrays.sort(l); return l; });
        Out.show("file permissions", () -> f.setReadOnly() + "" + f.canRead() + f.setWritable(true) + f.setExecutable(true) + f.canExecute() + f.setLastModified(1000000000000L) + f.lastModified());
        Out.show("create temp", () -> { File t = File.createTempFile("abc", null, dir); boolean ok = t.getName().startsWith("abc") && t.getName().endsWith(".tmp"); t.delete(); return ok; });
        Out.show("create in absent", () -> new File("/no/such/dir/file").createNewFile());
        Out.show("null byte", () -> new FileInputStream("a\0b"));
        Out.show("console", () -> System.console());
        Out.show("encoding name", () -> new InputStreamReader(new ByteArrayInputStream(DATA), "l1").getEncoding());
        Out.show("bad encoding", () -> new InputStreamReader(new ByteArrayInputStream(DATA), "no-such"));
        Out.show("object stream header", () -> new ObjectInputStream(new ByteArrayInputStream(new byte[0])));
        Out.show("unchecked", () -> { throw new UncheckedIOException("u", new IOException("i")); });
        Out.show("file descriptor", () -> FileDescriptor.in.valid() + " " + new FileDescriptor().valid());
        Out.show("sync closed", () -> { new FileDescriptor().sync(); return 0; });
        Out.show("transferTo", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); return new ByteArrayInputStream(DATA).transferTo(b) + " " + b.size(); });
        Out.show("null streams", () -> InputStream.nullInputStream().read() + " " + Reader.nullReader().read());
        f.delete();
        dir.delete();
    }
}
