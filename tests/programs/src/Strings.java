import java.util.Arrays;
import java.util.Locale;

public class Strings {
    public static void main(String[] args) {
        String[] samples = {"", "a", "Hello, World", "caf\u00e9", "na\u00efve \u00ff", "\u4e2d\u6587\u5b57", "mix a\u4e2db",
            "\ud83d\ude00 smile \ud83d\ude80", "  padded\t\n", "\u0000nul"};
        for (String s : samples) {
            System.out.println(s.length() + " " + s.hashCode() + " " + s.isEmpty() + " " + s.toUpperCase(Locale.ROOT) + "|"
                + s.toLowerCase(Locale.ROOT) + "|" + s.trim() + "|" + new StringBuilder(s).reverse() + "|"
                + s.codePointCount(0, s.length()) + "|" + s.indexOf('a') + "|" + s.lastIndexOf("l") + "|"
                + s.replace('a', '\u4e2d') + "|" + s.replace("l", "LL") + "|" + s.concat("\u00e9"));
        }
        String s = "the quick brown fox jumps over the lazy dog";
        System.out.println(s.substring(4, 9) + s.substring(40) + s.charAt(10) + s.indexOf("fox") + s.indexOf("cat")
            + s.indexOf("the", 1) + s.lastIndexOf("the") + s.indexOf('q', 5) + s.contains("lazy") + s.startsWith("the")
            + s.startsWith("quick", 4) + s.endsWith("dog"));
        System.out.println(Arrays.toString(s.split(" ")) + Arrays.toString("a,b,,c,,".split(","))
            + Arrays.toString("a,b,,c,,".split(",", -1)) + Arrays.toString("a1b22c".split("\\d+")) + Arrays.toString("".split(",")));
        System.out.println(String.join("-", "x", "y", "z") + String.join("/", java.util.List.of("p", "q")));
        System.out.println("apple".compareTo("banana") + " " + "a".compareTo("\u4e2d") + " " + "abc".compareTo("ab") + " "
            + "ABC".compareToIgnoreCase("abd") + " " + "ABC".equalsIgnoreCase("abc") + " " + "\u00c9".equalsIgnoreCase("\u00e9"));
        System.out.println("\u00df".toUpperCase(Locale.ROOT) + " " + "\u0130".toLowerCase(Locale.ROOT).length() + " "
            + "I".toLowerCase(new Locale("tr")) + " " + "\u03a3\u039f\u03a3".toLowerCase(Locale.ROOT));
        System.out.println("regionMatches".regionMatches(true, 6, "MATCH", 0, 5) + " " + "x".matches("[a-z]") + " "
            + "a.b.c".replaceAll("\\.", "/") + " " + "aaa".replaceFirst("a", "b") + " " + "$1".replaceAll("\\$", "\\\\"));
        System.out.println(String.valueOf(new char[] {'o', 'k'}) + String.copyValueOf(new char[] {'a', 'b', 'c'}, 1, 2)
            + new String(new int[] {0x1f600, 65}, 0, 2) + new String("abc".toCharArray(), 0, 2));
        System.out.println("smile \ud83d\ude00".codePointAt(6) + " " + "smile \ud83d\ude00".offsetByCodePoints(0, 7) + " "
            + "\ud83d\ude00".codePoints().sum() + " " + "ab".chars().sum());
        char[] into = new char[5];
        "abcdef".getChars(1, 4, into, 1);
        System.out.println(Arrays.toString(into).replace('\0', '0'));
        System.out.println("content".contentEquals(new StringBuilder("content")) + " " + "cs".contentEquals("c"));
        System.out.println("%s|%5d|%-5s|".formatted("f", 42, "l"));
        StringBuilder big = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            big.append((char) ('a' + i % 26));
        }
        String latin = big.toString();
        big.append('\u4e2d');
        String utf = big.toString();
        System.out.println(latin.hashCode() + " " + utf.hashCode() + " " + utf.startsWith(latin) + " "
            + utf.substring(0, 3000).equals(latin) + " " + latin.indexOf("zab") + " " + utf.indexOf('\u4e2d') + " "
            + latin.compareTo(utf) + " " + utf.lastIndexOf("xyz") + " " + latin.regionMatches(26, utf, 52, 2900));
        System.out.println(latin.equals(new String(latin.toCharArray())) + " " + utf.equals(new String(utf.toCharArray())));
        System.out.println("a\tb".indent(3) + "x\n y".indent(-1));
        System.out.println("\u4e2d".repeat(5) + "ab".repeat(0) + "-".repeat(3));
        System.out.println(Arrays.toString("tab\tnew\nline".chars().filter(Character::isWhitespace).toArray()));
        System.out.println("abc".describeConstable().get() + " " + "a".compareTo("b") + "strip\u2003".strip() + "|");
    }
}
