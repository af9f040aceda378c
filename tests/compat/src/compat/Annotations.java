// area: annotations, type annotations, parameter names
package compat;

import java.lang.annotation.*;
import java.lang.reflect.*;
import java.util.*;

final class Annotations {
    enum Colour { RED, GREEN }

    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        boolean z() default true;
        byte b() default 1;
        char c() default '\n';
        short s() default 2;
        int i() default 3;
        long j() default 4L;
        float f() default 5.5f;
        double d() default Double.NaN;
        String str() default "quo\"te";
        Class<?> type() default int[].class;
        Colour colour() default Colour.RED;
        Mark mark() default @Mark("inner");
        int[] ints() default {1, 2};
        String[] strings() default {};
        Class<?>[] types() default {String.class, void.class};
        Colour[] colours() default {Colour.GREEN};
        Mark[] marks() default {@Mark("x"), @Mark("y")};
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Marks.class)
    @Inherited
    @interface Mark {
        String value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @interface Marks {
        Mark[] value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
    @interface T {
        String value() default "";
    }

    @Retention(RetentionPolicy.CLASS)
    @interface Invisible { }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Needs {
        int a();
        int b() default 2;
    }

    @All
    @Mark("1")
    @Mark("2")
    @Invisible
    static class Parent { }

    @Mark("own")
    static class Child extends Parent { }

    static class Heir extends Parent { }

    static class Typed<@T("p") P extends @T("bound") Object & @T("bound2") Comparable<@T("arg") P>> extends @T("super") ArrayList<@T("element") String> implements @T("face") Cloneable {
        @T("field") String @T("array") [] @T("array2") [] field;
        @T("map") Map<@T("key") String, @T("wild") ? extends @T("upper") Number> map;

        @T("result") String method(@T("receiver") Typed<P> this, @T("parameter") int a, final String... rest) throws @T("thrown") IllegalStateException { return ""; }

        @T("constructed") Typed() { }

        <@T("variable") V> Map.@T("nested") Entry<V, V> nested() { return null; }
    }

    record Point(@Mark("x") @T("use") int x, @Deprecated(since = "5") String y) { }

    @Needs(a = 5)
    @Deprecated(forRemoval = true)
    @FunctionalInterface
    interface F {
        void f(@Mark("first") int a, int b, @Mark("m") @Mark("n") @Needs(a = 1) int c);
    }

    class Inner {
        Inner(@Mark("p") int a) { }
    }

    private static String annotated(AnnotatedType t) {
        return t == null ? "none" : t + " " + Arrays.toString(t.getAnnotations()) + " " + t.getClass().getInterfaces()[0].getSimpleName();
    }

    static void run() throws Exception {
        All all = Parent.class.getAnnotation(All.class);
        for (Method m : Arrays.stream(All.class.getDeclaredMethods()).sorted(Comparator.comparing(Method::getName)).toList()) {
            Out.show("value " + m.getName(), () -> m.invoke(all));
            Out.show("default " + m.getName(), m::getDefaultValue);
        }
        for (Class<?> c : new Class<?>[] {Parent.class, Child.class, Heir.class, F.class, Typed.class, Point.class, Mark.class, All.class}) {
            Out.show("annotations " + c.getSimpleName(), () -> Arrays.stream(c.getAnnotations()).map(Object::toString).sorted().toList());
            Out.show("declared " + c.getSimpleName(), () -> Arrays.stream(c.getDeclaredAnnotations()).map(Object::toString).sorted().toList());
            Out.show("byType " + c.getSimpleName(), () -> c.getAnnotationsByType(Mark.class));
            Out.show("present " + c.getSimpleName(), () -> c.isAnnotationPresent(Mark.class) + " " + c.isAnnotationPresent(Marks.class) + " " + c.isAnnotationPresent(Invisible.class));
        }
        Out.show("equals", () -> Child.class.getAnnotation(Mark.class).equals(new Mark() {
            public String value() { return "own"; }
            public Class<? extends Annotation> annotationType() { return Mark.class; }
        }));
        Out.show("hash", () -> Child.class.getAnnotation(Mark.class).hashCode() == (127 * "value".hashCode() ^ "own".hashCode()));
        Out.show("type", () -> all.annotationType());
        Out.show("array is copied", () -> { all.ints()[0] = 9; return all.ints(); });
        Method f = F.class.getDeclaredMethods()[0];
        Out.show("parameter annotations", () -> f.getParameterAnnotations());
        Out.show("parameters", () -> f.getParameters());
        Out.show("parameter byType", () -> f.getParameters()[2].getAnnotationsByType(Mark.class));
        Out.show("inner parameter annotations", () -> Inner.class.getDeclaredConstructors()[0].getParameterAnnotations());
        Out.show("record components", () -> Arrays.stream(Point.class.getRecordComponents()).map(c -> c + " " + Arrays.toString(c.getAnnotations()) + annotated(c.getAnnotatedType()) + c.getAccessor() + c.getGenericSignature()).toList());
        Out.show("record accessor annotations", () -> Point.class.getMethod("x").getAnnotations());
        Out.show("record field annotations", () -> Point.class.getDeclaredField("y").getAnnotations());
        Out.show("record constructor annotations", () -> Point.class.getDeclaredConstructors()[0].getParameterAnnotations());
        Out.show("type superclass", () -> annotated(Typed.class.getAnnotatedSuperclass()));
        Out.show("type superclass argument", () -> annotated(((AnnotatedParameterizedType) Typed.class.getAnnotatedSuperclass()).getAnnotatedActualTypeArguments()[0]));
        Out.show("type interfaces", () -> annotated(Typed.class.getAnnotatedInterfaces()[0]));
        Out.show("type parameter", () -> Typed.class.getTypeParameters()[0].getAnnotations());
        Out.show("type parameter bounds", () -> Arrays.stream(Typed.class.getTypeParameters()[0].getAnnotatedBounds()).map(Annotations::annotated).toList());
        AnnotatedType array = Typed.class.getDeclaredField("field").getAnnotatedType();
        Out.show("type array", () -> annotated(array));
        Out.show("type array 2", () -> annotated(((AnnotatedArrayType) array).getAnnotatedGenericComponentType()));
        Out.show("type array 3", () -> annotated(((AnnotatedArrayType) ((AnnotatedArrayType) array).getAnnotatedGenericComponentType()).getAnnotatedGenericComponentType()));
        AnnotatedParameterizedType map = (AnnotatedParameterizedType) Typed.class.getDeclaredField("map").getAnnotatedType();
        Out.show("type map", () -> annotated(map));
        Out.show("type map arguments", () -> Arrays.stream(map.getAnnotatedActualTypeArguments()).map(Annotations::annotated).toList());
        Out.show("type wildcard bound", () -> annotated(((AnnotatedWildcardType) map.getAnnotatedActualTypeArguments()[1]).getAnnotatedUpperBounds()[0]));
        Method m = Arrays.stream(Typed.class.getDeclaredMethods()).filter(x -> x.getName().equals("method")).findFirst().get();
        Out.show("type result", () -> annotated(m.getAnnotatedReturnType()));
        Out.show("type receiver", () -> annotated(m.getAnnotatedReceiverType()));
        Out.show("type parameters", () -> Arrays.stream(m.getAnnotatedParameterTypes()).map(Annotations::annotated).toList());
        Out.show("type exceptions", () -> Arrays.stream(m.getAnnotatedExceptionTypes()).map(Annotations::annotated).toList());
        Out.show("type constructor", () -> annotated(Typed.class.getDeclaredConstructor().getAnnotatedReturnType()));
        Method n = Typed.class.getDeclaredMethod("nested");
        Out.show("type nested", () -> annotated(n.getAnnotatedReturnType()) + " owner " + annotated(n.getAnnotatedReturnType().getAnnotatedOwnerType()));
        Out.show("type variable", () -> n.getTypeParameters()[0].getAnnotations());
        Out.show("parameter flags", () -> Arrays.stream(m.getParameters()).map(p -> p + " " + Modifier.toString(p.getModifiers()) + p.isVarArgs() + p.isImplicit() + p.isSynthetic()).toList());
        Out.show("inner parameter flags", () -> Arrays.stream(Inner.class.getDeclaredConstructors()[0].getParameters()).map(p -> p + " " + p.getModifiers() + p.isImplicit()).toList());
        Out.show("package annotations", () -> Annotations.class.getPackage().getAnnotations());
        Out.show("proxy of annotation", () -> Proxy.isProxyClass(all.getClass()) + " " + Proxy.getInvocationHandler(all).getClass().getSimpleName());
    }
}
