import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

public class ThreadsTour {
    static final ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> 7);
    static final InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    static volatile boolean stop;

    static class Named extends Thread {
        int result;

        Named(ThreadGroup g, String name) {
            super(g, name);
        }

        @Override
        public void run() {
            for (int i = 0; i <= 100; i++) {
                result += i;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Thread main = Thread.currentThread();
        System.out.println(main.getName() + " " + main.getPriority() + " " + main.getThreadGroup().getName() + " " + main.isDaemon() + " "
            + main.isAlive() + " " + main.getThreadGroup().getParent().getName());
        ThreadGroup group = new ThreadGroup("group");
        Named n = new Named(group, "named");
        n.setPriority(Thread.MAX_PRIORITY);
        System.out.println(n + " " + n.getState());
        n.start();
        n.join();
        System.out.println(n.result + " " + n.isAlive() + " " + n.getState() + " " + n.getThreadGroup());
        try {
            n.start();
        } catch (IllegalThreadStateException e) {
            System.out.println("cannot start twice " + e.getMessage());
        }
        local.set(1);
        inherited.set("from main");
        List<String> seen = new ArrayList<>();
        Thread t = new Thread(() -> {
            seen.add(local.get() + inherited.get());
            local.set(99);
            inherited.set("changed");
        });
        t.start();
        t.join();
        System.out.println(seen + " " + local.get() + inherited.get());
        local.remove();
        System.out.println(local.get());

        Thread sleeper = new Thread(() -> {
            try {
                Thread.sleep(100_000);
                System.out.println("slept");
            } catch (InterruptedException e) {
                System.out.println("sleep interrupted: " + e.getMessage() + " " + Thread.interrupted());
            }
            Thread.currentThread().interrupt();
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                System.out.println("again");
            }
            Thread.currentThread().interrupt();
            System.out.println(Thread.currentThread().isInterrupted() + " " + Thread.interrupted() + " " + Thread.interrupted());
        });
        sleeper.start();
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            Thread.yield();
        }
        sleeper.interrupt();
        sleeper.join();

        Thread parked = new Thread(() -> {
            LockSupport.park();
            System.out.println("unparked");
            LockSupport.parkNanos(1000);
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park();
            System.out.println("permit used");
        });
        parked.start();
        while (parked.getState() != Thread.State.WAITING) {
            Thread.yield();
        }
        LockSupport.unpark(parked);
        parked.join();

        Thread spinner = new Thread(() -> {
            long n2 = 0;
            while (!stop) {
                n2++;
            }
            System.out.println("stopped " + (n2 >= 0));
        });
        spinner.start();
        TimeUnit.MILLISECONDS.sleep(10);
        stop = true;
        spinner.join();
        spinner.join(10);

        Thread slow = new Thread(() -> LockSupport.parkNanos(60_000_000_000L));
        slow.start();
        slow.join(5);
        System.out.println("still alive " + slow.isAlive());
        LockSupport.unpark(slow);
        slow.join();
        long start = System.nanoTime();
        Thread.sleep(20);
        long took = System.nanoTime() - start;
        System.out.println(took >= 19_000_000L);
        List<Thread> all = new ArrayList<>();
        int[] counts = new int[50];
        for (int i = 0; i < 50; i++) {
            int k = i;
            Thread x = new Thread(() -> counts[k] = k * k);
            all.add(x);
            x.start();
        }
        int total = 0;
        for (int i = 0; i < 50; i++) {
            all.get(i).join();
            total += counts[i];
        }
        System.out.println(total);
        System.out.println(Thread.getAllStackTraces().containsKey(main) + " " + (Thread.activeCount() >= 1));
        StackTraceElement[] trace = main.getStackTrace();
        System.out.println(trace[trace.length - 1].getMethodName());
    }
}
