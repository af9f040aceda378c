package compat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Calls every public method of a class with corner values of its parameter types; each method is one case. */
public final class Sweep {
    /** Values of each type; what is mutable is made anew for each call. */
    private final Map<Class<?>, List<Supplier<?>>> values = new HashMap<>();
    private final Set<String> without = new HashSet<>();
    private static final int MOST_CALLS = 400;

    public Sweep() {
        put(boolean.class, false, true);
        put(byte.class, (byte) 0, (byte) 1, (byte) -1, Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) 65);
        put(short.class, (short) 0, (short) 1, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE, (short) 300);
        put(char.class, '\0', 'a', 'Z', '5', ' ', '\u00e4', '\u0130', '\ud83d', '\ude00', '\uffff');
        put(int.class, 0, 1, -1, 2, 10, 36, 65, 97, 0x130, 0x1f600, -7, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE);
        put(long.class, 0L, 1L, -1L, 2L, 63L, 1000L, -86400L, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE);
        put(float.class, 0f, -0f, 1f, -1.5f, 0.1f, 3.7e9f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        put(double.class, 0d, -0d, 1d, -1.5d, 0.1d, 2.5d, 1e300, Math.PI, -1e-300, 710d, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        put(String.class, "", "a", "Hello, World", "  12 ", "-42", "3.5e2", "7fffffff", "true", "\u00e4\u00d6\u00df", "\ud83d\ude00x", null);
        put(CharSequence.class, "abc", new StringBuilder("b"), "");
    }

    public Sweep put(Class<?> type, Object... all) {
        List<Supplier<?>> list = new ArrayList<>();
        for (Object value : all) {
            list.add(() -> value);
        }
        values.put(type, list);
        return this;
    }

    public Sweep make(Class<?> type, Supplier<?>... all) {
        values.put(type, Arrays.asList(all));
        return this;
    }

    /** Small numbers only, for methods that take sizes and positions. */
    public Sweep small() {
        put(int.class, 0, 1, 2, 3, 5, -1);
        return put(long.class, 0L, 1L, 3L, -2L);
    }

    /** Names of methods to leave out (they read clocks, wait, or print). */
    public Sweep not(String... names) {
        without.addAll(Arrays.asList(names));
        return this;
    }

    private List<Supplier<?>> valuesOf(Class<?> type) {
        List<Supplier<?>> exact = values.get(type);
        if (exact != null) {
            return exact;
        }
        if (type.isPrimitive() || type.isArray()) {
            return null;
        }
        List<Supplier<?>> found = new ArrayList<>();
        for (Class<?> c : new java.util.TreeMap<>(byName()).values()) {
            if (type.isAssignableFrom(c) && !(type == Object.class && c == CharSequence.class)) {
                found.addAll(values.get(c).subList(0, Math.min(3, values.get(c).size())));
            }
        }
        if (found.isEmpty()) {
            return null;
        }
        found.add(() -> null);
        return found;
    }

    private Map<String, Class<?>> byName() {
        Map<String, Class<?>> names = new HashMap<>();
        for (Class<?> c : values.keySet()) {
            if (!c.isPrimitive()) {
                names.put(c.getName(), c);
            }
        }
        return names;
    }

    private static String name(Class<?> owner, Executable e) {
        StringBuilder s = new StringBuilder(owner.getSimpleName()).append(e instanceof Constructor ? ".new" : "." + e.getName()).append('(');
        for (Class<?> p : e.getParameterTypes()) {
            s.append(s.charAt(s.length() - 1) == '(' ? "" : ",").append(p.getSimpleName());
        }
        return s.append(')').toString();
    }

    private interface Call {
        Object with(Object[] arguments) throws Throwable;
    }

    private void sweep(String name, Class<?>[] types, Call call) {
        List<List<Supplier<?>>> lists = new ArrayList<>();
        long product = 1;
        for (Class<?> t : types) {
            List<Supplier<?>> list = valuesOf(t);
            if (list == null) {
                return;
            }
            lists.add(list);
            product *= list.size();
        }
        // Too many combinations: every so-many-th one, by a step that has no common factor with the lists.
        long step = product <= MOST_CALLS ? 1 : product / MOST_CALLS | 1;
        List<String> results = new ArrayList<>();
        for (long at = 0; at < product; at += step) {
            Object[] arguments = new Object[types.length];
            long rest = at;
            for (int i = 0; i < types.length; i++) {
                List<Supplier<?>> list = lists.get(i);
                arguments[i] = list.get((int) (rest % list.size())).get();
                rest /= list.size();
            }
            try {
                results.add(Out.text(call.with(arguments)));
            } catch (Throwable e) {
                results.add(Out.thrown(e));
            }
        }
        Out.many(name, results);
    }

    private static <E extends Executable> List<E> sorted(E[] all) {
        List<E> list = new ArrayList<>(Arrays.asList(all));
        list.sort(Comparator.comparing((E e) -> e.getName()).thenComparing(e -> Arrays.toString(e.getParameterTypes()))
            .thenComparing(Executable::toString));
        return list;
    }

    private boolean wanted(Executable e) {
        return !without.contains(e.getName()) && !e.isSynthetic() && e.getDeclaringClass() != Object.class
            && !(e instanceof Method m && m.isBridge());
    }

    /** All public static methods, and the public constructors of classes that say what they are in toString. */
    public void statics(Class<?> c) {
        for (Method m : sorted(c.getMethods())) {
            if (Modifier.isStatic(m.getModifiers()) && wanted(m) && m.getDeclaringClass() == c) {
                sweep(name(c, m), m.getParameterTypes(), a -> m.invoke(null, a));
            }
        }
    }

    public void constructors(Class<?> c) {
        for (Constructor<?> k : sorted(c.getConstructors())) {
            sweep(name(c, k), k.getParameterTypes(), k::newInstance);
        }
    }

    /** All public instance methods on each receiver (made anew each time); the receiver's state afterwards is part of the result. */
    public void methods(Class<?> c, Supplier<?>... receivers) {
        for (Method m : sorted(c.getMethods())) {
            if (Modifier.isStatic(m.getModifiers()) || !wanted(m)) {
                continue;
            }
            Class<?>[] types = new Class<?>[m.getParameterCount() + 1];
            types[0] = Receiver.class;
            System.arraycopy(m.getParameterTypes(), 0, types, 1, types.length - 1);
            values.put(Receiver.class, Arrays.asList(receivers));
            sweep(name(c, m), types, a -> {
                Object result = m.invoke(a[0], Arrays.copyOfRange(a, 1, a.length));
                return m.getReturnType() == void.class || result == a[0] ? "-> " + Out.text(a[0]) : result;
            });
            values.remove(Receiver.class);
        }
    }

    /** Stands for the type of receivers in the table of values. */
    private static final class Receiver {
    }
}
