package p;

/** What the files of the corpus inherit from, and reach for, across packages. */
public class Base {
    public int open = 1;
    protected int kept = 2;
    int near = 3;
    private int own = 4;
    public static int openStatic = 5;
    protected static int keptStatic = 6;
    static int nearStatic = 7;
    private static int ownStatic = 8;
    public final int fixed = 9;
    public static final Object FIXED = new Object();

    public Base() {}

    protected Base(int x) {}

    Base(long x) {}

    private Base(float x) {}

    public void openMethod() {}

    protected void keptMethod() {}

    void nearMethod() {}

    private void ownMethod() {}

    public static void openStaticMethod() {}

    protected static void keptStaticMethod() {}

    static void nearStaticMethod() {}

    private static void ownStaticMethod() {}

    public final void finalMethod() {}

    public static final void finalStaticMethod() {}

    protected Object clone() throws CloneNotSupportedException {
        return super.clone();
    }
}

class Near {
    public static int x;

    public Near() {}

    public static void m() {}
}
