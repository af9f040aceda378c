// area: java.math
package compat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

final class BigNumbers {
    static void run() {
        BigInteger big = new BigInteger("123456789012345678901234567890");
        Sweep s = new Sweep().small().put(BigInteger.class, BigInteger.ZERO, BigInteger.valueOf(-7), big, null).put(BigDecimal.class, BigDecimal.ONE, new BigDecimal("-12.3450"), new BigDecimal("1e20"))
            .put(MathContext.class, MathContext.DECIMAL32, new MathContext(3, RoundingMode.HALF_EVEN), MathContext.UNLIMITED)
            .put(RoundingMode.class, (Object[]) RoundingMode.values()).put(byte[].class, new byte[] {1, 2}, new byte[] {-1}, new byte[0]).put(Object.class, BigInteger.TWO, "x")
            .put(char[].class, "12".toCharArray()).not("probablePrime", "wait");
        s.statics(BigInteger.class);
        s.constructors(BigInteger.class);
        s.methods(BigInteger.class, () -> BigInteger.ZERO, () -> BigInteger.valueOf(-12345), () -> big, () -> big.pow(7).negate());
        s.statics(BigDecimal.class);
        s.constructors(BigDecimal.class);
        s.methods(BigDecimal.class, () -> BigDecimal.ZERO, () -> new BigDecimal("-12.3450"), () -> new BigDecimal(big, 10), () -> new BigDecimal("1e-30"));
        s.statics(MathContext.class);
        s.constructors(MathContext.class);
        s.not("hashCode").methods(MathContext.class, () -> MathContext.DECIMAL64);
        Out.show("big-multiply", () -> big.pow(300).multiply(big.pow(200)).hashCode());
        Out.show("big-divide", () -> big.pow(500).divide(big.pow(123).add(BigInteger.ONE)).hashCode());
        Out.show("big-modpow", () -> big.modPow(big.add(BigInteger.TEN), big.pow(20).add(BigInteger.ONE)));
        Out.show("big-text", () -> new BigInteger(big.pow(200).toString(36), 36).equals(big.pow(200)));
        Out.show("big-prime", () -> new BigInteger("170141183460469231731687303715884105727").isProbablePrime(30));
        Out.show("big-sqrt", () -> big.pow(50).sqrt().hashCode());
    }
}
