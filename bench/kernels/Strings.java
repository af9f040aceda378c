/** Building, searching, comparing and hashing strings. */
public class Strings extends Kernel {
    @Override
    long run() {
        long h = 0;
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            b.append("item").append(i).append(',');
        }
        String text = b.toString();
        int from = 0;
        for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
            String word = text.substring(from, comma);
            h = h * 31 + word.hashCode() + (word.startsWith("item1") ? 1 : 0) + word.compareTo("item3");
            from = comma + 1;
        }
        for (int i = 0; i < 2_000; i++) {
            String s = "n" + i + ":" + (i & 7);
            h += s.length() + s.charAt(s.length() - 1) + (s.equals("n77:5") ? 1000 : 0);
        }
        for (int i = 0; i < text.length(); i++) {
            h += text.charAt(i) == '7' ? 1 : 0;
        }
        return h + text.toUpperCase().hashCode() + text.replace('i', 'x').lastIndexOf("xtem59");
    }

    public static void main(String[] args) {
        new Strings().measure(7);
    }
}
