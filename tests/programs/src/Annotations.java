import java.lang.annotation.*;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.Arrays;

public class Annotations {
    enum Level { LOW, HIGH }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Simple {
        String value() default "default";
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @interface Everything {
        boolean z() default true;
        byte b() default 1;
        short s() default 2;
        char c() default 'c';
        int i();
        long l() default 5;
        float f() default 6.5f;
        double d() default 7.5;
        String t() default "t";
        Class<?> type() default Object.class;
        Level level() default Level.LOW;
        Simple nested() default @Simple("nested");
        int[] ints() default {1, 2};
        String[] strings() default {};
        Class<?>[] types() default {int.class, String[].class};
        Simple[] many() default {@Simple, @Simple("two")};
    }

    @Retention(RetentionPolicy.CLASS)
    @interface NotVisible {
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Tags.class)
    @interface Tag {
        String value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Tags {
        Tag[] value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE_USE, ElementType.PARAMETER})
    @interface OnType {
        int value() default 0;
    }

    @Everything(i = 4, level = Level.HIGH, strings = "single", type = int[].class)
    @NotVisible
    static class Base {
        @Simple("field")
        @Deprecated
        int field;

        @Tag("a")
        @Tag("b")
        public @OnType(3) String method(@Simple("param") int x, String plain, @OnType(9) Object o) {
            return null;
        }
    }

    static class Derived extends Base {
    }

    public static void main(String[] args) throws Exception {
        Everything e = Derived.class.getAnnotation(Everything.class);
        System.out.println(e.z() + " " + e.b() + e.s() + e.c() + e.i() + e.l() + e.f() + e.d() + e.t() + e.type() + e.level() + e.nested().value()
            + Arrays.toString(e.ints()) + Arrays.toString(e.strings()) + Arrays.toString(e.types()) + e.many().length);
        String[] parts = e.toString().replaceAll("^[^(]*\\(|\\)$", "").split(", (?=[a-z]+=)");
        Arrays.sort(parts);
        System.out.println(String.join(" | ", parts));
        System.out.println(Base.class.getAnnotations().length + " " + Derived.class.getDeclaredAnnotations().length);
        System.out.println(e.equals(Base.class.getAnnotation(Everything.class)) + " " + (e.hashCode() == Base.class.getAnnotation(Everything.class).hashCode())
            + " " + e.annotationType());
        System.out.println(Arrays.toString(Base.class.getDeclaredField("field").getAnnotations()));
        Method m = Base.class.getMethod("method", int.class, String.class, Object.class);
        System.out.println(Arrays.toString(m.getAnnotationsByType(Tag.class)) + " " + m.getAnnotation(Tag.class) + " " + m.getAnnotation(Tags.class).value().length);
        System.out.println(Arrays.deepToString(m.getParameterAnnotations()));
        AnnotatedType t = m.getAnnotatedReturnType();
        System.out.println(t.getAnnotation(OnType.class) + " " + t.getType());
        System.out.println(Simple.class.getMethod("value").getDefaultValue());
        System.out.println(Base.class.isAnnotationPresent(NotVisible.class) + " " + Class.class.getMethod("newInstance").isAnnotationPresent(Deprecated.class));
        int[] copy = e.ints();
        copy[0] = 99;
        System.out.println(e.ints()[0]);
    }
}
