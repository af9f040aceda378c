import java.lang.reflect.Field;

// Reads a private field of java.base: works only with --add-opens.
public class Reach {
    public static void main(String[] args) throws Exception {
        Field field = String.class.getDeclaredField("coder");
        try {
            field.setAccessible(true);
            System.out.println("opened " + field.get("x"));
        } catch (RuntimeException e) {
            System.out.println(e.getClass().getName());
        }
    }
}
