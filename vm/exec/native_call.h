// vm/exec/native_call.h - finding and registering the C functions of native methods.
//
// Look-up order as the JDK expects: functions registered by RegisterNatives or by the VM's own table
// (stdlib/registry.def), then the JNI names Java_... (short, then long) in the libraries of the method's loader.
#pragma once

#include <string>

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln {

// Binds `function`; `is_vm_function`: it belongs to this VM, expects state InVm and takes (Thread as JNIEnv*, ...). A method
// that others may be calling is bound again only while the world is stopped: kind, function and entry belong together.
void bind_native(Method& method, void* function, bool is_vm_function);
// Finds and binds the function; UnsatisfiedLinkError with HotSpot's text when there is none.
VM_MAY_SAFEPOINT Expected<void> link_native(Thread& thread, Method& method);
std::string jni_short_name(const Method& method);
std::string jni_long_name(const Method& method);

}  // namespace kiln
