#include "jnitest.h"

/* Through ..., va_list and jvalue[]. The va_list forms are reached by these. */
#define DEFINE_V(Name, type)                                                                            \
  static type virtual_v_##Name(JNIEnv* env, jobject o, jmethodID m, ...) {                              \
    va_list a;                                                                                          \
    va_start(a, m);                                                                                     \
    type result = (*env)->Call##Name##MethodV(env, o, m, a);                                            \
    va_end(a);                                                                                          \
    return result;                                                                                      \
  }                                                                                                     \
  static type nonvirtual_v_##Name(JNIEnv* env, jobject o, jclass k, jmethodID m, ...) {                 \
    va_list a;                                                                                          \
    va_start(a, m);                                                                                     \
    type result = (*env)->CallNonvirtual##Name##MethodV(env, o, k, m, a);                               \
    va_end(a);                                                                                          \
    return result;                                                                                      \
  }                                                                                                     \
  static type static_v_##Name(JNIEnv* env, jclass k, jmethodID m, ...) {                                \
    va_list a;                                                                                          \
    va_start(a, m);                                                                                     \
    type result = (*env)->CallStatic##Name##MethodV(env, k, m, a);                                      \
    va_end(a);                                                                                          \
    return result;                                                                                      \
  }

#define TYPES(X)             \
  X(Boolean, jboolean, "Z")  \
  X(Byte, jbyte, "B")        \
  X(Char, jchar, "C")        \
  X(Short, jshort, "S")      \
  X(Int, jint, "I")          \
  X(Long, jlong, "J")        \
  X(Float, jfloat, "F")      \
  X(Double, jdouble, "D")

#define DEFINE(Name, type, letter) DEFINE_V(Name, type)
TYPES(DEFINE)
DEFINE_V(Object, jobject)

static void void_v(JNIEnv* env, jobject o, jclass k, jmethodID m, int kind, ...) {
  va_list a;
  va_start(a, kind);
  if (kind == 0) (*env)->CallVoidMethodV(env, o, m, a);
  if (kind == 1) (*env)->CallNonvirtualVoidMethodV(env, o, k, m, a);
  if (kind == 2) (*env)->CallStaticVoidMethodV(env, k, m, a);
  va_end(a);
}
static jobject new_v(JNIEnv* env, jclass k, jmethodID m, ...) {
  va_list a;
  va_start(a, m);
  jobject result = (*env)->NewObjectV(env, k, m, a);
  va_end(a);
  return result;
}

/* Parameters of every method: (ZBCSIJFDLjava/lang/String;) ; the result depends on all of them. */
#define PARAMETERS "(ZBCSIJFDLjava/lang/String;)"
#define ARGUMENTS 300, -5, 0x41, -2, 1000000, 1LL << 40, 1.5f, 2.25, text
#define BASE_CLASS "JniTest$Base"

CHAPTER(calls) {
  jclass base = (*env)->FindClass(env, BASE_CLASS);
  jclass derived = (*env)->FindClass(env, "JniTest$Derived");
  jstring text = (*env)->NewStringUTF(env, "text");
  jvalue values[9] = {{.z = JNI_TRUE}, {.b = -5}, {.c = 0x41}, {.s = -2}, {.i = 1000000},
                      {.j = 1LL << 40}, {.f = 1.5f}, {.d = 2.25}, {.l = text}};
  jmethodID constructor = (*env)->GetMethodID(env, derived, "<init>", "(Ljava/lang/String;)V");
  jobject object = (*env)->NewObject(env, derived, constructor, text);
  say_object(env, "NewObject", object);
  say_object(env, "NewObjectV", new_v(env, derived, constructor, text));
  jvalue one = {.l = text};
  say_object(env, "NewObjectA", (*env)->NewObjectA(env, derived, constructor, &one));

#define TEST(Name, type, letter)                                                                               \
  {                                                                                                            \
    jmethodID m = (*env)->GetMethodID(env, base, "make" #Name, PARAMETERS letter);                             \
    jmethodID s = (*env)->GetStaticMethodID(env, base, "static" #Name, PARAMETERS letter);                     \
    say(#Name " virtual %.17g %.17g %.17g", (double)(*env)->Call##Name##Method(env, object, m, ARGUMENTS),     \
        (double)virtual_v_##Name(env, object, m, ARGUMENTS),                                                   \
        (double)(*env)->Call##Name##MethodA(env, object, m, values));                                          \
    say(#Name " nonvirtual %.17g %.17g %.17g",                                                                 \
        (double)(*env)->CallNonvirtual##Name##Method(env, object, base, m, ARGUMENTS),                         \
        (double)nonvirtual_v_##Name(env, object, base, m, ARGUMENTS),                                          \
        (double)(*env)->CallNonvirtual##Name##MethodA(env, object, base, m, values));                          \
    say(#Name " static %.17g %.17g %.17g", (double)(*env)->CallStatic##Name##Method(env, base, s, ARGUMENTS),  \
        (double)static_v_##Name(env, base, s, ARGUMENTS),                                                      \
        (double)(*env)->CallStatic##Name##MethodA(env, base, s, values));                                      \
  }
  TYPES(TEST)

  jmethodID m = (*env)->GetMethodID(env, base, "makeObject", PARAMETERS "Ljava/lang/Object;");
  jmethodID s = (*env)->GetStaticMethodID(env, base, "staticObject", PARAMETERS "Ljava/lang/Object;");
  say_object(env, "virtual", (*env)->CallObjectMethod(env, object, m, ARGUMENTS));
  say_object(env, "virtual V", virtual_v_Object(env, object, m, ARGUMENTS));
  say_object(env, "virtual A", (*env)->CallObjectMethodA(env, object, m, values));
  say_object(env, "nonvirtual", (*env)->CallNonvirtualObjectMethod(env, object, base, m, ARGUMENTS));
  say_object(env, "nonvirtual V", nonvirtual_v_Object(env, object, base, m, ARGUMENTS));
  say_object(env, "nonvirtual A", (*env)->CallNonvirtualObjectMethodA(env, object, base, m, values));
  say_object(env, "static", (*env)->CallStaticObjectMethod(env, base, s, ARGUMENTS));
  say_object(env, "static V", static_v_Object(env, base, s, ARGUMENTS));
  say_object(env, "static A", (*env)->CallStaticObjectMethodA(env, base, s, values));

  m = (*env)->GetMethodID(env, base, "makeVoid", PARAMETERS "V");
  s = (*env)->GetStaticMethodID(env, base, "staticVoid", PARAMETERS "V");
  (*env)->CallVoidMethod(env, object, m, ARGUMENTS);
  void_v(env, object, base, m, 0, ARGUMENTS);
  (*env)->CallVoidMethodA(env, object, m, values);
  (*env)->CallNonvirtualVoidMethod(env, object, base, m, ARGUMENTS);
  void_v(env, object, base, m, 1, ARGUMENTS);
  (*env)->CallNonvirtualVoidMethodA(env, object, base, m, values);
  (*env)->CallStaticVoidMethod(env, base, s, ARGUMENTS);
  void_v(env, object, base, s, 2, ARGUMENTS);
  (*env)->CallStaticVoidMethodA(env, base, s, values);

  /* Interfaces, private methods, exceptions. */
  jclass runnable = (*env)->FindClass(env, "java/lang/Runnable");
  (*env)->CallVoidMethod(env, object, (*env)->GetMethodID(env, runnable, "run", "()V"));
  report(env, "interface method");
  jclass shape = (*env)->FindClass(env, "JniTest$Shape");
  say("default method %d", (*env)->CallIntMethod(env, object, (*env)->GetMethodID(env, shape, "corners", "()I")));
  say("private method %d", (*env)->CallIntMethod(env, object, (*env)->GetMethodID(env, base, "secret", "()I")));
  jint result = (*env)->CallIntMethod(env, object, (*env)->GetMethodID(env, base, "fail", "()I"));
  say("result of a failing method %d", result);
  report(env, "failing method");
  jmethodID failing_constructor = (*env)->GetMethodID(env, derived, "<init>", "(I)V");
  say("failing constructor %p", (void*)(*env)->NewObject(env, derived, failing_constructor, 3));
  report(env, "failing constructor");

  /* Ids that do not exist. */
  (*env)->GetMethodID(env, base, "staticInt", PARAMETERS "I");
  report(env, "instance id of a static method");
  (*env)->GetStaticMethodID(env, base, "makeInt", PARAMETERS "I");
  report(env, "static id of an instance method");
  (*env)->GetMethodID(env, base, "makeInt", "()V");
  report(env, "wrong descriptor");
  (*env)->GetMethodID(env, base, "noSuchMethodAnywhere", "()V");
  report(env, "no such method");
  (*env)->GetMethodID(env, derived, "<init>", "()V");
  report(env, "constructors are not inherited");
  jclass strings = (*env)->FindClass(env, "[Ljava/lang/String;");
  say("clone of an array class %d", (*env)->GetMethodID(env, strings, "clone", "()Ljava/lang/Object;") != NULL);
  report(env, "clone");
}

/* Many arguments: more than fit into registers. */
JNIEXPORT jdouble JNICALL Java_JniTest_many(JNIEnv* env, jclass test, jint a, jlong b, jfloat c, jdouble d, jbyte e,
                                            jshort f, jchar g, jboolean h, jobject i, jint j, jlong k, jfloat l,
                                            jdouble m, jfloat n, jfloat o, jfloat p, jfloat q, jfloat r, jdouble s,
                                            jint t, jobject u) {
  say("%d %lld %g %g %d %d %d %d %d %lld %g %g %g %g %g %g %g %g %d", a, (long long)b, c, d, e, f, g, h, j, (long long)k,
      l, m, n, o, p, q, r, s, t);
  say_object(env, "i", i);
  say_object(env, "u", u);
  return a + b + c + d + e + f + g + h + j + k + l + m + n + o + p + q + r + s + t;
}

JNIEXPORT jobject JNICALL Java_JniTest_echo(JNIEnv* env, jclass test, jobject object) { return object; }
JNIEXPORT jboolean JNICALL Java_JniTest_oddBoolean(JNIEnv* env, jclass test) { return 2; }
JNIEXPORT jbyte JNICALL Java_JniTest_narrowByte(JNIEnv* env, jclass test, jint value) { return (jbyte)value; }
JNIEXPORT jint JNICALL Java_JniTest_overloaded__I(JNIEnv* env, jclass test, jint a) { return a + 1; }
JNIEXPORT jint JNICALL Java_JniTest_overloaded__Ljava_lang_String_2_3_3J(JNIEnv* env, jobject self, jstring a, jobjectArray b) {
  return (*env)->GetStringLength(env, a) * 100 + (*env)->GetArrayLength(env, b);
}
JNIEXPORT jint JNICALL Java_JniTest_under_1score_000e9(JNIEnv* env, jclass test) { return 17; }
