/** Uncontended monitors: synchronized methods and blocks, nested and recursive. */
public class Locks extends Kernel {
    private long count;
    private final Object other = new Object();

    synchronized void up(int i) {
        count += i;
    }

    void block(int i) {
        synchronized (other) {
            synchronized (this) {
                count ^= i;
                up(1);
            }
        }
    }

    @Override
    long run() {
        count = 0;
        StringBuffer b = new StringBuffer();
        for (int i = 0; i < 200_000; i++) {
            up(i);
            block(i);
            if ((i & 15) == 0) {
                b.append('x');
            }
        }
        return count + b.length();
    }

    public static void main(String[] args) {
        new Locks().measure(7);
    }
}
