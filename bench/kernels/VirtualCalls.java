/** Virtual calls with one, two and many receiver classes. */
public class VirtualCalls extends Kernel {
    static abstract class Shape {
        abstract int area(int scale);

        int twice(int scale) {
            return 2 * area(scale);
        }
    }

    static final class Square extends Shape {
        int side = 3;

        @Override
        int area(int scale) {
            return side * side * scale;
        }
    }

    static final class Rect extends Shape {
        int w = 2;
        int h = 5;

        @Override
        int area(int scale) {
            return w * h * scale;
        }
    }

    static class Line extends Shape {
        @Override
        int area(int scale) {
            return scale;
        }
    }

    static final class Dot extends Line {
        @Override
        int area(int scale) {
            return 0;
        }

        @Override
        int twice(int scale) {
            return -1;
        }
    }

    static int sum(Shape[] shapes, int rounds) {
        int sum = 0;
        for (int r = 0; r < rounds; r++) {
            for (Shape s : shapes) {
                sum += s.area(r) + s.twice(r);
            }
        }
        return sum;
    }

    @Override
    long run() {
        Shape[] one = {new Square(), new Square(), new Square(), new Square()};
        Shape[] two = {new Square(), new Rect(), new Rect(), new Square()};
        Shape[] all = {new Square(), new Rect(), new Line(), new Dot()};
        return sum(one, 30_000) + sum(two, 30_000) + sum(all, 30_000);
    }

    public static void main(String[] args) {
        new VirtualCalls().measure(7);
    }
}
