import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

public class Charsets {
    static String hex(byte[] bytes) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < bytes.length && i < 40; i++) {
            s.append(Character.forDigit(bytes[i] >> 4 & 15, 16)).append(Character.forDigit(bytes[i] & 15, 16));
        }
        return s.append(bytes.length > 40 ? ".." + bytes.length : "").toString();
    }

    public static void main(String[] args) throws Exception {
        String[] texts = {"plain", "caf\u00e9", "\u20ac100", "\u4e2d\u6587", "\ud83d\ude00", "lone \ud83d end", "\udc00", "\u0000\u007f\u0080\u00ff"};
        String[] names = {"US-ASCII", "ISO-8859-1", "UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "windows-1252", "IBM437",
            "Shift_JIS", "GB18030", "EUC-JP", "ISO-8859-15", "Big5", "KOI8-R"};
        for (String name : names) {
            Charset cs = Charset.forName(name);
            for (String t : texts) {
                byte[] bytes = t.getBytes(cs);
                String back = new String(bytes, cs);
                System.out.println(name + " " + hex(bytes) + " " + back.equals(t) + " " + back.hashCode());
            }
        }
        byte[][] broken = {{(byte) 0xc3}, {(byte) 0xe4, (byte) 0xb8}, {(byte) 0xff, 'a'}, {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {'a', (byte) 0xe2, 'b'}};
        for (byte[] b : broken) {
            String s = new String(b, StandardCharsets.UTF_8);
            System.out.println(hex(b) + " -> " + hex(s.getBytes(StandardCharsets.UTF_16BE)));
            try {
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(b));
            } catch (CharacterCodingException e) {
                System.out.println(e);
            }
        }
        CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap("\u4e2d-\u00e9".getBytes(StandardCharsets.UTF_8)));
        System.out.println(chars.length() + " " + chars);
        System.out.println(StandardCharsets.US_ASCII.newEncoder().canEncode('\u00e9') + " " + Charset.defaultCharset() + " "
            + Charset.isSupported("utf8") + " " + Charset.forName("latin1").name());
        try {
            Charset.forName("no-such-charset");
        } catch (java.nio.charset.UnsupportedCharsetException e) {
            System.out.println(e.getMessage());
        }
        try {
            "x".getBytes("bogus!");
        } catch (java.io.UnsupportedEncodingException e) {
            System.out.println(e.getMessage());
        }
        StringBuilder big = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            big.append((char) (i % 300));
        }
        byte[] utf8 = big.toString().getBytes(StandardCharsets.UTF_8);
        System.out.println(utf8.length + " " + java.util.Arrays.hashCode(utf8) + " "
            + new String(utf8, StandardCharsets.UTF_8).contentEquals(big));
        byte[] ascii = "x".repeat(5000).getBytes();
        System.out.println(new String(ascii, StandardCharsets.UTF_8).hashCode() + " " + new String(ascii, 10, 20));
    }
}
