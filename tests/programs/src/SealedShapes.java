import java.util.List;

public class SealedShapes {
    sealed interface Expr permits Num, Add, Mul, Neg, Var {
    }

    record Num(double value) implements Expr {
    }

    record Add(Expr left, Expr right) implements Expr {
    }

    record Mul(Expr left, Expr right) implements Expr {
    }

    record Neg(Expr inner) implements Expr {
    }

    record Var(String name) implements Expr {
    }

    static double eval(Expr e, double x) {
        if (e instanceof Num n) {
            return n.value();
        } else if (e instanceof Add a) {
            return eval(a.left(), x) + eval(a.right(), x);
        } else if (e instanceof Mul m) {
            return eval(m.left(), x) * eval(m.right(), x);
        } else if (e instanceof Neg n) {
            return -eval(n.inner(), x);
        } else if (e instanceof Var) {
            return x;
        }
        throw new AssertionError();
    }

    static Expr derive(Expr e) {
        if (e instanceof Num) {
            return new Num(0);
        }
        if (e instanceof Var) {
            return new Num(1);
        }
        if (e instanceof Add a) {
            return new Add(derive(a.left()), derive(a.right()));
        }
        if (e instanceof Mul m) {
            return new Add(new Mul(derive(m.left()), m.right()), new Mul(m.left(), derive(m.right())));
        }
        if (!(e instanceof Neg n)) {
            throw new AssertionError();
        }
        return new Neg(derive(n.inner()));
    }

    static Expr simplify(Expr e) {
        if (e instanceof Add a) {
            Expr l = simplify(a.left());
            Expr r = simplify(a.right());
            if (l instanceof Num x && r instanceof Num y) {
                return new Num(x.value() + y.value());
            }
            if (l instanceof Num x && x.value() == 0) {
                return r;
            }
            if (r instanceof Num y && y.value() == 0) {
                return l;
            }
            return new Add(l, r);
        }
        if (e instanceof Mul m) {
            Expr l = simplify(m.left());
            Expr r = simplify(m.right());
            if (l instanceof Num x && r instanceof Num y) {
                return new Num(x.value() * y.value());
            }
            if (l instanceof Num x && x.value() == 0 || r instanceof Num y && y.value() == 0) {
                return new Num(0);
            }
            if (l instanceof Num x && x.value() == 1) {
                return r;
            }
            if (r instanceof Num y && y.value() == 1) {
                return l;
            }
            return new Mul(l, r);
        }
        if (e instanceof Neg n) {
            Expr i = simplify(n.inner());
            return i instanceof Num x ? new Num(-x.value()) : i instanceof Neg nn ? nn.inner() : new Neg(i);
        }
        return e;
    }

    static String show(Expr e) {
        if (e instanceof Num n) {
            return String.valueOf(n.value());
        }
        if (e instanceof Var v) {
            return v.name();
        }
        if (e instanceof Add a) {
            return "(" + show(a.left()) + " + " + show(a.right()) + ")";
        }
        if (e instanceof Mul m) {
            return show(m.left()) + "*" + show(m.right());
        }
        return "-" + show(((Neg) e).inner());
    }

    static abstract sealed class Vehicle {
        abstract int wheels();
    }

    static final class Car extends Vehicle {
        int wheels() {
            return 4;
        }
    }

    static non-sealed class Bike extends Vehicle {
        int wheels() {
            return 2;
        }
    }

    static class Tricycle extends Bike {
        @Override
        int wheels() {
            return 3;
        }
    }

    static String classify(Object o) {
        return o instanceof String s && s.length() > 3 ? "long string " + s
            : o instanceof String s ? "string " + s
            : o instanceof Integer i && i > 10 ? "big " + i
            : o instanceof int[] a && a.length > 0 ? "ints " + a[0]
            : o instanceof List<?> l && !l.isEmpty() && l.get(0) instanceof String first ? "list of " + first
            : "other";
    }

    public static void main(String[] args) {
        Expr x = new Var("x");
        Expr poly = new Add(new Mul(x, new Mul(x, x)), new Add(new Neg(new Mul(new Num(2), x)), new Num(5)));
        System.out.println(show(poly));
        System.out.println(eval(poly, 3));
        Expr d = derive(poly);
        System.out.println(show(d));
        System.out.println(show(simplify(d)));
        System.out.println(eval(d, 3) == eval(simplify(d), 3));
        System.out.println(poly.equals(new Add(new Mul(x, new Mul(x, x)), new Add(new Neg(new Mul(new Num(2), x)), new Num(5)))));
        for (Vehicle v : new Vehicle[] {new Car(), new Bike(), new Tricycle()}) {
            System.out.println(v.getClass().getSimpleName() + " " + v.wheels());
        }
        System.out.println(Expr.class.isSealed() + " " + Expr.class.getPermittedSubclasses().length + " " + Bike.class.isSealed());
        for (Object o : new Object[] {"abcd", "ab", 11, 9, new int[] {3}, new int[0], List.of("q"), List.of(1), List.of()}) {
            System.out.println(classify(o));
        }
        System.out.println(classify(null));
    }
}
