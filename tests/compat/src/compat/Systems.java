// area: processes, signals, System, Runtime, timers
package compat;

import java.io.File;
import java.util.*;
import java.util.concurrent.*;

final class Systems {
    private static String run(ProcessBuilder b) throws Exception {
        Process p = b.start();
        p.getOutputStream().close();
        String out = new String(p.getInputStream().readAllBytes());
        return out + "|" + new String(p.getErrorStream().readAllBytes()) + "|" + p.waitFor();
    }

    static void run() throws Exception {
        Out.show("echo", () -> run(new ProcessBuilder("echo", "a b", "", "*")));
        Out.show("exit", () -> run(new ProcessBuilder("sh", "-c", "echo err >&2; exit 7")));
        Out.show("merged", () -> run(new ProcessBuilder("sh", "-c", "echo out; echo err >&2").redirectErrorStream(true)));
        Out.show("environment", () -> { ProcessBuilder b = new ProcessBuilder("sh", "-c", "echo $KILN_X"); b.environment().put("KILN_X", "\u00e4 y"); return run(b); });
        Out.show("directory", () -> run(new ProcessBuilder("pwd").directory(new File("/"))));
        Out.show("absent", () -> new ProcessBuilder("/no/such/program").start());
        Out.show("absent directory", () -> new ProcessBuilder("ls").directory(new File("/no/such")).start());
        Out.show("not executable", () -> new ProcessBuilder("/etc/passwd").start());
        Out.show("null argument", () -> new ProcessBuilder("ls", null).start());
        Out.show("empty command", () -> new ProcessBuilder().start());
        Out.show("input", () -> { Process p = new ProcessBuilder("cat").start(); p.getOutputStream().write("through".getBytes()); p.getOutputStream().close(); return new String(p.getInputStream().readAllBytes()) + p.waitFor(); });
        Out.show("redirect", () -> { File f = File.createTempFile("redirect", ""); new ProcessBuilder("echo", "to file").redirectOutput(f).start().waitFor(); String s = java.nio.file.Files.readString(f.toPath()); return s + run(new ProcessBuilder("cat").redirectInput(f)) + f.delete(); });
        Out.show("discard", () -> { Process p = new ProcessBuilder("echo", "x").redirectOutput(ProcessBuilder.Redirect.DISCARD).start(); return p.waitFor() + " " + p.getInputStream().read(); });
        Out.show("pipeline", () -> { List<Process> l = ProcessBuilder.startPipeline(List.of(new ProcessBuilder("echo", "b\na"), new ProcessBuilder("sort"))); return new String(l.get(1).getInputStream().readAllBytes()); });
        Out.show("destroy", () -> { Process p = new ProcessBuilder("sleep", "100").start(); boolean alive = p.isAlive(); p.destroy(); return alive + " " + p.waitFor() + p.isAlive(); });
        Out.show("destroy forcibly", () -> { Process p = new ProcessBuilder("sleep", "100").start(); return p.destroyForcibly().waitFor(); });
        Out.show("wait timeout", () -> { Process p = new ProcessBuilder("sleep", "100").start(); boolean b = p.waitFor(1, TimeUnit.MILLISECONDS); p.destroy(); return b; });
        Out.show("exit value early", () -> { Process p = new ProcessBuilder("sleep", "100").start(); try { return p.exitValue(); } finally { p.destroy(); } });
        Out.show("on exit", () -> new ProcessBuilder("true").start().onExit().get(20, TimeUnit.SECONDS).exitValue());
        Out.show("handle", () -> { Process p = new ProcessBuilder("sleep", "100").start(); ProcessHandle h = p.toHandle(); String s = h.isAlive() + " " + h.info().command().isPresent() + (h.parent().get().pid() == ProcessHandle.current().pid()) + h.supportsNormalTermination() + ProcessHandle.current().children().anyMatch(c -> c.pid() == h.pid()); h.destroy(); h.onExit().get(); return s + h.isAlive(); });
        Out.show("destroy self", () -> ProcessHandle.current().destroy());
        Out.show("handle absent", () -> ProcessHandle.of(999999999L));
        Out.show("exec string", () -> { Process p = Runtime.getRuntime().exec("echo  one   two"); return new String(p.getInputStream().readAllBytes()); });
        for (String n : new String[] {"USR2", "HUP", "INT", "TERM"}) {
            Out.show("signal " + n, () -> {
                CountDownLatch l = new CountDownLatch(1);
                String[] got = new String[1];
                var old = sun.misc.Signal.handle(new sun.misc.Signal(n), s -> { got[0] = s.getName() + s.getNumber() + Thread.currentThread().getName() + Thread.currentThread().isDaemon(); l.countDown(); });
                sun.misc.Signal.raise(new sun.misc.Signal(n));
                l.await(20, TimeUnit.SECONDS);
                sun.misc.Signal.handle(new sun.misc.Signal(n), old);
                return got[0];
            });
        }
        for (String n : new String[] {"SEGV", "KILL", "QUIT", "USR1", "ILL", "FPE", "NOPE"}) {
            Out.show("signal " + n, () -> { var old = sun.misc.Signal.handle(new sun.misc.Signal(n), sun.misc.SignalHandler.SIG_IGN); sun.misc.Signal.handle(new sun.misc.Signal(n), old); return old == sun.misc.SignalHandler.SIG_DFL; });
        }
        Out.show("signal text", () -> new sun.misc.Signal("TERM") + " " + new sun.misc.Signal("TERM").equals(new sun.misc.Signal("TERM")));
        for (String p : new String[] {"java.version", "java.specification.version", "java.class.version", "os.name", "os.arch", "file.separator", "path.separator", "line.separator", "file.encoding", "sun.jnu.encoding", "user.dir.none", "java.vm.specification.name", "java.vm.specification.version", "java.vm.specification.vendor", "java.specification.name", "sun.arch.data.model", "sun.cpu.endian", "native.encoding", "java.io.tmpdir", "user.language", "java.home", "java.runtime.version", "jdk.debug", "sun.management.compiler.none", "java.vendor.url", "java.library.path", "sun.boot.library.path"}) {
            Out.show("property " + p, () -> System.getProperty(p));
        }
        Out.show("set property", () -> System.setProperty("x.y", "1") + System.setProperty("x.y", "2") + System.clearProperty("x.y") + System.getProperty("x.y", "default"));
        Out.show("empty key", () -> System.getProperty(""));
        Out.show("null key", () -> System.getProperty(null));
        Out.show("getenv", () -> System.getenv("LANG") + System.getenv("NO_SUCH_VARIABLE"));
        Out.show("getenv modify", () -> System.getenv().put("a", "b"));
        Out.show("arraycopy type", () -> { System.arraycopy(new int[1], 0, new long[1], 0, 1); return 0; });
        Out.show("arraycopy range", () -> { System.arraycopy(new int[5], 2, new int[5], 4, 3); return 0; });
        Out.show("arraycopy negative", () -> { System.arraycopy(new String[5], 2, new Object[5], 4, -1); return 0; });
        Out.show("arraycopy store", () -> { Object[] to = new String[3]; try { System.arraycopy(new Object[] {"a", 1, "b"}, 0, to, 0, 3); return 0; } catch (ArrayStoreException e) { return e.getMessage() + Arrays.toString(to); } });
        Out.show("arraycopy not array", () -> { System.arraycopy("x", 0, new int[1], 0, 1); return 0; });
        Out.show("arraycopy null", () -> { System.arraycopy(null, 0, new int[1], 0, 1); return 0; });
        Out.show("arraycopy overlap", () -> { int[] a = {1, 2, 3, 4, 5}; System.arraycopy(a, 0, a, 1, 4); return a; });
        Out.show("runtime", () -> Runtime.getRuntime().availableProcessors() + " " + Runtime.version().feature() + (Runtime.getRuntime().totalMemory() <= Runtime.getRuntime().maxMemory()) + (Runtime.getRuntime().freeMemory() > 0));
        Out.show("version parse", () -> Runtime.Version.parse("17.0.1+12-LTS").compareTo(Runtime.Version.parse("17")) + " " + Runtime.Version.parse("11-ea").pre());
        Out.show("hook twice", () -> { Thread t = new Thread(); Runtime.getRuntime().addShutdownHook(t); try { Runtime.getRuntime().addShutdownHook(t); return 0; } finally { Runtime.getRuntime().removeShutdownHook(t); } });
        Out.show("hook remove absent", () -> Runtime.getRuntime().removeShutdownHook(new Thread()));
        Out.show("hook running", () -> { Runtime.getRuntime().addShutdownHook(Thread.currentThread()); return 0; });
        Out.show("load absent", () -> { System.load("/no/such/lib.so"); return 0; });
        Out.show("load relative", () -> { System.load("lib.so"); return 0; });
        Out.show("loadLibrary absent", () -> { System.loadLibrary("nosuchlibrary"); return 0; });
        Out.show("loadLibrary separator", () -> { System.loadLibrary("a/b"); return 0; });
        Out.show("mapLibraryName", () -> System.mapLibraryName("x"));
        Out.show("identityHashCode null", () -> System.identityHashCode(null));
        Out.show("nanoTime", () -> { long a = System.nanoTime(); return System.nanoTime() >= a; });
        Out.show("logger", () -> System.getLogger("x").getName());
        Out.show("timer", () -> { Timer t = new Timer("timer", true); CountDownLatch l = new CountDownLatch(3); t.scheduleAtFixedRate(new TimerTask() { public void run() { l.countDown(); } }, 1, 1); boolean b = l.await(20, TimeUnit.SECONDS); t.cancel(); return b + " " + t.purge(); });
        Out.show("timer cancelled", () -> { Timer t = new Timer(true); t.cancel(); t.schedule(new TimerTask() { public void run() { } }, 1); return 0; });
        Out.show("timer negative", () -> { new Timer(true).schedule(new TimerTask() { public void run() { } }, -1); return 0; });
        Out.show("clone", () -> new int[][] {{1}, {2}}.clone());
        Out.show("wait not owner", () -> { new Object().wait(); return 0; });
        Out.show("notify not owner", () -> { new Object().notify(); return 0; });
    }
}
