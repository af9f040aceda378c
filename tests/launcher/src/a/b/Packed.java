package a.b;

// A main class in a package.
public class Packed {
    public static void main(String[] args) {
        System.out.println("packed " + String.join("|", args) + " cp=" + System.getProperty("java.class.path"));
    }
}
