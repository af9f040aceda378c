// @small
public class Dispatch {
    static abstract class Shape {
        abstract int area();

        int twice() {
            return 2 * area();
        }
    }

    static class Square extends Shape {
        int s;

        Square(int s) {
            this.s = s;
        }

        int area() {
            return s * s;
        }
    }

    static class Rect extends Square {
        int h;

        Rect(int w, int h) {
            super(w);
            this.h = h;
        }

        @Override
        int area() {
            return s * h;
        }
    }

    static final class Point extends Shape {
        int area() {
            return 0;
        }

        @Override
        int twice() {
            return -1;
        }
    }

    static class Counter {
        private int n;

        final int next() {
            return ++n;
        }

        private int peek() {
            return n;
        }

        static int call(Counter c) {
            return c.next() * 10 + c.peek();
        }
    }

    public static void main(String[] args) {
        Shape[] shapes = {new Square(3), new Rect(2, 5), new Point(), new Rect(4, 4)};
        int total = 0;
        for (int i = 0; i < 200; i++) {
            Shape s = shapes[i % shapes.length];
            total += s.area() + s.twice();
        }
        System.out.println(total);
        System.out.println(Counter.call(new Counter()));
        Object o = shapes[1];
        System.out.println(((Rect) o).h);
        System.out.println(o.equals(shapes[1]));
        System.out.println(o.getClass().getName());
    }
}
