package compat;

/** Runs one area: `java compat.Main AREA`, where the class of the area has a static method `run`. */
public final class Main {
    private Main() {
    }

    public static void main(String[] args) throws Throwable {
        var run = Class.forName("compat." + args[0]).getDeclaredMethod("run");
        run.setAccessible(true);
        try {
            run.invoke(null);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause();
        }
        System.out.flush();
        System.exit(0);
    }
}
