int x = 21
x * 2
public record Point(int x, int y) { public Point { if (x < 0) throw new IllegalArgumentException("x " + x); } }
new Point(1, 2)
new Point(-1, 2)
class Counter { int n; int next() { return ++n; } public String toString() { return "n=" + n; } }
var c = new Counter()
c.next() + c.next()
import java.util.stream.*
IntStream.range(0, 5).mapToObj(i -> "n" + i).collect(Collectors.joining(","))
java.util.function.BinaryOperator<Integer> add = (a, b) -> a + b
var sum = add.andThen(n -> n * 2).apply(1, 2)
add.apply(3, 4)
int fail(int n) { return n / 0; }
fail(3)
undefinedName
int y = "text"
String greet(String who) { return "Hello, " + who + later(); }
greet("you")
String later() { return "!"; }
greet("you")
int[] a = {3, 1, 2}
Arrays.sort(a)
a
for (int v : a) { System.out.println("v=" + v); }
Object o = null
o.toString()
throw new java.io.IOException("thrown")
/vars x
/vars a
/methods
/types
/list
/exit 3
