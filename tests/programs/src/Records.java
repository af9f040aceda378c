import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

public class Records {
    record Point(int x, int y) implements Comparable<Point> {
        static final Point ORIGIN = new Point(0, 0);

        Point {
            if (x < -1000) {
                throw new IllegalArgumentException("too small: " + x);
            }
        }

        Point(int both) {
            this(both, both);
        }

        double length() {
            return Math.sqrt(x * x + y * y);
        }

        @Override
        public int compareTo(Point o) {
            return Comparator.comparingInt(Point::x).thenComparing(Point::y, Comparator.reverseOrder()).compare(this, o);
        }
    }

    record All(boolean z, byte b, short s, char c, int i, long l, float f, double d, String t, int[] a, List<String> list) {
    }

    record Empty() {
    }

    record Pair<A, B extends Comparable<B>>(A first, B second) {
        <C extends Comparable<C>> Pair<A, C> with(C c) {
            return new Pair<>(first, c);
        }
    }

    record Custom(String name) {
        @Override
        public String name() {
            return name.toUpperCase();
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Custom c && c.name.equalsIgnoreCase(name);
        }

        @Override
        public int hashCode() {
            return name.length();
        }
    }

    record Nested(Point p, Pair<String, Integer> q) {
    }

    interface Shape {
        double area();
    }

    record Circle(double r) implements Shape {
        public double area() {
            return r * r * 3;
        }
    }

    public static void main(String[] args) {
        Point p = new Point(3, 4);
        System.out.println(p + " " + p.x() + " " + p.y() + " " + p.length());
        System.out.println(p.equals(new Point(3, 4)) + " " + p.equals(new Point(4, 3)) + " " + p.equals(null) + " "
            + p.equals("x"));
        System.out.println(p.hashCode() == new Point(3, 4).hashCode());
        System.out.println(p.hashCode() + " " + Point.ORIGIN + " " + new Point(9));
        try {
            new Point(-2000, 1);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        int[] array = {1};
        All all = new All(true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, "t", array, List.of("q"));
        System.out.println(all.toString().replaceAll("\\[I@[0-9a-f]+", "int[]"));
        System.out.println(all.equals(new All(true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, "t", array, List.of("q"))));
        System.out.println(all.equals(new All(true, (byte) 1, (short) 2, 'c', 4, 5L, 6.5f, 7.5, "t", new int[] {1}, List.of())));
        System.out.println(new Empty() + " " + new Empty().equals(new Empty()) + " " + new Empty().hashCode());
        Pair<String, Integer> pair = new Pair<>("one", 1);
        System.out.println(pair + " " + pair.with("two") + " " + pair.hashCode());
        System.out.println(new Custom("abc") + " " + new Custom("abc").equals(new Custom("ABC")) + " "
            + new Custom("abc").hashCode());
        System.out.println(new Nested(p, pair));
        Map<Point, String> map = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            map.put(new Point(i, -i), "v" + i);
        }
        System.out.println(map.get(new Point(7, -7)));
        List<Point> points = new ArrayList<>(List.of(new Point(2, 1), new Point(1, 1), new Point(1, 5), new Point(2, 0)));
        Collections.sort(points);
        System.out.println(points);
        Shape shape = new Circle(2);
        System.out.println(shape.area() + " " + shape);
        System.out.println(new Circle(0.0).equals(new Circle(-0.0)) + " " + new Circle(Double.NaN).equals(new Circle(Double.NaN)));
        record Local(String s, int... rest) {
        }
        System.out.println(new Local("loc", 1, 2).rest().length);
        System.out.println(Point.class.isRecord() + " " + Point.class.getRecordComponents().length + " "
            + Point.class.getRecordComponents()[1].getName() + " " + Objects.hash(p, pair));
    }
}
