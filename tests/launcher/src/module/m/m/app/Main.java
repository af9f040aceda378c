package m.app;

// The main class of a module.
public class Main {
    public static void main(String[] args) {
        Module module = Main.class.getModule();
        System.out.println(module + " " + String.join("|", args) + " reads java.logging: "
                + module.canRead(ModuleLayer.boot().findModule("java.logging").get())
                + " jdk.compiler: " + ModuleLayer.boot().findModule("jdk.compiler").isPresent());
    }
}
