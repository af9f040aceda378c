import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something of most kinds of declarations: {@link Shape sealed types}, records, enums, lambdas, switch expressions.
 *
 * @author nobody
 */
public class Shapes {
  /** A shape with an area. */
  public sealed interface Shape permits Circle, Square, Group {
    /**
     * @return the area, in square units
     */
    double area();
  }

  /**
   * A circle.
   *
   * @param radius its radius
   */
  public record Circle(double radius) implements Shape {
    public Circle {
      if (radius < 0) throw new IllegalArgumentException("radius " + radius);
    }

    @Override
    public double area() {
      return Math.PI * radius * radius;
    }
  }

  /** A square of {@code side}. */
  public record Square(double side) implements Shape {
    @Override
    public double area() {
      return side * side;
    }
  }

  /** Many shapes. */
  public static final class Group implements Shape {
    private final List<? extends Shape> members;

    public Group(Shape... members) {
      this.members = List.of(members);
    }

    @Override
    public double area() {
      return members.stream().mapToDouble(Shape::area).sum();
    }
  }

  /** Sizes. */
  public enum Size {
    SMALL {
      @Override
      boolean fits(double area) {
        return area < 10;
      }
    },
    LARGE {
      @Override
      boolean fits(double area) {
        return area >= 10;
      }
    };

    abstract boolean fits(double area);
  }

  static String describe(Object o) {
    String size = "none";
    if (o instanceof Shape s) size = Arrays.stream(Size.values()).filter(z -> z.fits(s.area())).findFirst().get().name();
    return switch (size) {
      case "SMALL" -> "a small " + o.getClass().getSimpleName();
      case "LARGE" -> {
        String text = "a large ";
        yield text + o.getClass().getSimpleName();
      }
      default -> "no shape";
    };
  }

  /**
   * Prints some shapes and its arguments.
   *
   * @param args words
   */
  public static void main(String[] args) {
    Shape[] all = {new Circle(1), new Square(4), new Group(new Circle(2), new Square(1))};
    for (Shape shape : all) System.out.printf("%s of %.3f: %s%n", describe(shape), shape.area(), shape instanceof Record ? shape : "");
    Map<Integer, List<String>> byLength = Arrays.stream(args).collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList()));
    System.out.println(byLength);
    Function<Integer, Function<Integer, Integer>> add = a -> b -> a + b;
    System.out.println(add.apply(3).apply(4) + """
         is
          seven\tindeed""");
    try {
      new Circle(-1);
    } catch (IllegalArgumentException e) {
      System.out.println(e);
    }
  }
}
