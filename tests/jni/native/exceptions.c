#include "jnitest.h"

CHAPTER(exceptions) {
  say("pending %d, %p", (*env)->ExceptionCheck(env), (void*)(*env)->ExceptionOccurred(env));
  jclass illegal_state = (*env)->FindClass(env, "java/lang/IllegalStateException");
  say("ThrowNew %d", (*env)->ThrowNew(env, illegal_state, "from C \xc3\xa9"));
  jthrowable exception = (*env)->ExceptionOccurred(env);
  say("pending %d, same %d", (*env)->ExceptionCheck(env), (*env)->IsSameObject(env, exception, (*env)->ExceptionOccurred(env)));
  (*env)->ExceptionClear(env);
  say("pending %d", (*env)->ExceptionCheck(env));
  say_object(env, "it", exception);
  say("Throw %d", (*env)->Throw(env, exception));
  report(env, "thrown");
  say("ThrowNew without text %d", (*env)->ThrowNew(env, illegal_state, NULL));
  report(env, "no text");
  (*env)->ThrowNew(env, (*env)->FindClass(env, "JniTest$Checked"), "checked");
  report(env, "own class");
  /* Deleting references and the like is allowed while an exception is pending. */
  (*env)->Throw(env, exception);
  jobject local = (*env)->NewLocalRef(env, exception);
  (*env)->DeleteLocalRef(env, local);
  report(env, "still pending");
  /* Prints to stderr and clears. */
  (*env)->Throw(env, exception);
  (*env)->ExceptionDescribe(env);
  say("pending after describe %d", (*env)->ExceptionCheck(env));
  (*env)->ExceptionDescribe(env);
}

/* Leaves one pending: Java catches it. */
JNIEXPORT jint JNICALL Java_JniTest_throwing(JNIEnv* env, jclass test) {
  (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/ArithmeticException"), "left pending");
  return 42;
}

JNIEXPORT void JNICALL Java_JniTest_fatal(JNIEnv* env, jclass test) { (*env)->FatalError(env, "that is enough"); }

/* What -Xcheck:jni must notice; each ends the process. */
JNIEXPORT void JNICALL Java_JniTest_mistake(JNIEnv* env, jclass test, jint which) {
  jclass fields = (*env)->FindClass(env, "JniTest$Fields");
  jobject object = (*env)->AllocObject(env, fields);
  jstring text = (*env)->NewStringUTF(env, "text");
  switch (which) {
    case 0:
      (*env)->GetStringLength(env, (jstring)object);
      break;
    case 1:
      (*env)->GetIntField(env, text, (*env)->GetFieldID(env, fields, "i", "I"));
      break;
    case 2:
      (*env)->GetStaticIntField(env, fields, (*env)->GetFieldID(env, fields, "i", "I"));
      break;
    case 3:
      (*env)->GetArrayLength(env, (jarray)text);
      break;
    case 4:
      (*env)->GetIntArrayRegion(env, (jintArray)(*env)->NewLongArray(env, 2), 0, 1, (jint[1]){0});
      break;
    case 5:
      (*env)->CallObjectMethod(env, object, (*env)->GetMethodID(env, (*env)->GetObjectClass(env, text), "trim",
                                                                "()Ljava/lang/String;"));
      break;
    case 6:
      (*env)->GetSuperclass(env, (jclass)text);
      break;
    case 7:
      (*env)->DeleteGlobalRef(env, (*env)->NewGlobalRef(env, text));
      (*env)->GetIntField(env, object, (*env)->GetStaticFieldID(env, fields, "static_i", "I"));
      break;
  }
  say("not noticed: %d", which);
}
