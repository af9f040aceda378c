// @small
/** Methods that return a field and ignore their arguments: no getters to the compiler. */
public class GettersWithArguments {
  private final Object held;
  private final long wide;

  GettersWithArguments(Object held, long wide) {
    this.held = held;
    this.wide = wide;
  }

  final Object held(Object first, Object second) {
    return held;
  }

  final long wide(long ignored, double ignoredToo) {
    return wide;
  }

  Object get(Object first, Object second) {
    return held(first, second);
  }

  public static void main(String[] arguments) {
    GettersWithArguments one = new GettersWithArguments("held", 7);
    GettersWithArguments other = new GettersWithArguments("another", 8);
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      if (one.get(other, null) != "held" || other.held(one, one) != "another") throw new AssertionError(i);
      sum += one.wide(i, i) + other.wide(-i, 0.5);
    }
    System.out.println(sum + " " + one.get(null, other));
    try {
      GettersWithArguments none = sum > 0 ? null : one;
      none.held(one, other);
    } catch (NullPointerException e) {
      System.out.println(e.getMessage());
    }
  }
}
