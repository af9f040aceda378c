package stress;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every atomic access mode of VarHandles over every kind of variable: two actors update one place, nothing is lost.
 * The mode changes from state to state; a result of 100 + n names the mode with that ordinal.
 */
final class VarHandleCases {
    static class Holder {
        boolean z;
        byte b;
        short s;
        char c;
        int i;
        long j;
        float f;
        double d;
        Object l = 0;
        static boolean sz;
        static byte sb;
        static short ss;
        static char sc;
        static int si;
        static long sj;
        static float sf;
        static double sd;
        static Object sl = 0;
    }

    static final int TIMES = 6;
    private static final Class<?>[] KINDS = {boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class,
        double.class, Object.class};
    private static final String[] NAMES = {"z", "b", "s", "c", "i", "j", "f", "d", "l"};

    /** A small number as a value of a kind. References are small Integers, which are the same object each time. */
    static Object as(Class<?> kind, int v) {
        if (kind == boolean.class) {
            return (v & 1) != 0;
        } else if (kind == byte.class) {
            return (byte) v;
        } else if (kind == short.class) {
            return (short) v;
        } else if (kind == char.class) {
            return (char) v;
        } else if (kind == long.class) {
            return (long) v;
        } else if (kind == float.class) {
            return (float) v;
        } else if (kind == double.class) {
            return (double) v;
        }
        return v;
    }

    static int number(Object value) {
        if (value instanceof Boolean z) {
            return z ? 1 : 0;
        } else if (value instanceof Character c) {
            return c;
        }
        return ((Number) value).intValue();
    }

    /** A variable and handles of all its access modes, typed (Object)Object, (Object, Object)Object or (Object, Object, Object)Object. */
    static final class Place {
        final String name;
        final Class<?> kind;
        final MethodHandle[] modes = new MethodHandle[AccessMode.values().length];

        Place(String name, VarHandle handle, Object... coordinates) {
            this.name = name;
            this.kind = handle.varType();
            for (AccessMode mode : AccessMode.values()) {
                if (handle.isAccessModeSupported(mode)) {
                    MethodHandle m = handle.toMethodHandle(mode);
                    if (coordinates.length > 0) {
                        m = MethodHandles.insertArguments(m, handle.coordinateTypes().size() - coordinates.length, coordinates);
                    }
                    if (handle.coordinateTypes().isEmpty()) {
                        m = MethodHandles.dropArguments(m, 0, Object.class);
                    }
                    MethodType type = MethodType.genericMethodType(m.type().parameterCount());
                    modes[mode.ordinal()] = m.asType(m.type().returnType() == void.class ? type.changeReturnType(void.class) : type);
                }
            }
        }

        MethodHandle of(AccessMode mode) {
            return modes[mode.ordinal()];
        }

        List<AccessMode> supported(String prefix) {
            List<AccessMode> found = new ArrayList<>();
            for (AccessMode mode : AccessMode.values()) {
                if (mode.methodName().startsWith(prefix) && modes[mode.ordinal()] != null) {
                    found.add(mode);
                }
            }
            return found;
        }

        int read(Object state) {
            try {
                return number((Object) of(AccessMode.GET_VOLATILE).invokeExact(state));
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        void write(Object state, int v) {
            try {
                of(AccessMode.SET_VOLATILE).invokeExact(state, as(kind, v));
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The object that holds the variable, and the mode for this state. */
    static final class State {
        final Object holder;
        final AccessMode mode;

        State(Object holder, AccessMode mode) {
            this.holder = holder;
            this.mode = mode;
        }

        int fail() {
            return 100 + mode.ordinal();
        }
    }

    interface Step {
        void act(State s, R r) throws Throwable;
    }

    private static Actor<State> step(Step step) {
        return (s, r) -> {
            try {
                step.act(s, r);
            } catch (Throwable e) {
                throw new IllegalStateException(s.mode + ": " + e, e);
            }
        };
    }

    /** Makes the states of a case: fresh holders, modes in turn. A static variable is shared by a whole batch, see `sharedBatch`. */
    private static java.util.function.Supplier<State> states(Place place, List<AccessMode> modes, java.util.function.Supplier<?> holder) {
        AtomicInteger next = new AtomicInteger();
        return () -> {
            Object h = holder.get();
            place.write(h, 0);
            return new State(h, modes.get(next.getAndIncrement() % modes.size()));
        };
    }

    private static boolean swap(Place p, State s, int from, int to) throws Throwable {
        Object was = (Object) p.of(s.mode).invokeExact(s.holder, as(p.kind, from), as(p.kind, to));
        return s.mode.methodName().startsWith("compareAndExchange") ? number(was) == from : (Boolean) was;
    }

    private static void increment(Place p, State s) throws Throwable {
        for (int i = 0; i < TIMES; i++) {
            int now;
            do {
                now = p.read(s.holder);
            } while (!swap(p, s, now, now + 1));
        }
    }

    private static void take(Place p, State s, R r, boolean first) throws Throwable {
        boolean won = false;
        for (int tries = 0; !won && tries < 100; tries++) {     // weak forms may fail without a cause
            won = swap(p, s, 0, 1);
        }
        if (first) {
            r.c = won ? 1 : 0;
        } else {
            r.d = won ? 1 : 0;
        }
    }

    private static int bits(Place p, State s, int mask) throws Throwable {
        return number((Object) p.of(s.mode).invokeExact(s.holder, as(p.kind, mask)));
    }

    /** The cases of one instance-like place; `holder` makes what holds the variable. */
    static void addPlace(List<Case> cases, Place p, java.util.function.Supplier<?> holder) {
        List<AccessMode> swaps = p.supported("compareAnd");
        swaps.addAll(p.supported("weakCompareAnd"));
        if (!swaps.isEmpty() && p.kind == boolean.class) {
            cases.add(new Litmus<>(p.name + ".compare-and-set", 1, states(p, swaps, holder))
                .actor(step((s, r) -> take(p, s, r, true)))
                .actor(step((s, r) -> take(p, s, r, false)))
                .after((s, r) -> r.a = r.c + r.d == 1 && p.read(s.holder) == 1 ? 1 : s.fail())
                .may("1", "one of them wins").never("2", "both or none wins"));
        } else if (!swaps.isEmpty()) {
            cases.add(new Litmus<>(p.name + ".compare-and-set", 1, states(p, swaps, holder))
                .actor(step((s, r) -> increment(p, s)))
                .actor(step((s, r) -> increment(p, s)))
                .after((s, r) -> r.a = p.read(s.holder) == 2 * TIMES ? 1 : s.fail())
                .may("1", "nothing lost").never("100", "an update lost"));
        }
        List<AccessMode> adds = p.supported("getAndAdd");
        if (!adds.isEmpty()) {
            Step add = (s, r) -> {
                for (int i = 0; i < TIMES; i++) {
                    bits(p, s, 1);
                }
            };
            cases.add(new Litmus<>(p.name + ".get-and-add", 1, states(p, adds, holder)).actor(step(add)).actor(step(add))
                .after((s, r) -> r.a = p.read(s.holder) == 2 * TIMES ? 1 : s.fail())
                .may("1", "nothing lost").never("100", "an update lost"));
        }
        List<AccessMode> ors = p.supported("getAndBitwiseOr");
        ors.addAll(p.supported("getAndBitwiseXor"));
        if (!ors.isEmpty() && p.kind != boolean.class) {
            cases.add(new Litmus<>(p.name + ".bitwise-or-xor", 1, states(p, ors, holder))
                .actor(step((s, r) -> { bits(p, s, 1); bits(p, s, 4); bits(p, s, 16); }))
                .actor(step((s, r) -> { bits(p, s, 2); bits(p, s, 8); bits(p, s, 32); }))
                .after((s, r) -> r.a = p.read(s.holder) == 63 ? 1 : s.fail())
                .may("1", "all bits").never("100", "a bit lost"));
        }
        List<AccessMode> ands = p.supported("getAndBitwiseAnd");
        if (!ands.isEmpty() && p.kind != boolean.class) {
            cases.add(new Litmus<>(p.name + ".bitwise-and", 1, () -> {
                State s = states(p, ands, holder).get();
                p.write(s.holder, 63);
                return s;
            })
                .actor(step((s, r) -> { bits(p, s, 63 - 1); bits(p, s, 63 - 4); }))
                .actor(step((s, r) -> { bits(p, s, 63 - 2); bits(p, s, 63 - 8); }))
                .after((s, r) -> r.a = p.read(s.holder) == 48 ? 1 : s.fail())
                .may("1", "all bits cleared").never("100", "a bit came back"));
        }
        List<AccessMode> exchanges = p.supported("getAndSet");
        if (!exchanges.isEmpty() && p.kind != boolean.class) {
            cases.add(new Litmus<>(p.name + ".get-and-set", 1, states(p, exchanges, holder))
                .actor(step((s, r) -> r.b = bits(p, s, 1) + bits(p, s, 2)))
                .actor(step((s, r) -> r.c = bits(p, s, 4) + bits(p, s, 8)))
                .after((s, r) -> r.a = r.b + r.c + p.read(s.holder) == 15 ? 1 : s.fail())
                .may("1", "each value taken once").never("100", "a value lost or taken twice"));
        }
    }

    /** A static variable: threads hammer it through one mode after the other. */
    private static Case statics(Place p) {
        List<AccessMode> modes = p.supported(p.kind == boolean.class || p.kind == Object.class ? "compareAnd" : "getAndAdd");
        AtomicInteger next = new AtomicInteger();
        return new Exercise(p.name, () -> {
            State s = new State(null, modes.get(next.getAndIncrement() % modes.size()));
            p.write(null, 0);
            AtomicInteger wins = new AtomicInteger();
            Runnable body = () -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        if (p.kind == boolean.class) {
                            wins.addAndGet(swap(p, s, 0, 1) ? 1 : 0);
                        } else if (p.kind == Object.class) {
                            int now;
                            do {
                                now = p.read(null);
                            } while (!swap(p, s, now, now + 1));
                        } else {
                            bits(p, s, 1);
                        }
                    }
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            };
            Thread other = new Thread(body);
            other.start();
            body.run();
            other.join();
            return p.kind == boolean.class ? "" + wins.get() * 40 : "" + p.read(null);
        }).may("40", "nothing lost").never("39", "an update lost");
    }

    static void addTo(List<Case> cases) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            for (int i = 0; i < KINDS.length; i++) {
                Class<?> kind = KINDS[i];
                addPlace(cases, new Place("varhandle.field-" + kind.getSimpleName(), lookup.findVarHandle(Holder.class, NAMES[i], kind)), Holder::new);
                cases.add(statics(new Place("varhandle.static-" + kind.getSimpleName(), lookup.findStaticVarHandle(Holder.class, "s" + NAMES[i], kind))));
                Object prototype = java.lang.reflect.Array.newInstance(kind, 0);
                VarHandle element = MethodHandles.arrayElementVarHandle(prototype.getClass());
                addPlace(cases, new Place("varhandle.element-" + kind.getSimpleName(), element, 3), () -> java.lang.reflect.Array.newInstance(kind, 7));
            }
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
