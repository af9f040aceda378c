import java.lang.annotation.*;
import java.lang.reflect.*;
import java.util.*;
/** What java.lang.Class tells of every kind of class; java.lang.reflect.Array; errors of natives. */
public class ClassFacts {
  @Retention(RetentionPolicy.RUNTIME) @Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.RECORD_COMPONENT}) @interface A { String value() default "d"; int[] n() default {1,2}; Class<?> c() default Object.class; }
  @A("rec") record R(@A("x") int x, @A List<String> y, long... z) { }
  sealed interface S permits S1, S2 { } static final class S1 implements S { } static non-sealed class S2 implements S { }
  enum E { P { int f() { return 1; } }, Q; int f() { return 0; } }
  private static class Priv<T extends Comparable<T>> { T t; private int p; protected transient volatile String v; <U> U m(U u, T t, int[]... k) throws java.io.IOException { return u; } }
  class Inner { class Deep { } }
  static Object anon() { return new Object() { }; }
  static Class<?> local() { class Loc { class In { } } return Loc.class; }
  static void d(Class<?> c) throws Exception {
    System.out.println("== " + c + " " + c.getName() + " simple=" + c.getSimpleName() + " type=" + c.getTypeName() + " canon=" + c.getCanonicalName() + " pkg=" + c.getPackageName());
    System.out.println(Modifier.toString(c.getModifiers()) + " super=" + c.getSuperclass() + " gsuper=" + c.getGenericSuperclass() + " if=" + Arrays.toString(c.getInterfaces()) + " " + Arrays.toString(c.getGenericInterfaces()));
    System.out.println("arr=" + c.isArray() + " prim=" + c.isPrimitive() + " intf=" + c.isInterface() + " anon=" + c.isAnonymousClass() + " local=" + c.isLocalClass() + " member=" + c.isMemberClass() + " enum=" + c.isEnum() + " record=" + c.isRecord() + " sealed=" + c.isSealed() + " hidden=" + c.isHidden() + " ann=" + c.isAnnotation() + " syn=" + c.isSynthetic());
    System.out.println("decl=" + c.getDeclaringClass() + " encl=" + c.getEnclosingClass() + " em=" + c.getEnclosingMethod() + " ec=" + c.getEnclosingConstructor());
    System.out.println("nest=" + c.getNestHost() + " comp=" + c.getComponentType() + " loader=" + (c.getClassLoader() == null ? null : c.getClassLoader().getClass().getSimpleName()) + " module=" + c.getModule().getName() + " perm=" + Arrays.toString(c.getPermittedSubclasses()));
    List<String> m = new ArrayList<>();
    for (Class<?> k : c.getDeclaredClasses()) m.add(k.getName()); Collections.sort(m); System.out.println("classes " + m); m.clear();
    for (Field f : c.getDeclaredFields()) m.add(f.toGenericString() + " " + Arrays.toString(f.getAnnotations()) + f.getAnnotatedType()); System.out.println("fields " + m); m.clear();
    for (Method f : c.getDeclaredMethods()) m.add(f.toGenericString() + " " + Arrays.toString(f.getAnnotations()) + f.getAnnotatedReturnType() + Arrays.toString(f.getParameters()) + Arrays.deepToString(f.getParameterAnnotations()) + (f.getDefaultValue() instanceof int[] x ? Arrays.toString(x) : f.getDefaultValue())); Collections.sort(m); System.out.println("methods " + m); m.clear();
    for (Constructor<?> f : c.getDeclaredConstructors()) m.add(f.toGenericString() + " " + Arrays.toString(f.getAnnotations()) + Arrays.toString(f.getParameters()) + Arrays.deepToString(f.getParameterAnnotations())); Collections.sort(m); System.out.println("ctors " + m); m.clear();
    System.out.println("annotations " + Arrays.toString(c.getAnnotations()) + " tp=" + Arrays.toString(c.getTypeParameters()));
    if (c.isRecord()) for (RecordComponent rc : c.getRecordComponents()) System.out.println("rc " + rc + " " + rc.getGenericType() + " " + rc.getGenericSignature() + Arrays.toString(rc.getAnnotations()) + rc.getAccessor() + rc.getAnnotatedType());
  }
  static void t(String n, java.util.concurrent.Callable<?> c) { try { Object o = c.call(); System.out.println(n + " " + (o == null ? null : o.getClass().isArray() ? Array.getLength(o) + o.getClass().getName() : o)); } catch (Throwable e) { System.out.println(n + " " + e); } }
  public static void main(String[] a) throws Exception {
    for (Class<?> c : new Class<?>[] {int.class, void.class, int[].class, String[][].class, Priv[].class, ClassFacts.class, R.class, S.class, S1.class, E.class, E.P.getClass(), Priv.class, Inner.class, Inner.Deep.class, anon().getClass(), local(), A.class, Map.Entry.class, Override.class}) d(c);
    List<String> nm = new ArrayList<>(); for (Class<?> k : ClassFacts.class.getNestMembers()) nm.add(k.getName()); System.out.println(nm.get(0)); Collections.sort(nm); System.out.println(nm);
    System.out.println(ClassFacts.class.isNestmateOf(R.class) + " " + ClassFacts.class.isNestmateOf(String.class));
    t("new", () -> Array.newInstance(int.class, 3)); t("newv", () -> Array.newInstance(void.class, 3)); t("neg", () -> Array.newInstance(String.class, -3)); t("null", () -> Array.newInstance(null, 3));
    t("multi", () -> Array.newInstance(int[].class, 2, 3)); t("multi0", () -> Array.newInstance(int.class, new int[0])); t("multineg", () -> Array.newInstance(int.class, 2, -1)); t("mv", () -> Array.newInstance(void.class, 2, 1));
    t("256", () -> Array.newInstance(int.class, new int[256])); t("255", () -> Array.newInstance(int.class, new int[255]));
    int[] ia = {1, 2, 3}; Object oa = new String[] {"a", null}; byte[] ba = {-1}; char[] ca = {'x'}; boolean[] za = {true}; long[] la = {1L << 40}; float[] fa = {1.5f}; double[] da = {2.5};
    for (Object o : new Object[] {ia, oa, ba, ca, za, la, fa, da, "str"}) {
      t("len", () -> Array.getLength(o)); t("get", () -> Array.get(o, 0)); t("gi", () -> Array.getInt(o, 0)); t("gl", () -> Array.getLong(o, 0)); t("gd", () -> Array.getDouble(o, 0)); t("gb", () -> Array.getByte(o, 0)); t("gz", () -> Array.getBoolean(o, 0)); t("gc", () -> Array.getChar(o, 0)); t("gs", () -> Array.getShort(o, 0)); t("gf", () -> Array.getFloat(o, 0));
      t("oob", () -> Array.get(o, 9)); t("oob-", () -> Array.getInt(o, -1)); t("soob", () -> { Array.set(o, 5, null); return 1; });
      t("set", () -> { Array.set(o, 0, (byte) 7); return Array.get(o, 0); }); t("seti", () -> { Array.setInt(o, 0, 65); return Array.get(o, 0); }); t("sets", () -> { Array.set(o, 0, "s"); return Array.get(o, 0); }); t("setn", () -> { Array.set(o, 0, null); return Array.get(o, 0); }); t("setd", () -> { Array.setDouble(o, 0, 1.25); return Array.get(o, 0); }); t("setc", () -> { Array.setChar(o, 0, 'q'); return Array.get(o, 0); }); t("setz", () -> { Array.setBoolean(o, 0, false); return Array.get(o, 0); });
    }
    t("len null", () -> Array.getLength(null));
    t("clone", () -> new Object() { Object c() throws Exception { return clone(); } }.c());
    t("cls", () -> Class.forName("no.such.Class")); t("arr", () -> Class.forName("[Ljava.lang.String;")); t("bad", () -> Class.forName("[I[")); t("prim", () -> Class.forName("int")); t("slash", () -> Class.forName("java/lang/String")); t("cn", () -> Class.forName("")); t("nn", () -> Class.forName(null)); t("Lx", () -> Class.forName("[Ljava.lang.NoSuch;"));
    t("inst", () -> sunUnsafe().allocateInstance(Runnable.class)); t("inst2", () -> sunUnsafe().allocateInstance(ClassFacts.class).getClass());
    t("acopy", () -> { System.arraycopy(ia, 0, oa, 0, 1); return 0; }); t("acopy2", () -> { System.arraycopy(ia, 0, ia, 2, 2); return 0; }); t("acopy3", () -> { System.arraycopy("a", 0, ia, 2, 2); return 0; }); t("acopy4", () -> { System.arraycopy(new Object[] {"x", 1}, 0, oa, 0, 2); return 0; }); t("acopy5", () -> { System.arraycopy(new Object[2], -1, oa, 0, 2); return 0; });
    t("wait", () -> { new Object().wait(); return 0; }); t("wait-", () -> { Object o = new Object(); synchronized (o) { o.wait(-1); } return 0; }); t("notify", () -> { new Object().notify(); return 0; }); t("sleep-", () -> { Thread.sleep(-1); return 0; }); t("int", () -> { Thread.currentThread().interrupt(); Thread.sleep(10); return 0; }); t("int2", () -> { Thread.currentThread().interrupt(); Object o = new Object(); synchronized (o) { o.wait(10); } return 0; });
    t("holds", () -> Thread.holdsLock(a)); t("holdsn", () -> Thread.holdsLock(null));
    System.out.println(new int[0].getClass().getMethods().length + " " + ClassFacts.class.desiredAssertionStatus());
    System.out.println(Modifier.toString(Thread.State.class.getModifiers()) + String.class.getSigners() + ClassFacts.class.getProtectionDomain().getCodeSource().getLocation().getPath().endsWith("/"));
    Package[] ps = Package.getPackages(); System.out.println(ps.length > 5); System.out.println(String.class.getPackage());
  }
  static sun.misc.Unsafe sunUnsafe() throws Exception { Field f = sun.misc.Unsafe.class.getDeclaredField("theUnsafe"); f.setAccessible(true); return (sun.misc.Unsafe) f.get(null); }
}
