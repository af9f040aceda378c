// stdlib/entry.h - how a C function of the class library enters the VM and hands its result back.
//
// The same functions are reached on two ways: from libjava & co in state kInNative (through the exported JVM_*
// symbols), and straight from Java code in state kInJava (rows of stdlib/registry.def). `VmEntry` serves both: it
// makes the transition only where one is due.
//
//   jobject_of<jclass>(env, [&](Thread& t) -> Expected<Ref<java::Class>> {...})  a new local reference, null on exception
//   value_of<jint>(env, [&](Thread& t) -> Expected<jint> {...})                  0 on exception
//   run_in_vm(env, [&](Thread& t) -> Expected<void> {...})
//
// Each gives the body a HandleScope of its own.
#pragma once

#include "vm/base/result.h"
#include "vm/base/sync.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/jobject.h"
#include "vm/thread/handles.h"
#include "vm/thread/transitions.h"

namespace kiln::stdlib {

class VmEntry {
 public:
  explicit VmEntry(JNIEnv* env) VM_MAY_SAFEPOINT : thread(thread_of(env)), old_(thread.state.load(std::memory_order_relaxed)) {
    if (is_foreign()) return_from_safe_state(thread, ThreadState::kInVm);
  }
  ~VmEntry() {
    if (is_foreign()) leave_to_safe_state(thread, old_);
  }
  VmEntry(const VmEntry&) = delete;
  VmEntry& operator=(const VmEntry&) = delete;

  Thread& thread;

 private:
  bool is_foreign() const { return old_ != ThreadState::kInJava && old_ != ThreadState::kInVm; }
  ThreadState old_;
};

template <typename J = jobject, typename Body>
J jobject_of(JNIEnv* env, Body&& body) {
  VmEntry in(env);
  HandleScope scope(in.thread);
  auto result = body(in.thread);
  if (!result.ok()) return nullptr;
  return static_cast<J>(leave_scope(scope, result.value()));
}

template <typename V, typename Body>
V value_of(JNIEnv* env, Body&& body) {
  VmEntry in(env);
  HandleScope scope(in.thread);
  auto result = body(in.thread);
  return result.ok() ? static_cast<V>(result.value()) : V{};
}

template <typename Body>
void run_in_vm(JNIEnv* env, Body&& body) {
  VmEntry in(env);
  HandleScope scope(in.thread);
  Expected<void> result = body(in.thread);
  static_cast<void>(result.ok());
}

// For what is not there: says so, with the function's name.
VM_MAY_SAFEPOINT inline Pending throw_unimplemented(Thread& thread, const char* function) {
  return throw_new(thread, &Known::java_lang_UnsupportedOperationException, "not implemented in Kiln: {}", function);
}
#define VM_UNIMPLEMENTED(thread) return ::kiln::stdlib::throw_unimplemented(thread, __func__)

}  // namespace kiln::stdlib
