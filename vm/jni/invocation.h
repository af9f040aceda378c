// vm/jni/invocation.h - the JavaVM* that native code holds, and its invocation functions.
//
// What attaching, detaching and destroying do lives above this layer; vm/start gives it in InvocationHooks.
// JNI_CreateJavaVM and its two sisters are exported by vm/start.
#pragma once

#include <jni.h>

#include "vm/base/vm.h"

namespace kiln {

class Thread;

struct InvocationHooks {
  // Attaches the calling native thread, which has no Thread yet, in state kInNative; null and *status when it fails.
  // `arguments` may be null (no name, main thread group).
  Thread* (*attach)(Vm& vm, const JavaVMAttachArgs* arguments, bool is_daemon, jint* status) = nullptr;
  // Detaches the calling thread; its Thread is gone afterwards. JNI_ERR when Java frames are on its stack.
  jint (*detach)(Thread& thread) = nullptr;
  // Waits for the last non-daemon thread, shuts down, frees the Vm. The calling thread may be unattached.
  jint (*destroy)(Vm& vm) = nullptr;
};

// JavaVM* is the address of one of these; Vm::java_vm points to it.
struct JavaVmHandle : JavaVM_ {
  JavaVmHandle(Vm& owner, const InvocationHooks& with) : vm(owner), hooks(with) { functions = invoke_table(); }
  static const JNIInvokeInterface_* invoke_table();
  Vm& vm;
  InvocationHooks hooks;
};

// Is `version` one that GetEnv, JNI_OnLoad and attach arguments may name? JNI_VERSION_1_1 counts only for GetEnv.
bool is_supported_jni_version(jint version);

}  // namespace kiln
