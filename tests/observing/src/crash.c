/* Native methods of Crash.java: each dies in its own way. */
#include <jni.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int* nowhere = (int*)8;
static volatile int zero = 0;
static volatile int sink;

static __attribute__((noinline)) void inner_function(void) { *nowhere = 1; }
JNIEXPORT void JNICALL Java_Crash_write(JNIEnv* env, jclass c) { inner_function(); sink = 1; }
JNIEXPORT void JNICALL Java_Crash_divide(JNIEnv* env, jclass c) { sink = sink / zero; }
JNIEXPORT void JNICALL Java_Crash_illegal(JNIEnv* env, jclass c) { __builtin_trap(); }
JNIEXPORT void JNICALL Java_Crash_jump(JNIEnv* env, jclass c) { ((void (*)(void))nowhere)(); sink = 1; }
JNIEXPORT void JNICALL Java_Crash_abort(JNIEnv* env, jclass c) { abort(); }
/* In a library function that keeps no frame pointer. */
JNIEXPORT void JNICALL Java_Crash_copy(JNIEnv* env, jclass c) { memset((void*)nowhere, sink, 100000 + sink); sink = 1; }

static __attribute__((noinline)) int recurse(int n) {
  volatile char block[1000];
  block[n % 1000] = 1;
  return recurse(n + 1) + block[(n + 1) % 1000];
}
JNIEXPORT void JNICALL Java_Crash_overflow(JNIEnv* env, jclass c) { sink = recurse(0); }

/* Java -> C -> Java -> C */
JNIEXPORT void JNICALL Java_Crash_callBack(JNIEnv* env, jclass c) {
  jmethodID method = (*env)->GetStaticMethodID(env, c, "calledBack", "(Ljava/lang/String;)V");
  (*env)->CallStaticVoidMethod(env, c, method, NULL);
  sink = 1;
}

/* A reference that is none: the VM itself falls over. */
JNIEXPORT void JNICALL Java_Crash_insideVm(JNIEnv* env, jclass c) { sink = (*env)->GetArrayLength(env, (jarray)0x123456789000); }

/* A handler from before the VM keeps what is not the VM's. */
static void on_signal(int signal) {
  static const char text[] = "handled elsewhere\n";
  if (write(1, text, sizeof text - 1) < 0) _exit(1);
  _exit(7);
}
__attribute__((constructor)) static void at_load(void) {
  if (getenv("CRASH_TEST_HANDLER")) signal(SIGSEGV, on_signal);
}
