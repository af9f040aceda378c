import java.math.BigInteger;

/** BigInteger: products, remainders, modular powers and decimal text. */
public class BigNumbers extends Kernel {
    @Override
    long run() {
        BigInteger factorial = BigInteger.ONE;
        for (int i = 2; i <= 400; i++) {
            factorial = factorial.multiply(BigInteger.valueOf(i));
        }
        BigInteger p = BigInteger.ONE.shiftLeft(521).subtract(BigInteger.ONE);
        BigInteger power = BigInteger.valueOf(3).modPow(factorial, p);
        return factorial.mod(p).add(power).toString().hashCode() * 31L + factorial.toString().length();
    }

    public static void main(String[] args) {
        new BigNumbers().measure(7);
    }
}
