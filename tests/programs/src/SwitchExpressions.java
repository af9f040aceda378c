public class SwitchExpressions {
    enum Day { MON, TUE, WED, THU, FRI, SAT, SUN }

    static int hours(Day d) {
        return switch (d) {
            case MON, TUE, WED, THU -> 8;
            case FRI -> {
                int h = 4;
                h += d.ordinal();
                yield h;
            }
            case SAT, SUN -> 0;
        };
    }

    static String old(Day d) {
        switch (d) {
            case MON:
                return "start";
            case FRI:
            case SAT:
                return "late";
            default:
                return d.name().toLowerCase();
        }
    }

    static int word(String s) {
        return switch (s) {
            case "zero" -> 0;
            case "one" -> 1;
            case "Aa", "BB" -> 2112;
            case "AaAa" -> 1;
            case "BBBB" -> 2;
            case "AaBB" -> 3;
            case "BBAa" -> 4;
            case "" -> -2;
            case "\u00e9\u4e2d" -> 99;
            default -> -1;
        };
    }

    static String fallThrough(String s) {
        StringBuilder b = new StringBuilder();
        switch (s) {
            case "a":
                b.append("a");
            case "b":
                b.append("b");
                break;
            case "c":
                b.append("c");
            default:
                b.append("default");
        }
        return b.toString();
    }

    static Object mixed(int i) {
        return switch (i) {
            case 1 -> 1;
            case 2 -> 2L;
            case 3 -> 3.0f;
            default -> 'x';
        };
    }

    static Object boxed(int i) {
        return switch (i) {
            case 1 -> "one";
            case 2 -> 2;
            default -> throw new IllegalArgumentException("no " + i);
        };
    }

    static int nested(int a, String b) {
        return switch (a) {
            case 0 -> switch (b) {
                case "x" -> 1;
                case "y" -> 2;
                default -> 3;
            };
            case 1 -> {
                try {
                    yield Integer.parseInt(b);
                } catch (NumberFormatException e) {
                    yield -1;
                } finally {
                    System.out.print("f ");
                }
            }
            default -> b.length() + switch (b.length()) {
                case 1 -> 10;
                default -> 20;
            };
        };
    }

    static char c(char c) {
        return switch (c) {
            case 'a', 'e', 'i', 'o', 'u' -> '*';
            case '\u0100' -> '#';
            default -> c;
        };
    }

    static String wrapper(Integer i) {
        return switch (i) {
            case 1 -> "uno";
            case 1000000 -> "millon";
            default -> "otro";
        };
    }

    public static void main(String[] args) {
        for (Day d : Day.values()) {
            System.out.print(hours(d) + old(d) + " ");
        }
        System.out.println();
        for (String s : new String[] {"zero", "one", "Aa", "BB", "C#", "AaAa", "BBBB", "AaBB", "BBAa", "", "two", "\u00e9\u4e2d"}) {
            System.out.print(word(s) + " ");
        }
        System.out.println();
        for (String s : "a b c d".split(" ")) {
            System.out.print(fallThrough(s) + " ");
        }
        System.out.println();
        for (int i = 1; i < 5; i++) {
            System.out.print(mixed(i) + " " + mixed(i).getClass().getSimpleName() + " ");
        }
        System.out.println();
        System.out.println(boxed(1) + " " + boxed(2));
        try {
            boxed(3);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(nested(0, "x") + " " + nested(0, "q") + " " + nested(1, "77") + " " + nested(1, "z") + " "
            + nested(5, "z") + " " + nested(5, "zz"));
        StringBuilder b = new StringBuilder();
        for (char ch : "education\u0100".toCharArray()) {
            b.append(c(ch));
        }
        System.out.println(b);
        System.out.println(wrapper(1) + wrapper(1000000) + wrapper(-5));
        int total = 0;
        for (int i = 0; i < 20; i++) {
            total += switch (i % 5) {
                case 0 -> i;
                case 1 -> -i;
                default -> {
                    if (i > 10) {
                        yield 100;
                    }
                    yield 1;
                }
            };
        }
        System.out.println(total);
        Day none = null;
        try {
            hours(none);
        } catch (NullPointerException e) {
            System.out.println("NPE");
        }
    }
}
