// area: java.util.zip, java.util.jar
package compat;

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.jar.*;
import java.util.zip.*;

final class Archives {
    static byte[] text(int n) {
        StringBuilder b = new StringBuilder();
        Random r = new Random(n);
        while (b.length() < n) {
            b.append("word").append(r.nextInt(50)).append(' ');
        }
        return b.substring(0, n).getBytes();
    }

    static byte[] deflate(byte[] in, int level, boolean nowrap, int strategy) {
        Deflater d = new Deflater(level, nowrap);
        d.setStrategy(strategy);
        d.setInput(in);
        d.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[100];
        while (!d.finished()) {
            out.write(buffer, 0, d.deflate(buffer));
        }
        d.end();
        return out.toByteArray();
    }

    static void run() throws Exception {
        for (int n : new int[] {0, 1, 1000, 50000}) {
            for (int level : new int[] {-1, 0, 1, 6, 9}) {
                for (boolean nowrap : new boolean[] {false, true}) {
                    Out.show("deflate " + n + " " + level + nowrap, () -> { byte[] c = deflate(text(n), level, nowrap, 0); Inflater i = new Inflater(nowrap); i.setInput(c); byte[] out = new byte[n + 1]; int got = i.inflate(out); return c.length + " " + got + i.finished() + i.getTotalIn() + (nowrap ? "" : i.getAdler()) + Arrays.equals(Arrays.copyOf(out, n), text(n)); });
                }
            }
        }
        for (Checksum c : new Checksum[] {new CRC32(), new Adler32(), new CRC32C()}) {
            for (int n : new int[] {0, 1, 7, 100, 70000}) {
                Out.show("checksum " + c.getClass().getSimpleName() + " " + n, () -> { c.reset(); c.update(text(n)); long a = c.getValue(); c.reset(); var b = java.nio.ByteBuffer.allocateDirect(n).put(text(n)).flip(); c.update(b); return a + " " + (a == c.getValue()); });
            }
        }
        Out.show("dictionary", () -> { Deflater d = new Deflater(); d.setDictionary("word1 word2".getBytes()); d.setInput(text(100)); d.finish(); byte[] b = new byte[500]; int n = d.deflate(b); Inflater i = new Inflater(); i.setInput(b, 0, n); byte[] o = new byte[200]; int z = i.inflate(o); boolean needs = i.needsDictionary(); i.setDictionary("word1 word2".getBytes()); return z + " " + needs + i.inflate(o) + " " + i.getRemaining(); });
        Out.show("wrong dictionary", () -> { Deflater d = new Deflater(); d.setDictionary("word1".getBytes()); d.setInput(text(100)); d.finish(); byte[] b = new byte[500]; int n = d.deflate(b); Inflater i = new Inflater(); i.setInput(b, 0, n); i.inflate(new byte[200]); i.setDictionary("x".getBytes()); return 0; });
        Out.show("bad data", () -> { Inflater i = new Inflater(); i.setInput(new byte[] {1, 2, 3, 4, 5}); return i.inflate(new byte[10]); });
        Out.show("ended", () -> { Inflater i = new Inflater(); i.end(); return i.inflate(new byte[10]); });
        Out.show("gzip", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (GZIPOutputStream g = new GZIPOutputStream(b)) { g.write(text(5000)); } return b.size() + " " + new GZIPInputStream(new ByteArrayInputStream(b.toByteArray())).readAllBytes().length; });
        Out.show("gzip bad", () -> new GZIPInputStream(new ByteArrayInputStream(new byte[20])));
        Out.show("gzip truncated", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (GZIPOutputStream g = new GZIPOutputStream(b)) { g.write(text(5000)); } return new GZIPInputStream(new ByteArrayInputStream(Arrays.copyOf(b.toByteArray(), 50))).readAllBytes(); });
        Out.show("gzip bad crc", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (GZIPOutputStream g = new GZIPOutputStream(b)) { g.write(text(50)); } byte[] x = b.toByteArray(); x[x.length - 6]++; return new GZIPInputStream(new ByteArrayInputStream(x)).readAllBytes(); });
        Path dir = Files.createTempDirectory("zip");
        Path z = dir.resolve("a.zip");
        Out.show("zip write", () -> { try (ZipOutputStream o = new ZipOutputStream(Files.newOutputStream(z))) { o.setComment("comment \u00e4"); ZipEntry e = new ZipEntry("dir/\u00e4.txt"); e.setTime(1000000000000L); e.setExtra(new byte[] {1, 0, 1, 0, 9}); e.setComment("c"); o.putNextEntry(e); o.write(text(1000)); ZipEntry s = new ZipEntry("stored"); s.setMethod(ZipEntry.STORED); s.setSize(3); s.setCrc(new CRC32() {{ update("abc".getBytes()); }}.getValue()); o.putNextEntry(s); o.write("abc".getBytes()); o.putNextEntry(new ZipEntry("empty/")); } return Files.size(z); });
        Out.show("zip read", () -> { try (ZipFile f = new ZipFile(z.toFile())) { return f.stream().map(e -> e.getName() + e.getSize() + e.getCompressedSize() + e.getMethod() + e.isDirectory() + e.getCrc() + e.getComment()).toList() + f.getComment() + f.size(); } });
        Out.show("zip entry", () -> { try (ZipFile f = new ZipFile(z.toFile())) { return f.getInputStream(f.getEntry("stored")).readAllBytes().length + " " + f.getEntry("empty") + f.getEntry("none"); } });
        Out.show("zip stream", () -> { try (ZipInputStream i = new ZipInputStream(Files.newInputStream(z))) { List<String> l = new ArrayList<>(); for (ZipEntry e; (e = i.getNextEntry()) != null; ) { l.add(e.getName() + i.readAllBytes().length); } return l; } });
        Out.show("zip closed", () -> { ZipFile f = new ZipFile(z.toFile()); f.close(); return f.getEntry("x"); });
        Out.show("zip duplicate", () -> { ZipOutputStream o = new ZipOutputStream(new ByteArrayOutputStream()); o.putNextEntry(new ZipEntry("a")); o.putNextEntry(new ZipEntry("a")); return 0; });
        Out.show("zip stored wrong", () -> { ZipOutputStream o = new ZipOutputStream(new ByteArrayOutputStream()); ZipEntry s = new ZipEntry("s"); s.setMethod(ZipEntry.STORED); o.putNextEntry(s); return 0; });
        Out.show("zip absent", () -> new ZipFile("/no/such.zip"));
        Out.show("zip not a zip", () -> { Path n = Files.write(dir.resolve("not.zip"), new byte[100]); return new ZipFile(n.toFile()); });
        Out.show("zip empty", () -> { Path n = Files.write(dir.resolve("none.zip"), new byte[0]); return new ZipFile(n.toFile()); });
        Path j = dir.resolve("a.jar");
        Out.show("jar write", () -> { Manifest m = new Manifest(); m.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0"); m.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "x".repeat(100)); m.getEntries().put("e", new Attributes()); m.getEntries().get("e").putValue("K", "v"); try (JarOutputStream o = new JarOutputStream(Files.newOutputStream(j), m)) { o.putNextEntry(new JarEntry("e")); } return 0; });
        Out.show("jar manifest", () -> { try (JarFile f = new JarFile(j.toFile())) { ByteArrayOutputStream b = new ByteArrayOutputStream(); f.getManifest().write(b); return b.toString(); } });
        Out.show("jar attributes", () -> { try (JarFile f = new JarFile(j.toFile())) { return f.getJarEntry("e").getAttributes().getValue("k"); } });
        Out.show("jar stream", () -> { try (JarInputStream i = new JarInputStream(Files.newInputStream(j))) { return i.getManifest().getMainAttributes().size() + " " + i.getNextJarEntry(); } });
        Out.show("manifest bad", () -> new Manifest(new ByteArrayInputStream("no colon\n".getBytes())));
        Out.show("manifest name", () -> new Attributes.Name("bad name"));
        Out.show("checked stream", () -> { CheckedInputStream c = new CheckedInputStream(new ByteArrayInputStream(text(99)), new CRC32()); c.readAllBytes(); return c.getChecksum().getValue(); });
        Out.show("inflater stream", () -> new InflaterInputStream(new DeflaterInputStream(new ByteArrayInputStream(text(500)))).readAllBytes().length);
        Out.show("inflater output", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); try (InflaterOutputStream o = new InflaterOutputStream(b)) { o.write(deflate(text(77), 9, false, 0)); } return b.size(); });
        Out.show("sync flush", () -> { ByteArrayOutputStream b = new ByteArrayOutputStream(); DeflaterOutputStream o = new DeflaterOutputStream(b, true); o.write(1); o.flush(); return b.size(); });
        try (var all = Files.walk(dir)) {
            all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        }
    }
}
