public class TextBlocks {
    public static void main(String[] args) {
        String html = """
            <html>
              <body>\tTab</body>
            </html>
            """;
        System.out.print(html);
        String joined = """
            one \
            two \
            three""";
        System.out.println(joined);
        System.out.println("""
            "quotes" and \"""triple\"""
            trailing   \s
            back\\slash \u0041""");
        System.out.println("""
            x = %d, y = %s
            """.formatted(3, "four").length());
        System.out.println("""
              indented
            base
                deep
            """.indent(2).replace(' ', '.'));
        System.out.println("  a\n    b\n".stripIndent());
        System.out.println("x\\ty\\101".translateEscapes());
        System.out.println("line1\nline2\r\nline3".lines().count());
        System.out.println("ab".repeat(3) + " " + "  x ".strip() + "|" + "  x ".stripLeading() + "|" + "  x ".stripTrailing()
            + "|" + " \t".isBlank());
        System.out.println("transform".<Integer>transform(String::length));
    }
}
