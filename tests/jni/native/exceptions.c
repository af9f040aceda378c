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
