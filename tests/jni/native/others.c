/* Monitors, direct buffers, the invocation interface. */
#include <pthread.h>

#include "jnitest.h"

JNIEXPORT void JNICALL Java_JniTest_monitors(JNIEnv* env, jclass test, jobject lock) {
  jclass thread = (*env)->FindClass(env, "java/lang/Thread");
  jmethodID holds = (*env)->GetStaticMethodID(env, thread, "holdsLock", "(Ljava/lang/Object;)Z");
  say("enter %d", (*env)->MonitorEnter(env, lock));
  say("enter %d", (*env)->MonitorEnter(env, lock));
  say("holds %d", (*env)->CallStaticBooleanMethod(env, thread, holds, lock));
  say("exit %d", (*env)->MonitorExit(env, lock));
  say("holds %d", (*env)->CallStaticBooleanMethod(env, thread, holds, lock));
  say("exit %d", (*env)->MonitorExit(env, lock));
  say("holds %d", (*env)->CallStaticBooleanMethod(env, thread, holds, lock));
  say("exit fails %d", (*env)->MonitorExit(env, lock) != JNI_OK);
  report(env, "not the owner");
}

static char memory[64];

JNIEXPORT jobject JNICALL Java_JniTest_buffers(JNIEnv* env, jclass test, jobject direct, jobject heap, jobject view) {
  for (int i = 0; i < 64; i++) memory[i] = (char)i;
  jobject buffer = (*env)->NewDirectByteBuffer(env, memory, sizeof memory);
  say("address %d, capacity %lld", (*env)->GetDirectBufferAddress(env, buffer) == memory,
      (long long)(*env)->GetDirectBufferCapacity(env, buffer));
  char* address = (*env)->GetDirectBufferAddress(env, direct);
  say("capacity %lld", (long long)(*env)->GetDirectBufferCapacity(env, direct));
  address[3] = 77;
  say("view: offset %d, capacity %lld", (int)((char*)(*env)->GetDirectBufferAddress(env, view) - address),
      (long long)(*env)->GetDirectBufferCapacity(env, view));
  say("heap: address %p, capacity %lld", (*env)->GetDirectBufferAddress(env, heap),
      (long long)(*env)->GetDirectBufferCapacity(env, heap));
  say("no buffer: address %p, capacity %lld", (*env)->GetDirectBufferAddress(env, test),
      (long long)(*env)->GetDirectBufferCapacity(env, test));
  return buffer;
}

static JavaVM* java_vm;
static jobject test_class;

static void* attached(void* daemon) {
  JNIEnv* env = NULL;
  say("GetEnv before %d", (*java_vm)->GetEnv(java_vm, (void**)&env, JNI_VERSION_10));
  JavaVMAttachArgs arguments = {JNI_VERSION_10, (char*)"from C", NULL};
  jint status = daemon != NULL ? (*java_vm)->AttachCurrentThreadAsDaemon(java_vm, (void**)&env, &arguments)
                               : (*java_vm)->AttachCurrentThread(java_vm, (void**)&env, &arguments);
  say("attach %d", status);
  JNIEnv* again = NULL;
  say("attach again %d, same %d", (*java_vm)->AttachCurrentThread(java_vm, (void**)&again, NULL), again == env);
  say("GetEnv %d, same %d", (*java_vm)->GetEnv(java_vm, (void**)&again, JNI_VERSION_1_2), again == env);
  jmethodID describe = (*env)->GetStaticMethodID(env, test_class, "describeThread", "()V");
  (*env)->CallStaticVoidMethod(env, test_class, describe);
  /* Without a Java frame the system loader finds classes. */
  say_object(env, "found", (*env)->FindClass(env, "JniTest"));
  (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/RuntimeException"), "cleared before leaving");
  (*env)->ExceptionClear(env);
  say("detach %d", (*java_vm)->DetachCurrentThread(java_vm));
  say("GetEnv after %d", (*java_vm)->GetEnv(java_vm, (void**)&env, JNI_VERSION_10));
  say("detach again %d", (*java_vm)->DetachCurrentThread(java_vm));
  return NULL;
}

CHAPTER(invocation) {
  say("GetJavaVM %d", (*env)->GetJavaVM(env, &java_vm));
  test_class = (*env)->NewGlobalRef(env, test);
  JNIEnv* same = NULL;
  static const jint versions[] = {JNI_VERSION_1_1, JNI_VERSION_1_2, JNI_VERSION_1_4, JNI_VERSION_1_6, JNI_VERSION_1_8,
                                  JNI_VERSION_9, JNI_VERSION_10, 0x00010003, 0x7fffffff, 0};
  for (unsigned i = 0; i < sizeof versions / sizeof *versions; i++) {
    jint status = (*java_vm)->GetEnv(java_vm, (void**)&same, versions[i]);
    say("GetEnv(%x) %d, same %d", versions[i], status, same == env);
  }
  pthread_t thread;
  pthread_create(&thread, NULL, attached, NULL);
  pthread_join(thread, NULL);
  pthread_create(&thread, NULL, attached, (void*)1);
  pthread_join(thread, NULL);
}

static jint loads;
JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void* reserved) {
  JNIEnv* env = NULL;
  loads++;
  if ((*vm)->GetEnv(vm, (void**)&env, JNI_VERSION_1_8) != JNI_OK) return JNI_ERR;
  say("JNI_OnLoad %d, same vm %d", loads, (*env)->GetJavaVM(env, &java_vm) == JNI_OK && java_vm == vm);
  /* The loader of the class that loads the library, not the boot loader. */
  say("finds the test class %d", (*env)->FindClass(env, "JniTest") != NULL);
  return JNI_VERSION_1_8;
}
