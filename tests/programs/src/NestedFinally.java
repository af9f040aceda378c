// @small
public class NestedFinally {
    static class Custom extends Exception {
        Custom(String m) {
            super(m);
        }
    }

    static int returns() {
        int x = 1;
        try {
            return x;
        } finally {
            x = 2;
        }
    }

    @SuppressWarnings("finally")
    static int overrides() {
        try {
            throw new RuntimeException("lost");
        } finally {
            return 3;
        }
    }

    static String nested(int how) {
        StringBuilder s = new StringBuilder();
        try {
            try {
                s.append("a");
                if (how == 1) {
                    throw new Custom("one");
                }
                if (how == 2) {
                    throw new IllegalStateException("two");
                }
                if (how == 3) {
                    return s.append("r").toString();
                }
                if (how == 4) {
                    Object o = null;
                    o.hashCode();
                }
                s.append("b");
            } catch (Custom e) {
                s.append("[").append(e.getMessage()).append("]");
                try {
                    throw new RuntimeException("inner", e);
                } finally {
                    s.append("f1");
                }
            } finally {
                s.append("f2");
            }
        } catch (NullPointerException | IllegalStateException e) {
            s.append(e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            s.append(e.getMessage()).append(e.getCause().getMessage());
        } finally {
            s.append("f3");
            System.out.println("at end " + s);
        }
        return s.toString();
    }

    @SuppressWarnings("finally")
    static int loop() {
        int n = 0;
        for (int i = 0; i < 5; i++) {
            try {
                if (i == 1) {
                    continue;
                }
                if (i == 3) {
                    break;
                }
                n += 10;
            } finally {
                n++;
            }
        }
        while (true) {
            try {
                throw new Error();
            } finally {
                break;
            }
        }
        return n;
    }

    static void rethrow(int depth) throws Custom {
        try {
            if (depth == 0) {
                throw new Custom("deep");
            }
            rethrow(depth - 1);
        } catch (Exception e) {
            System.out.print(depth);
            throw e;
        } finally {
            System.out.print("f");
        }
    }

    public static void main(String[] args) {
        System.out.println(returns());
        System.out.println(overrides());
        for (int i = 0; i < 5; i++) {
            System.out.println(nested(i));
        }
        System.out.println(loop());
        try {
            rethrow(4);
        } catch (Custom e) {
            System.out.println(e.getMessage());
        }
    }
}
