// What the hosting program (host/embed.c) calls.
public class Embedded {
  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
  public static void hello() { say("hello from " + Thread.currentThread().getName()); }
  public static void throwing() { throw new IllegalStateException("from Java"); }
  public static void describeThread() {
    Thread t = Thread.currentThread();
    say(t.getName() + " " + t.isDaemon() + " " + t.getThreadGroup().getName() + " " + t.getContextClassLoader());
  }
  public static void startWorkAndHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> say("hook")));
    new Thread(() -> {
      try {
        Thread.sleep(300);
      } catch (InterruptedException e) {
        say("interrupted");
      }
      say("work done");
    }).start();
  }
  public static void showProperty() { say(System.getProperty("embedded.key")); }
  static int[] numbers(int i) { return i % 100 == 99 ? null : new int[] {i}; }
  static int first(int[] numbers) { return numbers[0]; }
  public static void meetNull() {
    int thrown = 0;
    long sum = 0;
    for (int i = 0; i < 20000; i++) {
      try {
        sum += first(numbers(i));
      } catch (NullPointerException e) {
        thrown++;
      }
    }
    say(thrown + " " + sum);
  }
  public static void exit() { System.exit(7); }
}
