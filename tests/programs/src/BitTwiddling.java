public class BitTwiddling {
    public static void main(String[] args) {
        int[] xs = {0, 1, -1, 0x80000000, 0x12345678, 0x00ff00ff, 42};
        for (int x : xs) {
            System.out.println(Integer.bitCount(x) + " " + Integer.numberOfLeadingZeros(x) + " "
                + Integer.numberOfTrailingZeros(x) + " " + Integer.reverse(x) + " " + Integer.reverseBytes(x) + " "
                + Integer.rotateLeft(x, 7) + " " + Integer.rotateRight(x, 35) + " " + Integer.highestOneBit(x) + " "
                + Integer.lowestOneBit(x) + " " + Integer.signum(x));
            System.out.println(Integer.toBinaryString(x) + " " + Integer.toHexString(x) + " " + Integer.toOctalString(x)
                + " " + Integer.toString(x, 36) + " " + Integer.toUnsignedString(x, 7));
        }
        long[] ls = {0, 1, -1, Long.MIN_VALUE, 0x123456789abcdef0L, 0xff00ff00ff00ffL};
        for (long x : ls) {
            System.out.println(Long.bitCount(x) + " " + Long.numberOfLeadingZeros(x) + " " + Long.numberOfTrailingZeros(x)
                + " " + Long.reverse(x) + " " + Long.reverseBytes(x) + " " + Long.rotateLeft(x, 70) + " "
                + Long.highestOneBit(x) + " " + Long.lowestOneBit(x) + " " + Long.hashCode(x));
            System.out.println(Long.toBinaryString(x) + " " + Long.toString(x, 36) + " " + Long.toUnsignedString(x, 16));
        }
        System.out.println(Short.reverseBytes((short) 0x1234) + " " + (int) Character.reverseBytes('a'));
        System.out.println(Integer.parseInt("-7f", 16) + " " + Integer.parseUnsignedInt("ffffffff", 16) + " "
            + Long.parseLong("zz", 36) + " " + Integer.decode("0x10") + " " + Integer.decode("-010"));
        int seed = 1;
        int mixed = 0;
        for (int i = 0; i < 1000; i++) {
            seed ^= seed << 13;
            seed ^= seed >>> 17;
            seed ^= seed << 5;
            mixed += Integer.bitCount(seed) * i;
        }
        System.out.println(seed + " " + mixed);
        java.util.BitSet bits = new java.util.BitSet();
        for (int i = 0; i < 200; i += 7) {
            bits.set(i);
        }
        bits.flip(10, 20);
        System.out.println(bits.cardinality() + " " + bits.nextClearBit(10) + " " + bits.length() + " " + bits);
        System.out.println(Float.floatToRawIntBits(-1.5f) + " " + Float.intBitsToFloat(0x7f800001) + " "
            + Double.doubleToRawLongBits(1e-5) + " " + Double.longBitsToDouble(0x4008000000000000L));
    }
}
