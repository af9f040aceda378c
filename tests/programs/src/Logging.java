// @stderr
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.logging.*;

public class Logging {
    public static void main(String[] args) throws Exception {
        Logger log = Logger.getLogger("app.part");
        log.setUseParentHandlers(false);
        StreamHandler h = new StreamHandler(System.err, new Formatter() {
            @Override
            public String format(LogRecord r) {
                return r.getLevel() + " " + r.getLoggerName() + " " + r.getSourceMethodName() + ": " + formatMessage(r) + (r.getThrown() == null ? "" : " " + r.getThrown()) + "\n";
            }
        });
        h.setLevel(Level.ALL);
        log.addHandler(h);
        log.setLevel(Level.FINE);
        log.info("plain");
        log.log(Level.WARNING, "with {0} and {1}", new Object[] {"args", 2});
        log.finer("not shown");
        log.fine(() -> "lazy");
        log.log(Level.SEVERE, "broken", new IllegalStateException("cause"));
        log.entering("A", "b");
        h.flush();
        System.out.println(log.getParent().getName().isEmpty() + " " + Level.parse("CONFIG").intValue() + " " + log.isLoggable(Level.FINEST));
        CountDownLatch ticks = new CountDownLatch(3);
        Timer timer = new Timer("timer", true);
        timer.schedule(new TimerTask() {
            int n;

            @Override
            public void run() {
                System.out.println("tick " + n++);
                if (n == 3) {
                    cancel();
                }
                ticks.countDown();
            }
        }, 1, 1);
        ticks.await();
        timer.cancel();
    }
}
