import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.IntBinaryOperator;

public class Enums {
    enum Color { RED, GREEN, BLUE }

    enum Op implements IntBinaryOperator {
        ADD("+") {
            public int applyAsInt(int a, int b) {
                return a + b;
            }
        },
        SUB("-") {
            public int applyAsInt(int a, int b) {
                return a - b;
            }

            @Override
            String describe() {
                return "minus!" + super.describe();
            }
        },
        MUL("*") {
            public int applyAsInt(int a, int b) {
                return a * b;
            }
        };

        final String symbol;
        private static final Map<String, Op> BY_SYMBOL = new java.util.HashMap<>();
        static {
            for (Op op : values()) {
                BY_SYMBOL.put(op.symbol, op);
            }
        }

        Op(String s) {
            symbol = s;
        }

        String describe() {
            return name() + symbol + ordinal();
        }

        static Op of(String s) {
            return BY_SYMBOL.get(s);
        }
    }

    enum Planet {
        MERCURY(3.303e+23, 2.4397e6), EARTH(5.976e+24, 6.37814e6), JUPITER(1.9e+27, 7.1492e7);

        private final double mass;
        private final double radius;

        Planet(double mass, double radius) {
            this.mass = mass;
            this.radius = radius;
        }

        double gravity() {
            return 6.67300E-11 * mass / (radius * radius);
        }
    }

    enum Single { INSTANCE; int hits; int hit() { return ++hits; } }

    enum Empty { }

    interface Named {
        String name();
    }

    enum WithInterface implements Named { X, Y { @Override public String toString() { return "why"; } } }

    enum Big {
        A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, B0, B1, B2, B3, B4, B5, B6, B7, B8, B9, C0, C1, C2, C3, C4, C5, C6, C7, C8, C9,
        D0, D1, D2, D3, D4, D5, D6, D7, D8, D9, E0, E1, E2, E3, E4, E5, E6, E7, E8, E9, F0, F1, F2, F3, F4, F5, F6, F7, F8, F9,
        G0, G1, G2, G3, G4, G5, G6, G7, G8, G9
    }

    public static void main(String[] args) {
        System.out.println(Arrays.toString(Color.values()) + Color.valueOf("GREEN").ordinal());
        try {
            Color.valueOf("PINK");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        try {
            Color.valueOf(null);
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        for (Op op : Op.values()) {
            System.out.println(op + " " + op.applyAsInt(6, 3) + " " + op.describe() + " " + op.getClass().isAnonymousClass() + " "
                + op.getDeclaringClass().getSimpleName());
        }
        System.out.println(Op.of("*"));
        for (Planet p : Planet.values()) {
            System.out.printf("%s %.2f%n", p, p.gravity());
        }
        System.out.println(Single.INSTANCE.hit() + Single.INSTANCE.hit());
        System.out.println(Empty.values().length);
        Named named = WithInterface.Y;
        System.out.println(named.name() + named + WithInterface.X);
        EnumMap<Color, Integer> map = new EnumMap<>(Color.class);
        map.put(Color.BLUE, 3);
        map.put(Color.RED, 1);
        System.out.println(map + " " + map.containsKey(Color.GREEN) + " " + map.get(Color.BLUE));
        map.merge(Color.RED, 10, Integer::sum);
        for (Map.Entry<Color, Integer> e : map.entrySet()) {
            e.setValue(e.getValue() * 2);
        }
        System.out.println(map);
        EnumSet<Color> set = EnumSet.complementOf(EnumSet.of(Color.GREEN));
        System.out.println(set + " " + EnumSet.allOf(Color.class) + EnumSet.noneOf(Color.class) + EnumSet.range(Color.RED, Color.GREEN));
        EnumSet<Big> big = EnumSet.range(Big.E8, Big.G2);
        big.remove(Big.F5);
        big.addAll(EnumSet.of(Big.A0, Big.G9));
        System.out.println(big + " " + big.size() + big.contains(Big.F5));
        System.out.println(Color.RED.compareTo(Color.BLUE) + " " + (Color.RED == Color.valueOf("RED")) + " "
            + Color.RED.equals(Op.ADD));
        System.out.println(Enum.valueOf(Color.class, "BLUE"));
        int reds = 0;
        for (Big x : Big.values()) {
            switch (x) {
                case A0, G9 -> reds += 1000;
                case C5 -> reds += 1;
                default -> reds += 10;
            }
        }
        System.out.println(reds);
        System.out.println(Color.valueOf("RED").describeConstable().get().constantName());
        System.out.println(Op.ADD.getClass().isEnum() + " " + Op.class.isEnum() + " " + Op.class.getEnumConstants().length);
    }
}
