package stress;

import java.util.List;
import jdk.internal.misc.Unsafe;

/** Compare-and-set of every width, also beside a neighbour in the same word, on objects and on memory outside the heap. */
final class UnsafeCases {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long BYTES = U.arrayBaseOffset(byte[].class);
    private static final int TIMES = 10;

    interface Update {
        void once(Object base, long offset);
    }

    private static void addByte(Object o, long at) {
        byte v;
        do {
            v = U.getByteVolatile(o, at);
        } while (!U.compareAndSetByte(o, at, v, (byte) (v + 1)));
    }

    private static void addShort(Object o, long at) {
        short v;
        do {
            v = U.getShortVolatile(o, at);
        } while (!U.weakCompareAndSetShort(o, at, v, (short) (v + 1)));
    }

    private static void addInt(Object o, long at) {
        int v;
        do {
            v = U.getIntVolatile(o, at);
        } while (U.compareAndExchangeInt(o, at, v, v + 1) != v);
    }

    private static void addLong(Object o, long at) {
        long v;
        do {
            v = U.getLongVolatile(o, at);
        } while (!U.weakCompareAndSetLongRelease(o, at, v, v + 1));
    }

    private static long read(int width, Object o, long at) {
        return switch (width) {
            case 1 -> U.getByteVolatile(o, at);
            case 2 -> U.getShortVolatile(o, at);
            case 4 -> U.getIntVolatile(o, at);
            default -> U.getLongVolatile(o, at);
        };
    }

    private static void width(List<Case> cases, int width, Update update) {
        Actor<Object> at8 = (s, r) -> { for (int i = 0; i < TIMES; i++) { update.once(s, BYTES + 8); } };
        cases.add(new Litmus<Object>("unsafe.same-" + width, 1, () -> new byte[64]).actor(at8).actor(at8)
            .after((s, r) -> r.a = (int) read(width, s, BYTES + 8))
            .may("" + 2 * TIMES, "nothing lost").never("" + (2 * TIMES - 1), "an update lost"));
        cases.add(new Litmus<Object>("unsafe.neighbour-" + width, 2, () -> new byte[64]).actor(at8)
            .actor((s, r) -> { for (int i = 0; i < TIMES; i++) { update.once(s, BYTES + 8 + width); } })
            .after((s, r) -> { r.a = (int) read(width, s, BYTES + 8); r.b = (int) read(width, s, BYTES + 8 + width); })
            .may(TIMES + ", " + TIMES, "each its own").never(TIMES - 1 + ", " + TIMES, "the neighbour undid one"));
        cases.add(new Litmus<Object>("unsafe.neighbour-plain-store-" + width, 2, () -> new byte[64]).actor(at8)
            .actor((s, r) -> { for (int i = 0; i < TIMES; i++) { U.putByte(s, BYTES + 8 + width, (byte) (U.getByte(s, BYTES + 8 + width) + 1)); } })
            .after((s, r) -> { r.a = (int) read(width, s, BYTES + 8); r.b = (int) read(1, s, BYTES + 8 + width); })
            .may(TIMES + ", " + TIMES, "each its own").never(TIMES + ", " + (TIMES - 1), "the compare-and-set undid a plain store"));
        long memory = U.allocateMemory(1 << 18);
        int[] next = {0};
        cases.add(new Litmus<Long>("unsafe.outside-heap-" + width, 1, () -> {
            next[0] = (next[0] + 64) & 0x3ffff;
            U.setMemory(memory + next[0], 64, (byte) 0);
            return memory + next[0];
        })
            .actor((s, r) -> { for (int i = 0; i < TIMES; i++) { update.once(null, s + 16); } })
            .actor((s, r) -> { for (int i = 0; i < TIMES; i++) { update.once(null, s + 16); } })
            .after((s, r) -> r.a = (int) read(width, null, s + 16))
            .may("" + 2 * TIMES, "nothing lost").never("" + (2 * TIMES - 1), "an update lost"));
    }

    static void addTo(List<Case> cases) {
        width(cases, 1, UnsafeCases::addByte);
        width(cases, 2, UnsafeCases::addShort);
        width(cases, 4, UnsafeCases::addInt);
        width(cases, 8, UnsafeCases::addLong);
        width(cases, 1, (o, at) -> U.getAndAddByte(o, at, (byte) 1));
        width(cases, 2, (o, at) -> U.getAndAddShort(o, at, (short) 1));
        width(cases, 4, (o, at) -> U.getAndAddInt(o, at, 1));
        width(cases, 8, (o, at) -> U.getAndAddLong(o, at, 1));
        cases.add(new Litmus<>("unsafe.reference-compare-and-set", 1, () -> new Object[] {null, "free", null})
            .actor((s, r) -> r.b = U.compareAndSetReference(s, U.arrayBaseOffset(Object[].class) + U.arrayIndexScale(Object[].class), "free", "mine") ? 1 : 0)
            .actor((s, r) -> r.c = U.compareAndSetReference(s, U.arrayBaseOffset(Object[].class) + U.arrayIndexScale(Object[].class), "free", "yours") ? 1 : 0)
            .after((s, r) -> r.a = r.b + r.c == 1 && s[1] == (r.b == 1 ? "mine" : "yours") && s[0] == null && s[2] == null ? 1 : 0)
            .may("1", "one wins").never("0", "both or none wins"));
        cases.add(new Litmus<>("unsafe.full-fence", 2, () -> new int[32])
            .actor((s, r) -> { U.putIntOpaque(s, BYTES, 1); U.fullFence(); r.a = U.getIntOpaque(s, BYTES + 64); })
            .actor((s, r) -> { U.putIntOpaque(s, BYTES + 64, 1); U.fullFence(); r.b = U.getIntOpaque(s, BYTES); })
            .may("0, 1", "an interleaving").may("1, 0", "an interleaving").may("1, 1", "an interleaving").never("0, 0", "a full fence"));
    }
}
