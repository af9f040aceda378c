/** Byte arrays: a table-driven CRC, an Adler sum and a base-64 encoder by hand. */
public class Checksums extends Kernel {
    static final int[] TABLE = new int[256];
    static final char[] DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();

    static {
        for (int n = 0; n < 256; n++) {
            int c = n;
            for (int k = 0; k < 8; k++) {
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >>> 1) : c >>> 1;
            }
            TABLE[n] = c;
        }
    }

    @Override
    long run() {
        byte[] data = new byte[120_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31 ^ i >>> 5);
        }
        int crc = -1, a = 1, b = 0;
        for (byte v : data) {
            crc = TABLE[(crc ^ v) & 0xff] ^ (crc >>> 8);
            a = (a + (v & 0xff)) % 65521;
            b = (b + a) % 65521;
        }
        char[] text = new char[data.length / 3 * 4];
        for (int i = 0, o = 0; i + 2 < data.length; i += 3) {
            int bits = (data[i] & 0xff) << 16 | (data[i + 1] & 0xff) << 8 | data[i + 2] & 0xff;
            text[o++] = DIGITS[bits >>> 18];
            text[o++] = DIGITS[bits >>> 12 & 63];
            text[o++] = DIGITS[bits >>> 6 & 63];
            text[o++] = DIGITS[bits & 63];
        }
        int h = 0;
        for (char c : text) {
            h = h * 31 + c;
        }
        return ((long) ~crc << 32) ^ (b << 16 | a) ^ h;
    }

    public static void main(String[] args) {
        new Checksums().measure(7);
    }
}
