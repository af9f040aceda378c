/** Ends the process by a native method that fails as the argument says. */
public class Crash {
    static native void write();
    static native void divide();
    static native void illegal();
    static native void jump();
    static native void abort();
    static native void copy();
    static native void overflow();
    static native void callBack();
    static native void insideVm();

    static void calledBack(String text) {
        write();
    }

    static void inJava(String how) throws Exception {
        switch (how) {
            case "write" -> write();
            case "divide" -> divide();
            case "illegal" -> illegal();
            case "jump" -> jump();
            case "abort" -> abort();
            case "copy" -> copy();
            case "overflow" -> overflow();
            case "callBack" -> callBack();
            case "insideVm" -> insideVm();
            case "unsafe" -> {
                var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                field.setAccessible(true);
                ((sun.misc.Unsafe) field.get(null)).putInt(16L, 1);
            }
            case "thread" -> {
                Thread thread = new Thread(Crash::write, "crashing thread \u00fc");
                thread.start();
                thread.join();
            }
            case "together" -> {
                var all = new java.util.concurrent.CyclicBarrier(8);
                for (int i = 0; i < 8; i++) {
                    new Thread(() -> {
                        try {
                            all.await();
                        } catch (Exception e) {
                            throw new Error(e);
                        }
                        write();
                    }).start();
                }
                Thread.sleep(100_000);
            }
            case "ready" -> {
                System.out.println("ready");
                Thread.sleep(1_000_000);
            }
            default -> throw new IllegalArgumentException(how);
        }
    }

    public static void main(String[] args) throws Exception {
        System.load(args[0]);
        inJava(args[1]);
        System.out.println("survived");
    }
}
