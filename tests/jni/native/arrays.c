#include "jnitest.h"

/* name, C type, two values */
#define PRIMITIVES(X)                      \
  X(Boolean, jboolean, JNI_TRUE, JNI_FALSE) \
  X(Byte, jbyte, -128, 127)                 \
  X(Char, jchar, 65535, 'x')                \
  X(Short, jshort, -32768, 32767)           \
  X(Int, jint, -2147483647 - 1, 2147483647) \
  X(Long, jlong, 1LL << 62, -1)             \
  X(Float, jfloat, 1.5f, -0.25f)            \
  X(Double, jdouble, 1e300, -2.5)

#define TEST(Name, type, first, second)                                                                   \
  static void test_##Name(JNIEnv* env) {                                                                  \
    type##Array array = (*env)->New##Name##Array(env, 5);                                                 \
    say(#Name " length %d", (*env)->GetArrayLength(env, array));                                          \
    jboolean is_copy = 9;                                                                                 \
    type* elements = (*env)->Get##Name##ArrayElements(env, array, &is_copy);                              \
    say("zeroed %d, is_copy set %d", elements[0] == 0 && elements[4] == 0, is_copy <= 1);                 \
    elements[0] = first;                                                                                  \
    elements[4] = second;                                                                                 \
    (*env)->Release##Name##ArrayElements(env, array, elements, JNI_COMMIT);                               \
    elements[1] = second;                                                                                 \
    (*env)->Release##Name##ArrayElements(env, array, elements, 0);                                        \
    type buffer[5] = {0};                                                                                 \
    (*env)->Get##Name##ArrayRegion(env, array, 0, 5, buffer);                                             \
    say("region %g %g %g %g %g", (double)buffer[0], (double)buffer[1], (double)buffer[2], (double)buffer[3], (double)buffer[4]); \
    elements = (*env)->Get##Name##ArrayElements(env, array, NULL);                                        \
    (*env)->Release##Name##ArrayElements(env, array, elements, JNI_ABORT);                                \
    type more[2] = {second, first};                                                                       \
    (*env)->Set##Name##ArrayRegion(env, array, 2, 2, more);                                               \
    type* critical = (*env)->GetPrimitiveArrayCritical(env, array, NULL);                                 \
    say("critical %g %g %g %g %g", (double)critical[0], (double)critical[1], (double)critical[2], (double)critical[3], (double)critical[4]); \
    critical[2] = first;                                                                                  \
    (*env)->ReleasePrimitiveArrayCritical(env, array, critical, 0);                                       \
    (*env)->Get##Name##ArrayRegion(env, array, 2, 1, buffer);                                             \
    say("after critical %g", (double)buffer[0]);                                                          \
    (*env)->Get##Name##ArrayRegion(env, array, 3, 3, buffer);                                             \
    report(env, "get beyond the end");                                                                    \
    (*env)->Set##Name##ArrayRegion(env, array, -1, 1, buffer);                                            \
    report(env, "set before the start");                                                                  \
    (*env)->Set##Name##ArrayRegion(env, array, 0, -1, buffer);                                            \
    report(env, "negative length");                                                                       \
    (*env)->Get##Name##ArrayRegion(env, array, 5, 0, buffer);                                             \
    report(env, "nothing at the end");                                                                    \
    type##Array none = (*env)->New##Name##Array(env, 0);                                                  \
    elements = (*env)->Get##Name##ArrayElements(env, none, NULL);                                         \
    say("elements of none %d", elements != NULL);                                                         \
    (*env)->Release##Name##ArrayElements(env, none, elements, 0);                                         \
    say("negative size gives %p", (void*)(*env)->New##Name##Array(env, -3));                              \
    report(env, "negative size");                                                                         \
  }
PRIMITIVES(TEST)

static void test_objects(JNIEnv* env) {
  jclass string_class = (*env)->FindClass(env, "java/lang/String");
  jstring one = (*env)->NewStringUTF(env, "one");
  jobjectArray array = (*env)->NewObjectArray(env, 3, string_class, one);
  say("length %d", (*env)->GetArrayLength(env, array));
  say_object(env, "element 2", (*env)->GetObjectArrayElement(env, array, 2));
  (*env)->SetObjectArrayElement(env, array, 1, (*env)->NewStringUTF(env, "two"));
  say_object(env, "element 1", (*env)->GetObjectArrayElement(env, array, 1));
  (*env)->SetObjectArrayElement(env, array, 1, NULL);
  say_object(env, "element 1", (*env)->GetObjectArrayElement(env, array, 1));
  (*env)->GetObjectArrayElement(env, array, 3);
  report(env, "index 3");
  (*env)->SetObjectArrayElement(env, array, -1, NULL);
  report(env, "index -1");
  (*env)->SetObjectArrayElement(env, array, 0, array);
  report(env, "wrong class");
  jclass int_array_class = (*env)->FindClass(env, "[I");
  jobjectArray rows = (*env)->NewObjectArray(env, 2, int_array_class, NULL);
  (*env)->SetObjectArrayElement(env, rows, 0, (*env)->NewIntArray(env, 4));
  say("row length %d", (*env)->GetArrayLength(env, (*env)->GetObjectArrayElement(env, rows, 0)));
  (*env)->SetObjectArrayElement(env, rows, 1, one);
  report(env, "a string among int[]s");
  jobjectArray none = (*env)->NewObjectArray(env, -1, string_class, NULL);
  say("negative size %p", (void*)none);
  report(env, "negative size");
}

CHAPTER(arrays) {
#define RUN(Name, type, first, second) test_##Name(env);
  PRIMITIVES(RUN)
  test_objects(env);
}
