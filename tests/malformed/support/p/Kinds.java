package p;

/** Classes of every kind that may not, or only by some, be extended. */
public class Kinds {
    public static final class Final {}

    public sealed interface SealedFace permits Allowed {}

    public abstract static sealed class Sealed permits AllowedToo {}

    public static final class Allowed implements SealedFace {}

    public static final class AllowedToo extends Sealed {}

    public enum Color { RED }

    public record Point(int x) {}

    public interface Face {
        int CONSTANT = new Object().hashCode();

        void abstractMethod();

        default int defaultMethod() {
            return 1;
        }

        static int staticMethod() {
            return 2;
        }
    }

    public interface Left {
        default int both() {
            return 1;
        }
    }

    public interface Right {
        default int both() {
            return 2;
        }
    }

    public abstract static class Abstract {
        public abstract int abstractMethod();
    }


    interface NearFace {}
}
