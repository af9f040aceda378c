import java.io.Serializable;
import java.util.Date;

/** Money: serializable, with a deprecated method. */
public class Money implements Serializable, Comparable<Money> {
  private final long cents;
  /** Where it is from. */
  protected String origin;
  transient Object cache;

  /** @param cents how much */
  public Money(long cents) {
    this.cents = cents;
  }

  /**
   * The year.
   *
   * @return the year
   * @deprecated for the test
   */
  @Deprecated(since = "1", forRemoval = true)
  public int year() {
    return new Date(0).getYear();
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(cents, other.cents);
  }

  public Thread stopped() {
    Thread thread = Thread.currentThread();
    thread.checkAccess();
    return thread;
  }
}
