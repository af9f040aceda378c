// vm/start/create_vm.h - a Vm's life: create, attach and detach threads, destroy.
#pragma once

#include <jni.h>

#include <atomic>

#include "vm/base/vm.h"
#include "vm/thread/thread.h"

namespace kiln {

// Builds and boots a Vm on the calling thread, which becomes its main thread, in state kInNative. JNI error code on
// failure, after a message on stderr.
jint create_vm(const JavaVMInitArgs& arguments, Vm** result);

// The exported functions see the VMs of this process through these.
jint created_vms(JavaVM** buffer, jsize length, jsize* count);

}  // namespace kiln
