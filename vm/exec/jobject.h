// vm/exec/jobject.h - a jobject is the address of a root slot: a frame slot, a handle, or a JNI global's slot.
//
// Bit 1 of a jobject marks a weak global reference (its slot is cleared by the collector). A null reference is a null
// jobject; a weak global whose object died reads as null.
//
// Functions that native code calls (JNI, JVM_*) start in state kInNative:  InVm in(thread_of(env));
// The VM's own native methods (stdlib/registry.def) start in state kInJava, with Thread::last_frame published, and
// need no transition. Both take (JNIEnv*, jobject receiver or jclass, arguments...) and return JNI types. Local
// references made during a native method are freed when it returns.
#pragma once

#include <jni.h>

#include "vm/thread/handles.h"

namespace kiln {

inline constexpr uintptr_t kWeakTag = 2;

inline Thread& thread_of(JNIEnv* env) { return *reinterpret_cast<Thread*>(env); }
inline JNIEnv* env_of(Thread& thread) { return reinterpret_cast<JNIEnv*>(&thread); }

inline RefSlot* slot_of(jobject object) {
  return reinterpret_cast<RefSlot*>(reinterpret_cast<uintptr_t>(object) & ~kWeakTag);
}
// Null jobject: a null handle.
template <typename T = java::Object>
Handle<T> handle_of(jobject object) {
  return Handle<T>::of_slot(slot_of(object));
}
inline Ref<> ref_of(jobject object, const NoSafepoint&) { return object == nullptr ? Ref<>() : Ref<>(*slot_of(object)); }

// A new local reference of the current native method.
inline jobject make_local(Thread& thread, Ref<> ref) {
  if (ref.is_null()) return nullptr;
  return reinterpret_cast<jobject>(thread.handles.push_local(ref.bits()));
}
// The same from inside a HandleScope, which ends.
inline jobject leave_scope(HandleScope& scope, Ref<> ref) { return reinterpret_cast<jobject>(scope.escape_local(ref)); }

}  // namespace kiln
