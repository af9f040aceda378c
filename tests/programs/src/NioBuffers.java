import java.nio.*;
import java.util.Arrays;

public class NioBuffers {
    static void fill(ByteBuffer b) {
        b.put((byte) 1).putShort((short) 0x0203).putInt(0x04050607).putLong(0x08090a0b0c0d0e0fL).putFloat(1.5f).putDouble(-2.5).putChar('\u4e2d');
        System.out.println(b);
        b.flip();
        System.out.println(b.get() + " " + b.getShort() + " " + b.getInt() + " " + b.getLong() + " " + b.getFloat() + " " + b.getDouble() + " " + b.getChar()
            + " " + b.hasRemaining());
        b.order(ByteOrder.LITTLE_ENDIAN);
        System.out.println(b.getShort(1) + " " + b.getInt(3) + " " + b.getLong(7) + " " + b.order());
        b.position(3).mark().position(5).reset();
        ByteBuffer s = b.slice();
        ByteBuffer d = b.duplicate();
        s.put(0, (byte) 99);
        System.out.println(b.get(3) + " " + d.position() + " " + s.capacity() + " " + s.order() + " " + b.remaining());
        b.compact();
        System.out.println(b.position() + " " + b.limit() + " " + b.get(0));
        try {
            b.get(1000);
        } catch (IndexOutOfBoundsException e) {
            System.out.println("IOOBE");
        }
        b.clear().limit(2);
        b.putShort((short) 5);
        try {
            b.put((byte) 1);
        } catch (BufferOverflowException e) {
            System.out.println("overflow");
        }
        b.flip();
        try {
            b.getLong();
        } catch (BufferUnderflowException e) {
            System.out.println("underflow");
        }
        try {
            b.asReadOnlyBuffer().put(0, (byte) 1);
        } catch (ReadOnlyBufferException e) {
            System.out.println("read only " + b.isDirect() + " " + b.hasArray());
        }
        b.clear();
        IntBuffer ints = b.order(ByteOrder.BIG_ENDIAN).asIntBuffer();
        ints.put(new int[] {1, 2, 3, 4}).flip();
        int[] out = new int[3];
        ints.get(out);
        System.out.println(Arrays.toString(out) + ints.get() + " " + b.get(7) + " " + b.asLongBuffer().get(0) + " " + b.asDoubleBuffer().get(1));
    }

    public static void main(String[] args) {
        fill(ByteBuffer.allocate(40));
        fill(ByteBuffer.allocateDirect(40));
        fill(ByteBuffer.wrap(new byte[50], 5, 40).slice());
        CharBuffer c = CharBuffer.wrap("character buffer");
        System.out.println(c.subSequence(0, 9) + " " + c.length() + " " + CharBuffer.wrap(new char[] {'a', 'b'}).append('z').flip());
        ByteBuffer a = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
        ByteBuffer b = ByteBuffer.wrap(new byte[] {1, 2, 4, 4});
        System.out.println(a.compareTo(b) + " " + a.equals(b) + " " + a.mismatch(b) + " " + a.hashCode());
        ByteBuffer big = ByteBuffer.allocateDirect(100_000);
        for (int i = 0; i < 25_000; i++) {
            big.putInt(i * i);
        }
        byte[] back = new byte[100_000];
        big.flip().get(back);
        System.out.println(Arrays.hashCode(back) + " " + big.alignedSlice(8).capacity());
        FloatBuffer f = FloatBuffer.allocate(4).put(1).put(2);
        f.flip();
        System.out.println(f + " " + f.get(1) + " " + ShortBuffer.wrap(new short[] {1, 2, 3}).slice(1, 2).get(1) + " " + LongBuffer.allocate(2).put(0, 5).get(0));
    }
}
