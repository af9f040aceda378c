/* bench/micro/native_calls.c - native methods that do next to nothing, for NativeCalls.java. */
#include <jni.h>

JNIEXPORT jint JNICALL Java_NativeCalls_ofInt(JNIEnv* env, jclass klass, jint a) { return a + 1; }
JNIEXPORT jint JNICALL Java_NativeCalls_onReceiver(JNIEnv* env, jobject self, jint a) { return a + 1; }
JNIEXPORT jint JNICALL Java_NativeCalls_ofReferences(JNIEnv* env, jclass klass, jobject a, jobject b) { return a != NULL && b != NULL; }
JNIEXPORT jobject JNICALL Java_NativeCalls_same(JNIEnv* env, jclass klass, jobject a) { return a; }
JNIEXPORT jdouble JNICALL Java_NativeCalls_ofDoubles(JNIEnv* env, jclass klass, jdouble a, jdouble b) { return a + b; }
JNIEXPORT jlong JNICALL Java_NativeCalls_ofMany(JNIEnv* env, jclass klass, jint a, jlong b, jobject c, jdouble d, jint e, jlong f,
                                                jobject g, jint h) {
  return a + b + e + f + h;
}
JNIEXPORT jboolean JNICALL Java_NativeCalls_isOdd(JNIEnv* env, jclass klass, jint a) { return a & 1; }
JNIEXPORT jint JNICALL Java_NativeCalls_locked(JNIEnv* env, jclass klass, jint a) { return a + 1; }
