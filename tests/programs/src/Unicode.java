public class Unicode {
    public static void main(String[] args) {
        int[] points = {'a', 'Z', '5', ' ', '\n', '_', '$', 0xe9, 0xdf, 0x3a9, 0x4e2d, 0x0661, 0x1f600, 0x10400, 0x200b, 0x2028, 0xfeff,
            0x1c5, 0xd800, 0x0301, 0x2160, 0xff21};
        for (int p : points) {
            System.out.println(Integer.toHexString(p) + " " + Character.isLetter(p) + " " + Character.isDigit(p) + " "
                + Character.isWhitespace(p) + " " + Character.isUpperCase(p) + " " + Character.isLowerCase(p) + " "
                + Character.isJavaIdentifierStart(p) + " " + Character.isJavaIdentifierPart(p) + " " + Character.getType(p) + " "
                + Integer.toHexString(Character.toUpperCase(p)) + " " + Integer.toHexString(Character.toLowerCase(p)) + " "
                + Integer.toHexString(Character.toTitleCase(p)) + " " + Character.getNumericValue(p) + " " + Character.charCount(p) + " "
                + Character.getDirectionality(p) + " " + Character.isISOControl(p) + " " + Character.isMirrored(p) + " "
                + Character.isIdeographic(p) + " " + Character.UnicodeBlock.of(p) + " " + Character.UnicodeScript.of(p) + " "
                + Character.getName(p));
        }
        long sum = 0;
        for (int c = 0; c < 0x10000; c += 3) {
            sum = sum * 31 + Character.getType(c) * 7 + Character.toUpperCase(c) + (Character.isLetterOrDigit(c) ? 1 : 0);
        }
        System.out.println(sum);
        System.out.println(Character.isSurrogatePair('\ud83d', '\ude00') + " " + Character.toCodePoint('\ud83d', '\ude00') + " "
            + Character.toChars(0x1f600).length + " " + (int) Character.highSurrogate(0x1f600) + " "
            + (int) Character.lowSurrogate(0x1f600));
        System.out.println(Character.digit('f', 16) + " " + Character.digit('g', 16) + " " + Character.forDigit(35, 36) + " "
            + Character.digit('\u0665', 10) + " " + Character.codePointOf("LATIN SMALL LETTER A"));
        System.out.println(java.text.Normalizer.normalize("e\u0301\ufb01", java.text.Normalizer.Form.NFC) + " "
            + java.text.Normalizer.normalize("\u00e9\ufb01", java.text.Normalizer.Form.NFKD).length());
        char c = 'a';
        c += 1;
        c++;
        System.out.println(c + " " + (c + 1) + " " + (char) (c + 1) + " " + Character.compare('a', 'b') + " " + Character.valueOf('x').hashCode());
        int \u0061bc = 5;
        System.out.println(abc + " \u0041 \101 \u00e9");
    }
}
