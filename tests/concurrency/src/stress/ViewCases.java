package stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Atomic access through views: numbers inside byte arrays and buffers, in both byte orders. */
final class ViewCases {
    static void addTo(List<Case> cases) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            String tail = order == ByteOrder.BIG_ENDIAN ? "-big" : "-little";
            for (Class<?> array : new Class<?>[] {int[].class, long[].class, float[].class, double[].class}) {
                String kind = array.getComponentType() + tail;
                VarHandle bytes = MethodHandles.byteArrayViewVarHandle(array, order);
                VarHandleCases.addPlace(cases, new VarHandleCases.Place("view.bytes-" + kind, bytes, 8), () -> new byte[32]);
                VarHandle buffer = MethodHandles.byteBufferViewVarHandle(array, order);
                VarHandleCases.addPlace(cases, new VarHandleCases.Place("view.heap-buffer-" + kind, buffer, 8), () -> ByteBuffer.allocate(32));
                ByteBuffer direct = ByteBuffer.allocateDirect(1 << 20);
                int[] at = {0};
                VarHandleCases.addPlace(cases, new VarHandleCases.Place("view.direct-buffer-" + kind, buffer, 8), () -> {
                    at[0] = (at[0] + 32) & ((1 << 20) - 1);
                    return direct.slice(at[0], 32);
                });
            }
        }
    }
}
