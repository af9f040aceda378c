// Prints its arguments and what a launcher tells a program through properties.
public class Show {
    public static void main(String[] args) {
        for (String arg : args) {
            System.out.print("[" + arg.replace("\n", "<nl>").replace("\t", "<tab>") + "]");
        }
        System.out.println();
        for (String key : new String[] {"sun.java.command", "sun.java.launcher", "java.class.path", "p", "q"}) {
            System.out.println(key + "=" + System.getProperty(key));
        }
        System.out.println("thread=" + Thread.currentThread().getName());
        boolean assertions = false;
        assert assertions = true;
        System.out.println("assertions=" + assertions);
    }
}
