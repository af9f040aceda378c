import java.util.concurrent.locks.ReentrantLock;

/** Locks of java.util.concurrent stay whole when the stack ends inside them (JEP 270). */
public class ReservedStack {
    static final int LOCKS = 60;
    static ReentrantLock[] locks = new ReentrantLock[LOCKS];
    static int broken, overflows, held;

    static void lockAll(int i) {
        if (i == LOCKS) return;
        locks[i].lock();
        try {
            lockAll(i + 1);
        } finally {
            locks[i].unlock();
        }
    }

    static void down(int n) {
        if (n > 0) {
            down(n - 1);
            return;
        }
        lockAll(0);
    }

    static int depthOfStack(int n) {
        try {
            return depthOfStack(n + 1);
        } catch (StackOverflowError e) {
            return n;
        }
    }

    static void round(int depth) throws Exception {
        for (int i = 0; i < LOCKS; i++) locks[i] = new ReentrantLock();
        Thread t = new Thread(null, () -> {
            try {
                down(depth);
            } catch (StackOverflowError e) {
                overflows++;
            }
            for (ReentrantLock l : locks) {
                if (l.isLocked()) held++;
                // Taken, but by nobody: that is where it would never be given back and never be taken again.
                if (l.isLocked() != l.toString().contains("[Locked by thread deep]")) broken++;
            }
        }, "deep", 256 * 1024);
        t.start();
        t.join();
    }

    public static void main(String[] args) throws Exception {
        int[] full = {0};
        Thread t = new Thread(null, () -> full[0] = depthOfStack(0), "measure", 256 * 1024);
        t.start();
        t.join();
        // From "the locks just fit" to "no lock fits".
        for (int depth = full[0] / 2; depth < full[0] * 3 / 2; depth += Math.max(1, full[0] / 400)) round(depth);
        System.out.println("locks without owner: " + broken);
    }
}
