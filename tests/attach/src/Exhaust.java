/** Fills the heap. */
public class Exhaust {
  static Object[] chain;

  public static void main(String[] args) {
    for (int round = 0; round < 2; round++) {
      try {
        for (;;) chain = new Object[] {chain, new byte[64 << 10]};
      } catch (OutOfMemoryError e) {
        if (args.length == 0) chain = null;
        System.out.println("caught " + e.getMessage());
      }
    }
  }
}
