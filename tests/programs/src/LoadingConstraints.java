import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Loading constraints of JVMS 5.3.4: two loaders that disagree about a type of a descriptor they share. */
public class LoadingConstraints {
    // The names that `own` lists are defined by this loader from the bytes of the classes below, others delegate.
    static final class Own extends ClassLoader {
        final Map<String, ClassLoader> delegates = new HashMap<>();
        final Set<String> own;
        Own(String name, String... own) {
            super(name, LoadingConstraints.class.getClassLoader());
            this.own = Set.of(own);
        }
        Own to(String name, ClassLoader other) {
            delegates.put(name, other);
            return this;
        }
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> c = findLoadedClass(name);
                if (c != null) return c;
                String simple = name.startsWith("LoadingConstraints$") ? name.substring(19) : name;
                if (delegates.containsKey(simple)) return delegates.get(simple).loadClass(name);
                if (!own.contains(simple)) return super.loadClass(name, resolve);
                try (InputStream in = LoadingConstraints.class.getResourceAsStream(name + ".class")) {
                    byte[] b = in.readAllBytes();
                    return defineClass(name, b, 0, b.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
        Object run(String simple) throws Throwable {
            Class<?> c = loadClass("LoadingConstraints$" + simple);
            try {
                return c.getMethod("run").invoke(null);
            } catch (java.lang.reflect.InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    public static class Token { }
    public static class Maker {
        public static Token field = new Token();
        public Token[] instance_field;
        public static Token make() { return new Token(); }
        public static void take(int x, Token[][] tokens) { }
        public Token virtual() { return new Token(); }
    }
    public interface Face { Token face(); }
    public static class FaceMaker implements Face { public Token face() { return new Token(); } }
    public static class UseStatic { public static Object run() { Token t = Maker.make(); return t; } }
    public static class UseStaticLoaded { public static Object run() { new Token(); Token t = Maker.make(); return t; } }
    public static class UseArray { public static Object run() { new Token(); Maker.take(1, null); return 0; } }
    public static class UseVirtual { public static Object run() { new Token(); return new Maker().virtual(); } }
    public static class UseField { public static Object run() { new Token(); return Maker.field; } }
    public static class UseInstanceField { public static Object run() { new Token(); return new Maker().instance_field; } }
    public static class UseFace { public static Object run(Face f) { new Token(); return f.face(); }
                                  public static Object run() { return run(null); } }
    public static class UseHandle { public static Object run() { new Token(); java.util.function.Supplier<Token> s = Maker::make; return s.get(); } }
    // By names the method handle code cannot see through: a type of its own loader for a method of another.
    public static class UseLookup { public static Object run() throws Throwable {
        return java.lang.invoke.MethodHandles.lookup().findStatic(Maker.class, "make", java.lang.invoke.MethodType.methodType(Token.class)).invoke(); } }
    public static class UseGetter { public static Object run() throws Throwable {
        new Maker();
        return java.lang.invoke.MethodHandles.lookup().findStaticGetter(Maker.class, "field", Token.class).invoke(); } }
    public static class UseVirtualHandle { public static Object run() throws Throwable {
        java.util.function.Function<Maker, Object> f = Maker::virtual;
        return f.apply(new Maker()); } }
    public static class Base { public Token over(Token x) { return x; } }
    public static class Derived extends Base { public Token over(Token x) { return x; } }
    public static class UseDerived { public static Object run() { new Token(); return new Derived().over(null); } }
    public static class FaceImpl implements Face { public Token face() { return null; } }
    public static class UseFaceImpl { public static Object run() { new Token(); return new FaceImpl().face(); } }
    public interface DefaultFace { default Token face() { return null; } }
    public static class FaceByDefault implements Face, DefaultFace { public Token face() { return DefaultFace.super.face(); } }
    public static class InheritImpl extends FaceMaker implements Face { }
    public static class UseInherit { public static Object run() { new Token(); return new InheritImpl(); } }
    // The use comes first, the class later.
    public static class Later { public static Object run() { Maker.make().getClass(); return Token.class; } }
    public static class Later2 { public static Object run() { Object o = Maker.make(); return o.getClass(); }
                                 public static Object more() { return Token.class; } }
    public static class Mid extends Base { }
    public static class Low extends Mid { public Token over(Token x) { return null; } }
    public static class UseLow { public static Object run() { new Token(); return new Low(); } }

    interface Test { Object run() throws Throwable; }
    static void test(String name, Test test) {
        try {
            Object r = test.run();
            System.out.println(name + ": fine, " + (r == null ? null : r.getClass() == Class.class ? ((Class<?>) r).getClassLoader().getName() : r.getClass().getName()));
        } catch (Throwable t) {
            System.out.println(name + ": " + text(t));
            if (t.getCause() != null) System.out.println("  cause " + text(t.getCause()));
        }
    }
    static String text(Throwable t) { return t.toString().replaceAll("@[0-9a-f]+", "@N"); }

    static final String[] uses = {"UseStatic", "UseStaticLoaded", "UseArray", "UseVirtual", "UseField", "UseInstanceField",
        "UseFace", "UseHandle", "UseLookup", "UseGetter", "UseVirtualHandle"};

    public static void main(String[] args) throws Throwable {
        for (String use : uses) {
            Own a = new Own("A", "Token", "Maker", "Face", "FaceMaker");
            Own b = new Own("B", "Token", use).to("Maker", a).to("Face", a);
            test(use, () -> b.run(use));
            test(use + " again", () -> b.run(use));
        }
        for (String use : uses) {  // unnamed loaders
            Own a = new Own(null, "Token", "Maker", "Face", "FaceMaker");
            Own b = new Own(null, "Token", use).to("Maker", a).to("Face", a);
            test("unnamed " + use, () -> b.run(use));
        }
        for (String use : uses) {  // no disagreement
            Own a = new Own("A", "Token", "Maker", "Face", "FaceMaker");
            Own b = new Own("B", use).to("Maker", a).to("Face", a).to("Token", a);
            if (use != "UseFace") test("agree " + use, () -> b.run(use));
        }
        {
            Own a = new Own("A", "Token", "Base");
            Own b = new Own("B", "Token", "Derived", "UseDerived").to("Base", a);
            test("overriding", () -> b.run("UseDerived"));
            test("overriding again", () -> b.run("UseDerived"));
        }
        {
            Own a = new Own("A", "Token", "Base");
            a.loadClass("LoadingConstraints$Token");
            Own b = new Own("B", "Token", "Derived", "UseDerived").to("Base", a);
            test("overriding, loaded", () -> b.run("UseDerived"));
        }
        {
            Own a = new Own("A", "Token", "Base", "Mid");
            a.loadClass("LoadingConstraints$Token");
            Own b = new Own("B", "Token", "Low", "UseLow").to("Base", a).to("Mid", a);
            test("overriding, two levels", () -> b.run("UseLow"));
        }
        {
            Own a = new Own("A", "Token", "Base");
            a.loadClass("LoadingConstraints$Token");
            Own c = new Own("C", "Token", "Mid").to("Base", a);
            Own b = new Own("B", "Token", "Low", "UseLow").to("Base", a).to("Mid", c);
            test("overriding, three loaders", () -> b.run("UseLow"));
        }
        {
            Own a = new Own("A", "Token", "Face");
            a.loadClass("LoadingConstraints$Token");
            Own b = new Own("B", "Token", "FaceImpl", "UseFaceImpl").to("Face", a);
            test("interface", () -> b.run("UseFaceImpl"));
            test("interface again", () -> b.run("UseFaceImpl"));
        }
        {
            Own a = new Own("A", "Token", "Face");
            Own c = new Own("C", "Token", "FaceMaker").to("Face", a).to("Token", a);
            Own b = new Own("B", "Token", "InheritImpl", "UseInherit").to("FaceMaker", c).to("Face", a);
            a.loadClass("LoadingConstraints$Token");
            test("inherited implementation", () -> b.run("UseInherit"));
        }
        {   // first the constraint, then the class
            Own a = new Own("A", "Token", "Maker");
            Own b = new Own("B", "Token", "Later2").to("Maker", a);
            test("before", () -> b.run("Later2"));
            test("then load", () -> b.loadClass("LoadingConstraints$Token"));
            test("then load again", () -> b.loadClass("LoadingConstraints$Token"));
            Class<?> later = b.loadClass("LoadingConstraints$Later2");
            test("by resolution", () -> { try { return later.getMethod("more").invoke(null); } catch (java.lang.reflect.InvocationTargetException e) { throw e.getCause(); } });
        }
        {   // the initiating loader gets it from a third one
            Own a = new Own("A", "Token", "Maker");
            Own c = new Own("C", "Token");
            Own b = new Own("B", "Later2").to("Maker", a).to("Token", c);
            test("before, third", () -> b.run("Later2"));
            test("third: load", () -> b.loadClass("LoadingConstraints$Token"));
            Class<?> later = b.loadClass("LoadingConstraints$Later2");
            test("third: by resolution", () -> { try { return later.getMethod("more").invoke(null); } catch (java.lang.reflect.InvocationTargetException e) { throw e.getCause(); } });
            test("third: forName", () -> Class.forName("LoadingConstraints$Token", true, b));
        }
        {   // transitive: a = b, b = c; a and c disagree
            Own a = new Own("A", "Token", "Maker");
            a.loadClass("LoadingConstraints$Token");
            Own b = new Own("B", "Token", "Base").to("Maker", a);
            Own c = new Own("C", "Token", "Derived", "UseDerived").to("Base", b);
            test("chain", () -> c.run("UseDerived"));
        }
    }
}
