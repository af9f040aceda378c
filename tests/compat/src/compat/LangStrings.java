// area: java.lang: String, StringBuilder
package compat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

final class LangStrings {
    static void run() {
        Sweep s = new Sweep().small().put(Locale.class, Locale.ROOT, Locale.US, new Locale("tr")).put(char[].class, "hello".toCharArray(), new char[0])
            .put(byte[].class, "h\u00e4".getBytes(StandardCharsets.UTF_8), new byte[] {-1, 65}).put(Charset.class, StandardCharsets.UTF_8, StandardCharsets.UTF_16)
            .put(CharSequence[].class, (Object) new CharSequence[] {"a", "b"}).put(Object[].class, (Object) new Object[] {1, "x"}).put(int[].class, (Object) new int[] {65, 0x1f600})
            .put(StringBuilder.class, new StringBuilder("sb")).put(Object.class, "obj", 5, null);
        s.statics(String.class);
        s.constructors(String.class);
        s.not("chars", "codePoints", "wait").methods(String.class, () -> "", () -> "Hello, World", () -> " \u00e4\u00df\ud83d\ude00 ", () -> "a-b-c\nd");
        s.put(StringBuffer.class, new StringBuffer("buf"));
        s.methods(StringBuilder.class, () -> new StringBuilder("hello"), () -> new StringBuilder("\u20ac\ud83d\ude00"), StringBuilder::new);
        s.methods(StringBuffer.class, () -> new StringBuffer("hello"));
        Out.show("chars", () -> "h\u00e4\ud83d\ude00".chars());
        Out.show("codePoints", () -> "h\u00e4\ud83d\ude00".codePoints());
        Out.show("format.all", () -> String.format(Locale.ROOT, "%5d|%-5d|%05d|%+d|%x|%X|%o|%c|%s|%10.3f|%e|%g|%a|%b|%h|%n|%%|%,d|%(d", 1, 2, 3, 4, 255, 255, 8, 'c', "s", 3.14159,
            12345.678, 0.0001, 1.5, true, "x", 1234567, -5));
        for (String bad : new String[] {"%d|x", "%q", "%", "%5", "%-d", "%.2d", "%c", "%2$s %1$s", "%<s", "%tY", "%#x", "%,x", "%010.2f"}) {
            Out.show("format " + bad, () -> String.format(Locale.ROOT, bad, "x"));
            Out.show("format-int " + bad, () -> String.format(Locale.ROOT, bad, 255));
        }
    }
}
