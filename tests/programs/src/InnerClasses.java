// @small
public class InnerClasses {
    private int secret = 1;
    private static int shared = 100;

    class Inner {
        int value = InnerClasses.this.secret++;
        int secret = 50;

        class Deeper {
            int sum() {
                return value + secret + InnerClasses.this.secret + shared;
            }

            void bump() {
                InnerClasses.this.secret += 10;
                shared++;
                value *= 2;
            }
        }
    }

    static class Nested {
        private final String text;

        private Nested(String t) {
            text = t;
        }

        private static Nested make() {
            return new Nested("made");
        }
    }

    abstract static class Counter {
        abstract int next();

        int twice() {
            return next() + next();
        }
    }

    Counter from(int start, final int step) {
        return new Counter() {
            int at = start;

            {
                at += secret;
            }

            @Override
            int next() {
                at += step;
                return at;
            }
        };
    }

    static Runnable local(String name) {
        int length = name.length();
        class Local implements Runnable {
            final int extra;

            Local(int extra) {
                this.extra = extra;
            }

            public void run() {
                System.out.println(name + length + extra + shared);
            }

            Local again() {
                return new Local(extra + 1);
            }
        }
        return new Local(7).again();
    }

    class Sub extends Inner {
        Sub() {
            value = -1;
        }
    }

    static class Outside extends InnerClasses.Inner {
        Outside(InnerClasses host) {
            host.super();
        }
    }

    interface HasNested {
        class InInterface {
            static String hello() {
                return "from interface";
            }
        }

        enum Kind { ONE, TWO }
    }

    static Object anonymousWithArgs(String s) {
        return new Object() {
            private String keep = s + "!";

            @Override
            public String toString() {
                return keep + getClass().getName();
            }
        };
    }

    public static void main(String[] args) {
        InnerClasses o = new InnerClasses();
        Inner in = o.new Inner();
        Inner.Deeper deep = in.new Deeper();
        System.out.println(in.value + " " + in.secret + " " + o.secret + " " + deep.sum());
        deep.bump();
        System.out.println(in.value + " " + o.secret + " " + deep.sum());
        System.out.println(Nested.make().text);
        System.out.println(o.from(5, 3).twice());
        local("abc").run();
        System.out.println(o.new Sub().value);
        System.out.println(new Outside(o).value);
        System.out.println(HasNested.InInterface.hello() + HasNested.Kind.TWO);
        System.out.println(anonymousWithArgs("x"));
        var fancy = new Object() {
            int hidden = 3;

            int triple() {
                return hidden * 3;
            }
        };
        fancy.hidden++;
        System.out.println(fancy.triple());
        System.out.println(Inner.Deeper.class.getName() + " " + Inner.Deeper.class.getSimpleName() + " "
            + Inner.Deeper.class.getEnclosingClass().getSimpleName());
        System.out.println(local("q").getClass().getSimpleName() + " " + local("q").getClass().isLocalClass());
    }
}
