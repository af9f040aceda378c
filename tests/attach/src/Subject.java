import java.util.concurrent.locks.ReentrantLock;

/** Something to look at: a linked list, arrays of all kinds, threads that hold locks. Waits until its input ends. */
public class Subject {
  static class Node {
    final Node next;
    final String text;
    final int number;
    final long square;
    final byte small = -3;
    final boolean yes = true;
    final char letter = '\u20ac';
    final double half = 0.5;

    Node(Node next, int number) {
      this.next = next;
      this.number = number;
      this.square = (long) number * number * 1_000_000_007L;
      this.text = "node " + number + (number % 2 == 0 ? "" : " \u20ac");
    }
  }

  static class Derived extends Node {
    final String text = "hides";

    Derived() {
      super(null, -1);
    }
  }

  static Node head;
  static final Object derived = new Derived();
  static final int[] INTS = {1, -2, Integer.MAX_VALUE};
  static final long[] LONGS = {Long.MIN_VALUE, 5};
  static final short[] SHORTS = {-7};
  static final double[] DOUBLES = {1.5, -0.0};
  static final boolean[] BOOLEANS = {true, false};
  static final String[][] TEXTS = {{"a"}, null, {}};
  static final byte[] LARGE = new byte[3 << 20];
  static final long ANSWER = 42;
  static final ReentrantLock LOCK = new ReentrantLock();

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 1000; i++) head = new Node(head, i);
    for (int i = 0; i < LARGE.length; i++) LARGE[i] = (byte) i;
    Object monitor = new Object();
    Thread holder = new Thread(() -> hold(monitor), "holder");
    holder.setDaemon(true);
    holder.start();
    while (holder.getState() != Thread.State.TIMED_WAITING) Thread.sleep(1);
    System.out.println("ready");
    while (System.in.read() >= 0) {
    }
  }

  static void hold(Object monitor) {
    Node local = new Node(null, 77_777);
    LOCK.lock();
    synchronized (monitor) {
      try {
        Thread.sleep(1_000_000);
      } catch (InterruptedException e) {
        System.out.println(local.number);
      }
    }
  }
}
