// vm/start/invocation.cpp - the three functions that a host calls to get a VM (JNI specification, "The Invocation API").
#include <jni.h>

#include "vm/base/memory.h"
#include "vm/jni/invocation.h"
#include "vm/start/create_vm.h"

using namespace kiln;  // NOLINT

extern "C" {

JNIEXPORT jint JNICALL JNI_GetDefaultJavaVMInitArgs(void* arguments) {
  // Only the version is asked for since 1.2; a 1.1 structure gets the default stack size of new threads.
  struct OldArguments {
    jint version;
    char** properties;
    jint checkSource;
    jint nativeStackSize;
    jint javaStackSize;
  };
  auto* old = static_cast<OldArguments*>(arguments);
  if (old->version == JNI_VERSION_1_1) {
    old->javaStackSize = static_cast<jint>(kMiB);
    return JNI_ERR;
  }
  return is_supported_jni_version(old->version) ? JNI_OK : JNI_ERR;
}

JNIEXPORT jint JNICALL JNI_CreateJavaVM(JavaVM** java_vm, void** env, void* arguments) {
  if (!is_supported_jni_version(static_cast<JavaVMInitArgs*>(arguments)->version)) return JNI_EVERSION;
  if (Thread::current() != nullptr) return JNI_EEXIST;
  Vm* vm = nullptr;
  jint status = create_vm(*static_cast<JavaVMInitArgs*>(arguments), &vm);
  if (status != JNI_OK) return status;
  *java_vm = static_cast<JavaVmHandle*>(vm->java_vm);
  *env = Thread::current();
  return JNI_OK;
}

JNIEXPORT jint JNICALL JNI_GetCreatedJavaVMs(JavaVM** buffer, jsize length, jsize* count) {
  return created_vms(buffer, length, count);
}

}  // extern "C"
