// @small
public class MonitorPingPong {
    static final Object lock = new Object();
    static int turn;
    static final StringBuilder log = new StringBuilder();

    static void play(int me, String word) {
        for (int i = 0; i < 5; i++) {
            synchronized (lock) {
                while (turn != me) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        throw new RuntimeException(e);
                    }
                }
                log.append(word).append(i).append(' ');
                turn = 1 - me;
                lock.notifyAll();
            }
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Thread a = new Thread() {
            @Override
            public void run() {
                play(0, "ping");
            }
        };
        Thread b = new Thread() {
            @Override
            public void run() {
                play(1, "pong");
            }
        };
        a.start();
        b.start();
        a.join();
        b.join();
        System.out.println(log);
    }
}
