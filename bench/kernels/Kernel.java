import java.util.Arrays;

/**
 * A fixed piece of work, timed inside the process. Prints one line a machine can read:
 * {@code kernel=NAME checksum=N iterations=N median_ns=N min_ns=N}.
 */
public abstract class Kernel {
    /** Does the work once and returns a number that depends on all of it. */
    abstract long run();

    /** Runs the work once, goes on for kernel.seconds to warm up, then runs it with the clock on. */
    final void measure(int iterations) {
        String override = System.getProperty("kernel.iterations");
        int n = override == null ? iterations : Integer.parseInt(override);
        long checksum = run();
        long warm = System.nanoTime() + (long) (1e9 * Double.parseDouble(System.getProperty("kernel.seconds", "0")));
        while (System.nanoTime() < warm) {
            run();
        }
        long[] times = new long[n];
        for (int i = 0; i < n; i++) {
            long start = System.nanoTime();
            long again = run();
            times[i] = System.nanoTime() - start;
            if (again != checksum) {
                throw new IllegalStateException(getClass().getName() + ": " + again + " after " + checksum);
            }
        }
        Arrays.sort(times);
        System.out.println("kernel=" + getClass().getName() + " checksum=" + checksum + " iterations=" + n + " median_ns="
            + times[n / 2] + " min_ns=" + times[0]);
    }
}
