import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.Arrays;
import java.util.stream.Collectors;

public class Regex {
    static void find(String regex, String text, int... flags) {
        Matcher m = Pattern.compile(regex, flags.length > 0 ? flags[0] : 0).matcher(text);
        StringBuilder s = new StringBuilder();
        while (m.find()) {
            s.append('[').append(m.start()).append(',').append(m.end()).append(':').append(m.group());
            for (int i = 1; i <= m.groupCount(); i++) {
                s.append('|').append(m.group(i));
            }
            s.append(']');
        }
        System.out.println(regex + " " + s);
    }

    public static void main(String[] args) {
        find("a+b", "aab ab b aaab");
        find("(\\w+)@(\\w+)\\.com", "bob@site.com, al@x.org, eve@evil.com");
        find("(?i)hello|WORLD", "HeLLo world WORLD");
        find("^line\\d$", "line1\nline2\nlinex", Pattern.MULTILINE);
        find("a.b", "a\nb a b", Pattern.DOTALL);
        find("(a|b)*?c", "ababc c bc");
        find("(?<year>\\d{4})-(?<month>\\d\\d)", "on 2024-05 and 1999-12");
        find("(\\w)\\1", "hello book aa");
        find("(?<=\\$)\\d+(?!\\d*\\.)", "$100 $20.5 300");
        find("\\b\\w{3}\\b", "the quick fox ran off");
        find("[a-f&&[^bc]]+", "abcdef");
        find("\\p{Lu}\\p{L}*", "\u00c9cole and \u0395lla", Pattern.UNICODE_CASE);
        find("\\p{IsHan}+", "ab\u4e2d\u6587cd");
        find("x*", "axxb");
        find("(?>a*)ab", "aaab");
        find("a{2,3}+a", "aaaa");
        find("\\Qa.b\\E", "a.b axb");
        find("[^\\s,]+", "one, two,three  four");
        find("\\d+(?=px)", "10px 20em 30px");
        find("(a(b(c)?)?)?d", "abcd abd ad d");
        find("\\R", "a\r\nb\nc\u2028");
        find(".", "\ud83d\ude00x");
        Matcher m = Pattern.compile("(\\d+)-(?<name>\\w+)").matcher("12-ab 34-cd");
        System.out.println(m.replaceAll("${name}=$1") + " " + m.replaceFirst("X") + " " + m.replaceAll(r -> r.group(1).length() + ""));
        m.reset();
        System.out.println(m.matches() + " " + m.lookingAt() + " " + m.group("name") + " " + m.hitEnd());
        System.out.println(Arrays.toString(Pattern.compile("\\s*[,;]\\s*").split("a , b;c ;; d")) + Pattern.matches("[0-9a-f]+", "beef"));
        System.out.println(Pattern.compile("\\d").matcher("a1b2c3").results().map(r -> r.group()).collect(Collectors.joining("+")));
        System.out.println(Pattern.compile("o").asPredicate().test("foo") + " " + Pattern.compile("a|b").splitAsStream("1a2b3").toList());
        StringBuilder sb = new StringBuilder();
        Matcher am = Pattern.compile("cat").matcher("one cat two cats");
        while (am.find()) {
            am.appendReplacement(sb, "dog");
        }
        System.out.println(am.appendTail(sb));
        System.out.println(Pattern.quote("a.*") + " " + Matcher.quoteReplacement("$1\\") + " " + "a.b".split(Pattern.quote(".")).length);
        for (String bad : new String[] {"(", "[a", "a{2,1}", "*a", "\\k<x>", "(?<n>a)(?<n>b)"}) {
            try {
                Pattern.compile(bad);
            } catch (PatternSyntaxException e) {
                System.out.println(e.getMessage().replace("\n", " / "));
            }
        }
        try {
            Pattern.compile("a").matcher("a").group();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        System.out.println("aaaaaaaaaaaaaaaaaaaaaaaa".matches("(a|aa)+b") + " " + "x".repeat(3000).matches("(x)*") + " "
            + Pattern.compile("(?x) a b # comment").matcher("ab").matches());
        Matcher region = Pattern.compile("^b").matcher("abc").region(1, 3);
        System.out.println(region.find() + " " + region.useAnchoringBounds(false).reset().region(1, 3).find());
    }
}
