import java.util.Objects;

public class ObjectMethods implements Cloneable {
    int a = 1;
    int[] shared = {1, 2};
    String text = "t";
    long l = 5;

    static class NotCloneable {
        Object tryClone() {
            try {
                return super.clone();
            } catch (CloneNotSupportedException e) {
                return e.getMessage();
            }
        }
    }

    static class Sub extends ObjectMethods {
        double extra = 2.5;
    }

    @Override
    public ObjectMethods clone() {
        try {
            return (ObjectMethods) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    public static void main(String[] args) {
        ObjectMethods o = new Sub();
        ObjectMethods c = o.clone();
        c.a = 2;
        c.shared[0] = 99;
        System.out.println(o.a + " " + o.shared[0] + " " + (o.shared == c.shared) + " " + c.getClass().getName() + " " + ((Sub) c).extra + " " + c.l);
        System.out.println(new NotCloneable().tryClone());
        Object x = new Object();
        System.out.println(x.equals(x) + " " + x.equals(new Object()) + " " + (x.hashCode() == x.hashCode()) + " "
            + (x.hashCode() == System.identityHashCode(x)) + " " + System.identityHashCode(null));
        System.out.println(x.toString().startsWith("java.lang.Object@") + " " + x.toString().equals("java.lang.Object@" + Integer.toHexString(x.hashCode())));
        System.out.println(new int[0].toString().startsWith("[I@") + " " + new String[0].getClass() + " " + o.getClass().getSimpleName());
        int different = 0;
        int first = new Object().hashCode();
        for (int i = 0; i < 50; i++) {
            different += new Object().hashCode() != first ? 1 : 0;
        }
        System.out.println(different > 40);
        System.out.println(Objects.equals(null, null) + " " + Objects.hash(1, "a", null) + " " + Objects.toString(null, "d") + " "
            + Objects.requireNonNullElse(null, 3) + " " + Objects.hashCode(null) + " " + Objects.compare("a", "b", String::compareTo));
        System.out.println("x".getClass() == String.class);
        System.out.println(int.class == Integer.TYPE);
        long[] ls = {1, 2, 3};
        long[] lc = ls.clone();
        lc[0] = 5;
        System.out.println(ls[0] + " " + lc.length + " " + (ls.getClass() == lc.getClass()));
        Object[] os = {"a", null};
        Object[] oc = os.clone();
        System.out.println((os[0] == oc[0]) + " " + oc.length);
    }
}
