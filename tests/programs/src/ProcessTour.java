import java.util.concurrent.TimeUnit;

public class ProcessTour {
    public static void main(String[] args) throws Exception {
        Process p = new ProcessBuilder("sh", "-c", "read x; echo got $x; echo err >&2; exit 3").start();
        p.getOutputStream().write("input\n".getBytes());
        p.getOutputStream().close();
        System.out.print(new String(p.getInputStream().readAllBytes()));
        System.out.print(new String(p.getErrorStream().readAllBytes()));
        System.out.println(p.waitFor() + " " + p.exitValue() + " " + p.isAlive());
        ProcessBuilder b = new ProcessBuilder("sh", "-c", "echo $KEY; pwd");
        b.environment().put("KEY", "value \u00e9");
        b.directory(new java.io.File("/"));
        b.redirectErrorStream(true);
        System.out.print(new String(b.start().getInputStream().readAllBytes()));
        Process sleeping = new ProcessBuilder("sleep", "100").start();
        System.out.println(sleeping.waitFor(10, TimeUnit.MILLISECONDS) + " " + sleeping.isAlive());
        sleeping.destroy();
        System.out.println(sleeping.waitFor());
        try {
            new ProcessBuilder("/no/such/program").start();
        } catch (java.io.IOException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(ProcessHandle.current().isAlive() + " " + (ProcessHandle.current().pid() > 0) + " " + Runtime.getRuntime().exec(new String[] {"true"}).waitFor());
        System.out.println(new ProcessBuilder("sh", "-c", "exit 0").inheritIO().start().onExit().get().exitValue());
        System.out.println(System.getenv("TZ") + " " + System.getenv("NO_SUCH_VARIABLE"));
    }
}
