// area: java.nio.charset
package compat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.*;
import java.util.*;
import java.util.zip.CRC32;

final class CharSets {
    static void run() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c < 0x3000; c += 3) {
            all.appendCodePoint(c);
        }
        for (int c = 0x4e00; c < 0x5200; c += 5) {
            all.appendCodePoint(c);
        }
        all.append("\ud83d\ude00\ud800x\udc00");
        byte[] bytes = new byte[2000];
        new Random(3).nextBytes(bytes);
        Out.show("names", () -> Charset.availableCharsets().keySet().hashCode());
        for (Charset c : Charset.availableCharsets().values()) {
            String n = c.name();
            Out.show("facts " + n, () -> new TreeSet<>(c.aliases()) + " " + c.canEncode() + c.isRegistered() + (c.canEncode() ? c.newEncoder().maxBytesPerChar() + Arrays.toString(c.newEncoder().replacement()) : ""));
            if (c.canEncode()) {
                Out.show("encode " + n, () -> { byte[] b = all.toString().getBytes(c); CRC32 k = new CRC32(); k.update(b); return b.length + " " + k.getValue(); });
                Out.show("round " + n, () -> new String("Hello \u00e4\u20ac\u4e2d".getBytes(c), c));
            }
            Out.show("decode " + n, () -> { String s = new String(bytes, c); return s.length() + " " + s.hashCode(); });
            Out.show("strict " + n, () -> c.newDecoder().decode(ByteBuffer.wrap(bytes, 0, 40)).length());
        }
        for (String n : new String[] {"utf8", "latin1", "bad name", "", "no-such", "UTF_8", "cp1252"}) {
            Out.show("forName " + n, () -> Charset.forName(n));
        }
        CharsetEncoder e = StandardCharsets.UTF_8.newEncoder();
        Out.show("overflow", () -> e.encode(CharBuffer.wrap("abc"), ByteBuffer.allocate(2), true));
        Out.show("malformed", () -> e.reset().encode(CharBuffer.wrap("a\ud800"), ByteBuffer.allocate(9), true));
        Out.show("report", () -> StandardCharsets.US_ASCII.newEncoder().encode(CharBuffer.wrap("\u00e4")));
        Out.show("replace", () -> StandardCharsets.US_ASCII.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE).replaceWith(new byte[] {'#'}).encode(CharBuffer.wrap("a\u00e4")).get(1));
        Out.show("underflow", () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) 0xe2, (byte) 0x82}), CharBuffer.allocate(4), false));
        Out.show("order", () -> { CharsetDecoder d = StandardCharsets.UTF_8.newDecoder(); d.decode(ByteBuffer.allocate(0), CharBuffer.allocate(1), true); d.flush(CharBuffer.allocate(1)); return d.decode(ByteBuffer.allocate(0), CharBuffer.allocate(1), true); });
        Out.show("bom", () -> new String(new byte[] {-1, -2, 65, 0}, StandardCharsets.UTF_16) + "x".getBytes(StandardCharsets.UTF_16).length);
        Out.show("canEncode", () -> StandardCharsets.ISO_8859_1.newEncoder().canEncode('\u20ac'));
        Out.show("default", () -> Charset.defaultCharset());
    }
}
