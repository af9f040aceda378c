// area: java.util.regex
package compat;

import java.util.*;
import java.util.regex.*;

final class Regexes {
    static void run() {
        String[] patterns = {"a*", "a+?b", "(a|b)*c", "(?<x>\\d+)-(?<y>\\w+)", "^\\s*$", "\\bfoo\\b", "(?i)HELLO", "[a-z&&[^aeiou]]+", "(\\w)\\1", "(?=a)a", "(?!b).", "(?<=x)y", "(?<!x)y", "a{2,3}", "a{2,3}+a", "\\p{Lu}+", "\\p{IsGreek}", "\\P{L}", "\\x{1f600}", "[\\u00e4-\\u00f6]", "(?s).+", "(?m)^.$", "\\R", "\\X", "\\h+", "(?x) a b # c", "\\Qa.b\\E", "(?:a|ab)(?:c|bcd)(?:d*)", "((a*)*)*b", ".*?,", "\\G\\d", "(a)?b(?(1)c)", "[", "(", "a**", "\\", "(?<1>x)", "a{3,2}", "[z-a]", "\\p{Nope}", "(?<n>a)(?<n>b)", "\\k<no>", "(?<=a+)b", "*", "\\N{GREEK SMALL LETTER ALPHA}", "[^\\W_]", "(?u)\\w+", "\\cA", "\\07", "\\e\\a", "$", "\\Z", "(?>a*)ab", "x*+", "(?d)^a$"};
        String[] inputs = {"", "aaab", "abcabc", "12-ab 34-cd", "foo food foo", "Hello HELLO", "bookkeeper", "xyay", "\u0391\u03b1\u00e4\ud83d\ude00", "a.b a\nb\r\nc", "abcd", "1,2,3", "AbC_9\t "};
        for (String p : patterns) {
            Out.show("compile " + p, () -> Pattern.compile(p).pattern());
            for (int i = 0; i < inputs.length; i++) {
                String in = inputs[i];
                Out.show("find " + p + " " + i, () -> { Matcher m = Pattern.compile(p).matcher(in); List<String> l = new ArrayList<>(); while (m.find()) { l.add(m.start() + "-" + m.end() + "/" + m.groupCount() + (m.groupCount() > 0 ? m.group(1) : "")); } return l + " " + m.matches() + m.lookingAt() + m.hitEnd() + m.requireEnd(); });
            }
        }
        Sweep s = new Sweep().small().put(String.class, "x", "$1", "name", "a,b,c", "$", "\\", "${name}", null).put(CharSequence.class, "aXbXc", "").put(java.util.function.Function.class, (java.util.function.Function<MatchResult, String>) r -> "<" + r.group() + ">").put(Pattern.class, Pattern.compile("b"))
            .not("wait", "hashCode", "equals");
        s.methods(Matcher.class, () -> { Matcher m = Pattern.compile("(?<name>[a-z])(X)?").matcher("aXbXc"); m.find(); return m; }, () -> Pattern.compile("q").matcher("aXbXc"));
        s.methods(Pattern.class, () -> Pattern.compile("[X,]"), () -> Pattern.compile("", Pattern.CASE_INSENSITIVE | Pattern.LITERAL));
        s.statics(Pattern.class);
        s.statics(Matcher.class);
        Out.show("deep recursion", () -> Pattern.matches("(a|b)*", "ab".repeat(200)));
        Out.show("overflow", () -> Pattern.matches("(a|b)*", "ab".repeat(200000)));
        Out.show("region", () -> { Matcher m = Pattern.compile("^b").matcher("abc").region(1, 3); return m.find() + " " + m.useAnchoringBounds(false).reset().region(1, 3).find(); });
        Out.show("append", () -> { Matcher m = Pattern.compile("\\d").matcher("a1b2c"); StringBuilder b = new StringBuilder(); while (m.find()) { m.appendReplacement(b, "<$0>"); } return m.appendTail(b); });
        Out.show("results", () -> Pattern.compile("\\w").matcher("a b").results().map(MatchResult::group).toList());
        Out.show("split stream", () -> Pattern.compile(",").splitAsStream("a,b,,"));
        Out.show("interrupted by char sequence", () -> Pattern.matches("(x+x+)+y", new CharSequence() { int n; public char charAt(int i) { if (n++ > 5000) { throw new IllegalStateException("enough"); } return 'x'; } public int length() { return 30; } public CharSequence subSequence(int a, int b) { return this; } }));
    }
}
