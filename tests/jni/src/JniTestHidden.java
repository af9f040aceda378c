// Defined by native code from its bytes (JniTest.classes).
public class JniTestHidden {
  public static int answer() { return 42; }
}
