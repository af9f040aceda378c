// vm/ops/method_handle_table.h - what java.lang.invoke needs of the VM beyond the classes' own structures.
//
//   resolved names   the methods that have a java.lang.invoke.ResolvedMethodName. One object per method, interned in
//                    Method::resolved_method_name, weakly: a MemberName keeps it alive; when the last one dies the
//                    collector clears the slot through visit_weak
//   intrinsics       one Method record per (invokeBasic or linkTo*, descriptor), made at first need, kept for ever
#pragma once

#include <unordered_map>
#include <vector>

#include "gc/vm_binding.h"
#include "vm/base/sync.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln {

class MethodHandleTable {
 public:
  MethodHandleTable() = default;
  MethodHandleTable(const MethodHandleTable&) = delete;
  MethodHandleTable& operator=(const MethodHandleTable&) = delete;

  // The interned ResolvedMethodName of `method`; null: none yet. Any thread, no safepoint.
  static Ref<> find_name(Method& method);
  // Interns `fresh`, a ResolvedMethodName of `method` that no other thread has seen; returns the winner. No safepoint.
  Ref<> intern_name(Method& method, Ref<> fresh);
  // Drops or updates the names. World stopped.
  void visit_weak(WeakVisitor& visitor);
  // The record of an intrinsic for a descriptor; see ops::polymorphic_method. No safepoint; null: meta space is full.
  Method* intrinsic(Vm& vm, Method& declared, Symbol* descriptor);
  // Guards the publication of a call site or adapter entry together with its appendix. No safepoint while held.
  Mutex& publication() { return publication_; }
  size_t name_count();

 private:
  Mutex mutex_{LockRank::kMethodHandles, "method handles"};
  Mutex publication_{LockRank::kResolution, "call sites"};
  std::vector<Method*> named_ VM_GUARDED_BY(mutex_);
  std::unordered_map<uint64_t, Method*> intrinsics_ VM_GUARDED_BY(mutex_);  // method address << 32 | descriptor address
};

}  // namespace kiln
