// @small
// @args one "two words" "" -x --long=1 -Dnot=property *.java
public class Arguments {
    public static void main(String[] args) {
        System.out.println(args.length);
        for (String a : args) {
            System.out.println(a.length() + "[" + a + "]");
        }
    }
}
