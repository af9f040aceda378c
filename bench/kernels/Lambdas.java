import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Lambdas with and without captures, method references, a stream. */
public class Lambdas extends Kernel {
    static int apply(IntUnaryOperator f, int x) {
        return f.applyAsInt(x);
    }

    static int add(int a, int b) {
        return a + b;
    }

    @Override
    long run() {
        long sum = 0;
        IntBinaryOperator plus = Lambdas::add;
        IntUnaryOperator inc = x -> x + 1;
        IntUnaryOperator chain = inc.andThen(x -> x * 2).compose(x -> x ^ 5);
        for (int i = 0; i < 40_000; i++) {
            int k = i;
            sum += apply(x -> x + k, i) + chain.applyAsInt(i) + plus.applyAsInt(i, 3);
        }
        sum += IntStream.range(0, 20_000).filter(x -> x % 3 == 0).map(x -> x * x & 0xff).asLongStream().sum();
        return sum;
    }

    public static void main(String[] args) {
        new Lambdas().measure(7);
    }
}
