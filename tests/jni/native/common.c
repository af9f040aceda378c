#include "jnitest.h"

char* text_of(JNIEnv* env, jobject object) {
  if (object == NULL) return strdup("null");
  jclass klass = (*env)->FindClass(env, "java/lang/Object");
  jmethodID to_string = (*env)->GetMethodID(env, klass, "toString", "()Ljava/lang/String;");
  jstring string = (*env)->CallObjectMethod(env, object, to_string);
  const char* utf = (*env)->GetStringUTFChars(env, string, NULL);
  char* copy = strdup(utf);
  (*env)->ReleaseStringUTFChars(env, string, utf);
  (*env)->DeleteLocalRef(env, string);
  (*env)->DeleteLocalRef(env, klass);
  return copy;
}

void say_object(JNIEnv* env, const char* what, jobject object) {
  char* text = text_of(env, object);
  say("%s: %s", what, text);
  free(text);
}

int report(JNIEnv* env, const char* what) {
  if (!(*env)->ExceptionCheck(env)) {
    say("%s: ok", what);
    return 0;
  }
  jthrowable exception = (*env)->ExceptionOccurred(env);
  (*env)->ExceptionClear(env);
  say_object(env, what, exception);
  (*env)->DeleteLocalRef(env, exception);
  return 1;
}
