// MethodHandleNatives.getMembers, which nothing in the class library calls any more: what it finds by kind, name,
// descriptor and place of declaration, what it counts, and what it refuses.
// @vm --add-opens java.base/java.lang.invoke=ALL-UNNAMED
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

public class MemberSearch {
    interface Root {
        void fromRoot();
    }

    interface Shape extends Root {
        int SIDES = 3;

        void draw();

        static void helper() { }
    }

    interface WithDefault {
        default int twice(int x) {
            return 2 * x;
        }
    }

    static class Base {
        protected int number;
        static long counter;
        Object any;
        String text;
        Class<?> type;
        List<String> list;
        int[] array;
        Base self;
        boolean z;
        byte b;
        short s;
        char c;
        float f;
        double d;

        Base(int x) { }

        void instance() { }

        static int statically(String s) {
            return 0;
        }

        private void hidden() { }

        public final void fixed() { }

        @Override
        public String toString() {
            return "Base";
        }
    }

    abstract static class Derived extends Base implements Shape {
        private String own;

        Derived() {
            super(1);
        }

        public void draw() { }

        void instance() { }

        int over(int x) {
            return x;
        }

        int over(long x) {
            return 1;
        }

        static {
            System.nanoTime();
        }
    }

    static final int METHOD = 0x10000, CONSTRUCTOR = 0x20000, FIELD = 0x40000, TYPE = 0x80000;
    static final int SUPERS = 0x100000, INTERFACES = 0x200000;

    static Class<?> memberName;
    static Constructor<?> constructor;
    static Method getMembers, expand;
    static Field flagsField, typeField;

    static Object names(int size) throws Exception {
        Object array = Array.newInstance(memberName, size);
        for (int i = 0; i < size; i++) Array.set(array, i, constructor.newInstance());
        return array;
    }

    static Object search(Class<?> c, String name, String descriptor, int flags, int skip, Object results) throws Exception {
        try {
            return getMembers.invoke(null, c, name, descriptor, flags, null, skip, results);
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    static void show(Class<?> c, String name, String descriptor, int flags) throws Exception {
        Object results = names(64);
        Object count = search(c, name, descriptor, flags, 0, results);
        System.out.println((c == null ? "null" : c.getName()) + " " + name + " " + descriptor + " " + Integer.toHexString(flags)
                           + ": " + count);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Object found = Array.get(results, i);
            if (flagsField.getInt(found) == 0) continue;
            Object type = typeField.get(found);
            expand.invoke(null, found);
            lines.add("  " + Integer.toHexString(flagsField.getInt(found)) + " " + found + " " + (type instanceof Class));
        }
        Collections.sort(lines);
        for (String line : lines) System.out.println(line);
    }

    static void count(int skip, int size) throws Exception {
        Object results = names(size);
        Object count = search(Base.class, null, null, METHOD | CONSTRUCTOR | FIELD, skip, results);
        int filled = 0;
        for (int i = 0; i < size; i++) {
            if (flagsField.getInt(Array.get(results, i)) != 0) filled++;
        }
        System.out.println("skip " + skip + ", room for " + size + ": " + count + ", filled " + filled);
    }

    public static void main(String[] args) throws Exception {
        memberName = Class.forName("java.lang.invoke.MemberName");
        constructor = memberName.getDeclaredConstructor();
        constructor.setAccessible(true);
        flagsField = memberName.getDeclaredField("flags");
        flagsField.setAccessible(true);
        typeField = memberName.getDeclaredField("type");
        typeField.setAccessible(true);
        Class<?> natives = Class.forName("java.lang.invoke.MethodHandleNatives");
        for (Method m : natives.getDeclaredMethods()) {
            if (m.getName().equals("getMembers")) getMembers = m;
            if (m.getName().equals("expand")) expand = m;
        }
        getMembers.setAccessible(true);
        expand.setAccessible(true);
        new Derived() { public void fromRoot() { } };
        Shape.helper();

        int everything = METHOD | CONSTRUCTOR | FIELD | SUPERS | INTERFACES;
        int[] kinds = {METHOD, CONSTRUCTOR, FIELD, METHOD | CONSTRUCTOR, METHOD | CONSTRUCTOR | FIELD, METHOD | SUPERS,
                       METHOD | INTERFACES, everything, FIELD | SUPERS, FIELD | INTERFACES, 0, TYPE};
        for (Class<?> c : new Class<?>[] {Base.class, Derived.class, Shape.class, WithDefault.class, Object.class, Runnable.class}) {
            for (int kind : kinds) show(c, null, null, kind);
        }
        show(Derived.class, "over", null, METHOD);
        show(Derived.class, "over", "(I)I", METHOD);
        show(Derived.class, null, "()V", METHOD | CONSTRUCTOR);
        show(Derived.class, null, "I", everything);
        show(Derived.class, null, "()V", everything);
        show(Derived.class, "<init>", null, CONSTRUCTOR);
        show(Derived.class, "<init>", null, METHOD);
        show(Derived.class, "instance", null, CONSTRUCTOR);
        show(Derived.class, "<clinit>", null, METHOD | CONSTRUCTOR);
        show(Derived.class, "number", "I", FIELD | SUPERS);
        show(Derived.class, "number", "J", FIELD | SUPERS);
        show(Derived.class, "nobody_is_called_this", null, everything);
        show(Derived.class, "", null, everything);
        show(String.class, "charAt", null, METHOD);
        show(MethodHandle.class, "invokeExact", null, METHOD);
        for (int size : new int[] {0, 1, 3, 64}) {
            for (int skip : new int[] {0, 1, 2, 100, -1}) count(skip, size);
        }
        System.out.println(search(null, null, null, METHOD, 0, names(1)));
        System.out.println(search(Base.class, null, null, METHOD, 0, null));
        System.out.println(search(int.class, null, null, METHOD, 0, names(1)));
        System.out.println(search(int[].class, null, null, METHOD | FIELD | SUPERS, 0, names(1)));
        System.out.println(search(Base[].class, null, null, METHOD | FIELD | SUPERS, 0, names(1)));
        System.out.println(search(Base.class, null, null, METHOD, 0, Array.newInstance(memberName, 3)));
        System.out.println(search(Base.class, null, null, FIELD, 1, Array.newInstance(memberName, 3)));
    }
}
