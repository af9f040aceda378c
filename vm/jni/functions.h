// vm/jni/functions.h - the C functions behind the JNI function table, and the table itself.
//
// functions.def lists them once; declarations (with the types that jni.h gives the slots) and the table derive from it.
// A function that is listed and not defined, or defined with another signature, is a link error that names it.
//
// How each works: native code calls it in state kInNative with its own Thread's address as JNIEnv*. It opens InVm (the
// state kInVm; a safepoint), a HandleScope when it makes handles, and returns a local reference by leave_scope or
// make_local. What fails leaves a Java exception pending and returns 0, null or JNI_ERR. The file ids.h says what a
// jmethodID and a jfieldID are.
#pragma once

#include <jni.h>

#include <type_traits>

namespace kiln::jni {

#define VM_JNI(name) std::remove_pointer_t<decltype(JNINativeInterface_::name)> name;
#include "vm/jni/functions.def"
#undef VM_JNI

// The table that Thread::jni_functions points to.
const JNINativeInterface_* function_table();

}  // namespace kiln::jni
