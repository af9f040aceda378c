import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;

public class BigNumbers {
    public static void main(String[] args) {
        BigInteger a = new BigInteger("123456789012345678901234567890");
        BigInteger b = BigInteger.valueOf(-987654321987L);
        System.out.println(a.add(b) + " " + a.subtract(b) + " " + a.multiply(b) + " " + a.divide(b) + " " + a.mod(b.negate()) + " "
            + a.remainder(b) + " " + a.pow(5) + " " + a.gcd(b) + " " + b.signum() + " " + a.bitLength());
        System.out.println(a.and(b) + " " + a.or(b) + " " + a.xor(b) + " " + a.not() + " " + a.shiftLeft(70) + " " + b.shiftRight(13) + " "
            + a.testBit(3) + " " + a.toString(36) + " " + b.toString(2) + " " + a.sqrt());
        BigInteger fact = BigInteger.ONE;
        for (int i = 2; i <= 200; i++) {
            fact = fact.multiply(BigInteger.valueOf(i));
        }
        System.out.println(fact);
        System.out.println(fact.bitCount() + " " + fact.getLowestSetBit() + " " + fact.hashCode());
        BigInteger p = new BigInteger("170141183460469231731687303715884105727");
        System.out.println(p.isProbablePrime(20) + " " + BigInteger.TWO.modPow(p.subtract(BigInteger.ONE), p) + " "
            + b.modInverse(p) + " " + BigInteger.valueOf(100).nextProbablePrime());
        BigInteger r = new BigInteger(4000, new Random(7));
        BigInteger s = new BigInteger(3500, new Random(8));
        System.out.println(r.multiply(s).hashCode() + " " + r.divide(s) .hashCode()+ " " + r.multiply(r).subtract(s.multiply(s)).equals(
            r.add(s).multiply(r.subtract(s))) + " " + r.toString().hashCode() + " " + new BigInteger(r.toString()).equals(r) + " "
            + new BigInteger(r.toByteArray()).equals(r));
        System.out.println(a.longValue() + " " + a.intValue() + " " + a.doubleValue() + " " + a.floatValue() + " " + a.compareTo(b));
        try {
            a.longValueExact();
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        try {
            a.divide(BigInteger.ZERO);
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        BigDecimal x = new BigDecimal("1234.5678");
        BigDecimal y = new BigDecimal("-0.00321");
        System.out.println(x.add(y) + " " + x.subtract(y) + " " + x.multiply(y) + " " + x.divide(y, 20, RoundingMode.HALF_EVEN) + " "
            + x.divide(y, MathContext.DECIMAL128) + " " + x.remainder(y) + " " + x.negate().pow(7) + " " + x.scale() + x.precision());
        for (RoundingMode m : RoundingMode.values()) {
            if (m != RoundingMode.UNNECESSARY) {
                System.out.print(m + " " + new BigDecimal("2.5").setScale(0, m) + new BigDecimal("-2.51").setScale(1, m) + " ");
            }
        }
        System.out.println();
        try {
            BigDecimal.ONE.divide(new BigDecimal(3));
        } catch (ArithmeticException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(new BigDecimal("1E+10").toPlainString() + " " + new BigDecimal("123E-10") + " " + new BigDecimal(0.1) + " "
            + BigDecimal.valueOf(0.1) + " " + new BigDecimal("1.00").equals(new BigDecimal("1.0")) + " "
            + new BigDecimal("1.00").compareTo(new BigDecimal("1.0")) + " " + new BigDecimal("100").stripTrailingZeros() + " "
            + new BigDecimal("12345").toEngineeringString() + " " + new BigDecimal("2").sqrt(new MathContext(50)));
        BigDecimal pi = BigDecimal.ZERO;
        for (int k = 0; k < 40; k++) {
            BigDecimal k8 = new BigDecimal(8 * k);
            MathContext mc = new MathContext(60);
            pi = pi.add(BigDecimal.ONE.divide(new BigDecimal(16).pow(k), mc).multiply(
                new BigDecimal(4).divide(k8.add(BigDecimal.ONE), mc).subtract(new BigDecimal(2).divide(k8.add(new BigDecimal(4)), mc))
                    .subtract(BigDecimal.ONE.divide(k8.add(new BigDecimal(5)), mc))
                    .subtract(BigDecimal.ONE.divide(k8.add(new BigDecimal(6)), mc))));
        }
        System.out.println(pi.setScale(45, RoundingMode.HALF_UP));
    }
}
