// @small
public class StringSwitchIntern {
    static final String C = "con" + "stant";

    public static void main(String[] args) {
        String built = new StringBuilder("con").append("stant").toString();
        System.out.println(built == C);
        System.out.println(built.intern() == C);
        System.out.println(new String("constant") == C);
        System.out.println("constant" == C);
        System.out.println(built.equals(C));
        String fresh = new String(new char[] {'f', 'r', 'e', 's', 'h', '7'});
        System.out.println(fresh.intern() == fresh.intern());
        System.out.println(fresh.intern() == "fresh7");
        System.out.println("".intern() == "");
        String wide = new String(new char[] {'\u4e2d', '\u6587'});
        System.out.println(wide.intern() == "\u4e2d\u6587");
        System.out.println("Aa".hashCode() == "BB".hashCode());
        System.out.println("Aa".intern() == "BB".intern());
        System.out.println("hash".hashCode());
        System.out.println("".hashCode());
        System.out.println("\u4e2d\u6587\ud83d\ude00".hashCode());
        System.out.println(Integer.toString(42).intern() == "42");
        System.out.println(Other.C == C);
        int count = 0;
        for (int i = 0; i < 500; i++) {
            if (("key" + i).intern() == ("key" + i).intern()) {
                count++;
            }
        }
        System.out.println(count);
    }

    static class Other {
        static final String C = "constant";
    }
}
