// @small
public class InterfaceDispatch {
    interface A { default int f() { return 1; } }
    interface B { default int g() { return 2; } int own(); }
    interface C extends A, B { default int h() { return f() + g(); } }
    interface D { int f(); default String d() { return "d" + hidden(); } private int hidden() { return 42; } }
    interface E0 { default int e0() { return 10; } }
    interface E1 extends E0 { default int e1() { return e0() + 1; } }
    interface E2 extends E1 { default int e2() { return e1() + 1; } }
    interface E3 extends E2 { @Override default int e0() { return 100; } default int e3() { return e2() + 1; } }
    interface S { static int twice(int x) { return 2 * x; } int CONSTANT = Integer.parseInt("77"); }
    interface Left { default String who() { return "left"; } }
    interface Right { default String who() { return "right"; } }
    interface Ten1 { int t1(); }
    interface Ten2 { int t2(); }
    interface Ten3 { int t3(); }
    interface Ten4 { int t4(); }
    interface Ten5 { int t5(); }
    interface Ten6 { int t6(); }
    interface Ten7 { int t7(); }
    interface Ten8 { int t8(); }
    interface Ten9 { int t9(); }
    interface Ten10 { int t10(); }

    static class Both implements Left, Right {
        public String who() {
            return Left.super.who() + "+" + Right.super.who();
        }
    }

    static class Impl implements C, D {
        public int f() { return 5; }
        public int own() { return 3; }
    }

    static class Deep implements E3 {
    }

    static class Many implements Ten1, Ten2, Ten3, Ten4, Ten5, Ten6, Ten7, Ten8, Ten9, Ten10, Comparable<Many>, Runnable {
        int base;
        Many(int b) { base = b; }
        public int t1() { return base + 1; }
        public int t2() { return base + 2; }
        public int t3() { return base + 3; }
        public int t4() { return base + 4; }
        public int t5() { return base + 5; }
        public int t6() { return base + 6; }
        public int t7() { return base + 7; }
        public int t8() { return base + 8; }
        public int t9() { return base + 9; }
        public int t10() { return base + 10; }
        public int compareTo(Many o) { return Integer.compare(base, o.base); }
        public void run() { base *= 2; }
    }

    static class More extends Many {
        More(int b) { super(b); }
        @Override public int t5() { return super.t5() * 100; }
    }

    static abstract class Partial implements Ten1 {
        int viaThis() { return t1(); }
    }

    static class Full extends Partial {
        public int t1() { return 11; }
    }

    static class InheritsClassWins extends Impl implements A {
    }

    static int sum(Object o) {
        return ((Ten1) o).t1() + ((Ten2) o).t2() + ((Ten3) o).t3() + ((Ten4) o).t4() + ((Ten5) o).t5() + ((Ten6) o).t6()
            + ((Ten7) o).t7() + ((Ten8) o).t8() + ((Ten9) o).t9() + ((Ten10) o).t10();
    }

    public static void main(String[] args) {
        Impl i = new Impl();
        System.out.println(((C) i).h());
        System.out.println(((A) i).f());
        System.out.println(((D) i).f());
        System.out.println(((D) i).d());
        System.out.println(((B) i).own());
        System.out.println(new Deep().e3());
        System.out.println(((E1) new Deep()).e1());
        System.out.println(S.twice(4) + S.CONSTANT);
        System.out.println(new Both().who());
        System.out.println(((Right) new Both()).who());
        System.out.println(sum(new Many(0)));
        System.out.println(sum(new More(1000)));
        System.out.println(new Full().viaThis());
        System.out.println(((A) new InheritsClassWins()).f());
        Comparable<Many> c = new Many(3);
        System.out.println(c.compareTo(new More(4)));
        Many m = new Many(21);
        ((Runnable) m).run();
        System.out.println(m.base);
        A lambdaLess = new A() {
        };
        System.out.println(lambdaLess.f());
        CharSequence cs = "interface";
        System.out.println(cs.length() + cs.toString() + cs.subSequence(0, 5));
        cs = new StringBuilder("builder");
        System.out.println(cs.charAt(0));
        Object o = "x";
        System.out.println(o instanceof Comparable);
        System.out.println(o instanceof Runnable);
        System.out.println(new Many(1) instanceof Ten10);
        System.out.println(((Object) new Ten1[0]) instanceof Ten1[]);
        System.out.println(((Object) new Many[0]) instanceof Ten1[]);
    }
}
