// @small
public class Shifts {
    public static void main(String[] args) {
        int[] values = {0, 1, -1, 0x12345678, 0x87654321, Integer.MIN_VALUE, Integer.MAX_VALUE};
        int[] counts = {0, 1, 5, 31, 32, 33, 63, 64, -1, -31, 100};
        int hash = 0;
        for (int v : values) {
            for (int c : counts) {
                hash = hash * 31 + (v << c);
                hash = hash * 31 + (v >> c);
                hash = hash * 31 + (v >>> c);
                System.out.print((v << c) + " " + (v >> c) + " " + (v >>> c) + " ");
            }
            System.out.println();
        }
        System.out.println(hash);
        long[] longs = {0, 1, -1, 0x123456789abcdef0L, Long.MIN_VALUE, Long.MAX_VALUE, 0xffffffffL};
        long lhash = 0;
        for (long v : longs) {
            for (int c : counts) {
                long a = v << c;
                long b = v >> c;
                long d = v >>> c;
                lhash = lhash * 31 + (a ^ b ^ d);
                System.out.print(Long.toHexString(a) + " " + Long.toHexString(b) + " " + Long.toHexString(d) + " ");
            }
            System.out.println();
        }
        System.out.println(lhash);
        long count = 33;
        int x = 1;
        x <<= count;
        System.out.println(x);
        byte b = -1;
        b >>>= 1;
        System.out.println(b);
        byte b2 = (byte) 0x80;
        b2 >>= 7;
        System.out.println(b2);
        char ch = 0xffff;
        ch >>>= 4;
        System.out.println((int) ch);
        System.out.println((5 & 3) + " " + (5 | 3) + " " + (5 ^ 3) + " " + ~5);
        System.out.println((5L & 3) + " " + (5L | 3) + " " + (5L ^ 3) + " " + ~5L);
    }
}
