// @vm -Xlog:disable
/** The system refuses a thread: an error, and everything goes on. A stack of 64 TB is refused everywhere. */
public class ThreadExhaustion {
    static int ran;

    public static void main(String[] args) throws Exception {
        ThreadGroup group = new ThreadGroup("group");
        for (int i = 0; i < 2; i++) {
            Thread t = new Thread(group, () -> ran++, "refused", 1L << 46);
            String text;
            try {
                t.start();
                text = "started";
            } catch (OutOfMemoryError e) {
                text = e.getMessage() + ", " + e.getStackTrace()[0].getMethodName();
            }
            System.out.println(text + ", " + t.getState() + ", alive " + t.isAlive() + ", active " + group.activeCount());
            t.join();
            Thread small = new Thread(group, () -> ran++, "small", 256 * 1024);
            small.start();
            small.join();
        }
        System.out.println("ran " + ran + ", " + group.activeCount());
    }
}
