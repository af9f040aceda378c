// @small
public class PrintPrimitives {
    public static void main(String[] args) {
        System.out.println();
        System.out.println(true);
        System.out.println('x');
        System.out.println(-123);
        System.out.println(1234567890123L);
        System.out.println(1.5f);
        System.out.println(-2.25);
        System.out.println(new char[] {'c', 'h'});
        System.out.println((Object) null);
        System.out.println((String) null);
        System.out.print(1);
        System.out.print('a');
        System.out.print("b\n");
        System.out.write('w');
        System.out.write(10);
        System.out.append("app").append('c').append("xyz", 1, 2).println();
        System.out.println("\u00e9\u4e2d\ud83d\ude00");
        System.out.print(2.0);
        System.out.print(3L);
        System.out.print(4f);
        System.out.print(false);
        System.out.print(new char[] {'!'});
        System.out.println(System.out.checkError());
        System.err.println("this goes to stderr");
        System.out.flush();
    }
}
