// vm/jni/invocation.cpp - the five functions of a JavaVM*, and GetJavaVM.
#include "vm/jni/invocation.h"

#include "vm/exec/jobject.h"
#include "vm/jni/functions.h"
#include "vm/thread/thread.h"

namespace kiln {

bool is_supported_jni_version(jint version) {
  switch (version) {
    case JNI_VERSION_1_2:
    case JNI_VERSION_1_4:
    case JNI_VERSION_1_6:
    case JNI_VERSION_1_8:
    case JNI_VERSION_9:
    case JNI_VERSION_10:
      return true;
    default:
      return false;
  }
}

namespace {

JavaVmHandle& handle_of_vm(JavaVM* vm) { return *static_cast<JavaVmHandle*>(vm); }

// The calling thread if it is attached to this very VM.
Thread* attached_thread(JavaVM* vm) {
  Thread* thread = Thread::current();
  return thread != nullptr && &thread->vm() == &handle_of_vm(vm).vm ? thread : nullptr;
}

jint JNICALL destroy_java_vm(JavaVM* vm) {
  JavaVmHandle& handle = handle_of_vm(vm);
  VM_CHECK(handle.hooks.destroy != nullptr);
  return handle.hooks.destroy(handle.vm);
}

jint attach(JavaVM* vm, void** env, void* arguments, bool is_daemon) {
  if (Thread* thread = attached_thread(vm)) {
    *env = env_of(*thread);
    return JNI_OK;
  }
  if (Thread::current() != nullptr) return JNI_ERR;  // attached to another VM of this process
  const auto* given = static_cast<const JavaVMAttachArgs*>(arguments);
  if (given != nullptr && !is_supported_jni_version(given->version)) return JNI_EVERSION;
  JavaVmHandle& handle = handle_of_vm(vm);
  VM_CHECK(handle.hooks.attach != nullptr);
  jint status = JNI_ERR;
  Thread* thread = handle.hooks.attach(handle.vm, given, is_daemon, &status);
  if (thread == nullptr) return status;
  *env = env_of(*thread);
  return JNI_OK;
}

jint JNICALL attach_current_thread(JavaVM* vm, void** env, void* arguments) { return attach(vm, env, arguments, false); }
jint JNICALL attach_current_thread_as_daemon(JavaVM* vm, void** env, void* arguments) {
  return attach(vm, env, arguments, true);
}

jint JNICALL detach_current_thread(JavaVM* vm) {
  Thread* thread = attached_thread(vm);
  if (thread == nullptr) return JNI_OK;
  JavaVmHandle& handle = handle_of_vm(vm);
  VM_CHECK(handle.hooks.detach != nullptr);
  return handle.hooks.detach(*thread);
}

jint JNICALL get_env(JavaVM* vm, void** env, jint version) {
  *env = nullptr;
  Thread* thread = attached_thread(vm);
  if (thread == nullptr) return JNI_EDETACHED;
  // Tool interfaces (JVMTI: 0x30......) are not there.
  if (version != JNI_VERSION_1_1 && !is_supported_jni_version(version)) return JNI_EVERSION;
  *env = env_of(*thread);
  return JNI_OK;
}

constexpr JNIInvokeInterface_ kInvokeTable = {
    .reserved0 = nullptr,
    .reserved1 = nullptr,
    .reserved2 = nullptr,
    .DestroyJavaVM = &destroy_java_vm,
    .AttachCurrentThread = &attach_current_thread,
    .DetachCurrentThread = &detach_current_thread,
    .GetEnv = &get_env,
    .AttachCurrentThreadAsDaemon = &attach_current_thread_as_daemon,
};

}  // namespace

const JNIInvokeInterface_* JavaVmHandle::invoke_table() { return &kInvokeTable; }

namespace jni {
jint GetJavaVM(JNIEnv* env, JavaVM** vm) {
  *vm = static_cast<JavaVM*>(thread_of(env).vm().java_vm);
  return JNI_OK;
}
}  // namespace jni

}  // namespace kiln
