// @small
public class StringBuilders {
    public static void main(String[] args) {
        StringBuilder s = new StringBuilder();
        s.append(1).append('c').append("str").append(2L).append(3.5f).append(4.5).append(true).append((Object) null)
            .append(new char[] {'x', 'y'}).append("abcdef", 2, 4).append(new StringBuilder("sb")).append((String) null);
        System.out.println(s + " " + s.length());
        s.insert(0, "<<").insert(5, 42).insert(s.length(), '>').insert(1, 1.5).insert(2, false);
        System.out.println(s);
        s.delete(0, 4).deleteCharAt(2).replace(3, 6, "REPLACED").setCharAt(0, '#');
        System.out.println(s);
        System.out.println(s.indexOf("REP") + " " + s.lastIndexOf("l") + " " + s.charAt(4) + " " + s.substring(3, 8));
        s.setLength(5);
        System.out.println(s + "|");
        s.setLength(8);
        System.out.println(s.toString().replace('\0', '0'));
        System.out.println(new StringBuilder("abc").reverse() + " " + new StringBuilder("a\ud83d\ude00b").reverse());
        StringBuilder grow = new StringBuilder(1);
        for (int i = 0; i < 300; i++) {
            grow.append((char) ('a' + i % 26));
        }
        grow.append('\u4e2d');
        grow.insert(100, "\u00e9");
        System.out.println(grow.length() + " " + grow.toString().hashCode());
        grow.setCharAt(301, 'z');
        System.out.println(grow.toString().hashCode());
        try {
            grow.charAt(1000);
        } catch (IndexOutOfBoundsException e) {
            System.out.println(e.getMessage());
        }
        try {
            grow.delete(5, 1);
        } catch (StringIndexOutOfBoundsException e) {
            System.out.println(e.getMessage());
        }
        StringBuffer buffer = new StringBuffer("buf");
        buffer.append(1).insert(0, 'x').reverse();
        System.out.println(buffer);
        System.out.println(new StringBuilder("a").compareTo(new StringBuilder("b")) + " " + new StringBuilder("q").equals(new StringBuilder("q")));
        System.out.println(new StringBuilder().appendCodePoint(0x1f600).length() + " " + new StringBuilder("xyz").codePointAt(1));
        StringBuilder ints = new StringBuilder();
        for (int i = -5; i < 1000000; i = i * 7 + 40) {
            ints.append(i).append(',').append((long) i << 33).append(';');
        }
        System.out.println(ints);
        java.util.StringJoiner j = new java.util.StringJoiner(", ", "{", "}").setEmptyValue("none");
        System.out.println(j);
        System.out.println(j.add("a").add("b"));
    }
}
