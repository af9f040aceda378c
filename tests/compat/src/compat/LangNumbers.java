// area: java.lang: numbers, Character, Boolean
package compat;

final class LangNumbers {
    static void run() {
        for (Class<?> c : new Class<?>[] {Integer.class, Long.class, Short.class, Byte.class, Float.class, Double.class, Character.class, Boolean.class}) {
            new Sweep().put(char[].class, "a1".toCharArray(), "\ud83d\ude00".toCharArray()).not("getInteger", "getLong", "getBoolean").statics(c);
        }
        new Sweep().put(Integer.class, 1, -5, 300).methods(Integer.class, () -> 0, () -> -5, () -> Integer.MAX_VALUE);
        new Sweep().put(Long.class, 1L, -5L).methods(Long.class, () -> 0L, () -> -5L, () -> Long.MIN_VALUE);
        new Sweep().put(Double.class, 1d, Double.NaN).methods(Double.class, () -> 0d, () -> -5.75, () -> Double.NaN, () -> 1e20);
        new Sweep().put(Float.class, 1f, Float.NaN).methods(Float.class, () -> 0f, () -> -5.75f, () -> Float.NaN);
        new Sweep().put(Character.class, 'x').methods(Character.class, () -> 'x', () -> '\uffff');
        new Sweep().put(Boolean.class, true).methods(Boolean.class, () -> true, () -> false);
    }
}
