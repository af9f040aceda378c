// area: java.nio: buffers
package compat;

import java.nio.*;

final class Buffers {
    static void run() {
        Sweep s = new Sweep().small().make(byte[].class, () -> new byte[] {1, 2, 3}, () -> new byte[0]).make(char[].class, () -> new char[] {'x'}).make(int[].class, () -> new int[] {1, 2}).make(long[].class, () -> new long[] {7})
            .make(short[].class, () -> new short[] {7}).make(float[].class, () -> new float[] {7}).make(double[].class, () -> new double[] {7})
            .make(ByteBuffer.class, () -> ByteBuffer.wrap(new byte[] {9, 8})).make(CharBuffer.class, () -> CharBuffer.wrap("qr")).make(IntBuffer.class, () -> IntBuffer.wrap(new int[] {5})).make(LongBuffer.class, () -> LongBuffer.allocate(1))
            .make(ShortBuffer.class, () -> ShortBuffer.allocate(1)).make(FloatBuffer.class, () -> FloatBuffer.allocate(1)).make(DoubleBuffer.class, () -> DoubleBuffer.allocate(1))
            .put(ByteOrder.class, ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN).put(Object.class, "o").not("wait", "alignmentOffset", "alignedSlice", "chars");
        byte[] data = {1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, 14, 15, 16};
        s.methods(ByteBuffer.class, () -> ByteBuffer.wrap(data.clone()).position(1), () -> ByteBuffer.wrap(data.clone()).order(ByteOrder.LITTLE_ENDIAN), () -> ByteBuffer.allocateDirect(16).put(data).flip(), () -> ByteBuffer.wrap(data).asReadOnlyBuffer());
        s.statics(ByteBuffer.class);
        s.methods(CharBuffer.class, () -> CharBuffer.wrap("hello".toCharArray()).position(1), () -> CharBuffer.wrap("read only"), () -> ByteBuffer.allocateDirect(8).asCharBuffer());
        s.statics(CharBuffer.class);
        s.methods(IntBuffer.class, () -> IntBuffer.wrap(new int[] {1, 2, 3}), () -> ByteBuffer.wrap(data).asIntBuffer(), () -> ByteBuffer.allocateDirect(16).put(data).flip().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer());
        s.methods(LongBuffer.class, () -> LongBuffer.wrap(new long[] {1, 2, 3}), () -> ByteBuffer.allocateDirect(16).put(data).flip().asLongBuffer());
        s.methods(ShortBuffer.class, () -> ShortBuffer.wrap(new short[] {1, 2, 3}), () -> ByteBuffer.allocateDirect(16).put(data).flip().asShortBuffer());
        s.methods(FloatBuffer.class, () -> FloatBuffer.wrap(new float[] {1, 2, 3}), () -> ByteBuffer.allocateDirect(16).asFloatBuffer());
        s.methods(DoubleBuffer.class, () -> DoubleBuffer.wrap(new double[] {1, 2, 3}), () -> ByteBuffer.allocateDirect(16).asDoubleBuffer());
        Out.show("aligned slice", () -> ByteBuffer.allocateDirect(64).alignedSlice(8).position(3).alignedSlice(4));
        Out.show("aligned slice of heap", () -> ByteBuffer.allocate(64).alignedSlice(8));
        Out.show("alignment of three", () -> ByteBuffer.allocateDirect(64).alignedSlice(3));
        Out.show("too large direct", () -> ByteBuffer.allocateDirect(-1));
        Out.show("chars", () -> CharBuffer.wrap("abc").chars());
        Out.show("native order", () -> ByteOrder.nativeOrder());
        Out.show("compare", () -> ByteBuffer.wrap(data).compareTo(ByteBuffer.allocateDirect(3)) + " " + ByteBuffer.wrap(data).mismatch(ByteBuffer.wrap(data, 0, 5)));
    }
}
