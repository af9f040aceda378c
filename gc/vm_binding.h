// gc/vm_binding.h - the whole list of what the collector asks of the VM around it.
//
// vm/thread implements it for the real VM; tests/unit/gc has a fake one. All functions are called by the
// thread that collects, which is in state InVm; `visit_*` only while the world is stopped.
#pragma once

#include <cstdint>
#include <functional>

#include "gc/memory_pools.h"
#include "gc/mutator.h"
#include "vm/object/object.h"

namespace kiln {

// Receives the address of a root slot; may change the reference in it. Slots hold null or a valid reference.
class RootVisitor {
 public:
  virtual void visit(RefSlot* slot) = 0;

 protected:
  ~RootVisitor() = default;
};

// Tells about and updates weak slots: returns the new reference of a live object, or null when it died.
class WeakVisitor {
 public:
  virtual Ref<> current(Ref<> old) = 0;

 protected:
  ~WeakVisitor() = default;
};

class VmBinding {
 public:
  virtual ~VmBinding() = default;
  // Stops every other mutator at a safepoint / lets them go. Calls are paired and not nested. Several threads may
  // ask at once: one wins, the others count as stopped while they wait for their turn.
  virtual void stop_the_world() = 0;
  virtual void resume_the_world() = 0;
  // Every mutator, the collecting thread's included. One that goes away calls Heap::retire before it leaves the list.
  virtual void for_each_mutator(const std::function<void(Mutator&)>& function) = 0;
  // Strong roots: thread stacks and handles, class structures, JNI globals, VM tables.
  virtual void visit_roots(RootVisitor& visitor) = 0;
  // Weak tables (interned strings, JNI weak globals, monitors, method-handle names): each entry is asked for
  // with `current` and dropped when it died.
  virtual void visit_weak(WeakVisitor& visitor) = 0;
  // --- unloading of classes: for collections that trace everything ---------------------------------------------------
  // Such a collection calls begin_class_tracing when the world has stopped; then visit_roots, which leaves out what only
  // classes hold that may be unloaded. For each object that it reaches it calls mark_class_reached (vm/object/shape.h), a
  // test of one byte. When everything has been traced it calls visit_reached_classes, which visits the roots of loaders and
  // classes that have proved alive, and goes on tracing, until the answer is false (nothing was visited): before soft and
  // weak references are decided, and again after finalisable objects were kept alive. At the end, when nothing will look at
  // dead objects any more, unload_classes frees what was not reached. Other collections (of the young, say) do none of
  // this: then visit_roots visits everything. No collection comes between begin_class_tracing and unload_classes.
  virtual void begin_class_tracing(bool /*go_on*/ = false) {}
  virtual bool visit_reached_classes(WeakVisitor& /*state*/, RootVisitor& /*visitor*/) { return false; }
  virtual void unload_classes() {}
  // Marking beside the program calls begin_class_tracing once in a first pause, and suspend_class_tracing at the end of every
  // pause but the last: until the next begin_class_tracing(true), which keeps what was found, visit_roots visits everything
  // again. Classes made in between count as reached.
  virtual void suspend_class_tracing() {}
  // The pending list (linked through Reference.discovered) has grown: wake the reference handler. The world runs.
  virtual void references_pending() = 0;
  // After each collection, when the world runs again: for notifications. The thread may hold an allocated block that is no
  // object yet, so this is no safepoint: leave the work to another thread.
  virtual void collection_finished(const CollectionRecord& /*record*/) {}
  // Runs `wait`, which blocks in the operating system, in a thread state that does not hold up a safepoint.
  // Afterwards the thread is InVm again: a safepoint.
  virtual void run_blocked(const std::function<void()>& wait) = 0;
  // For the heap verifier: is there a class structure at this address?
  virtual bool is_class_structure(uintptr_t address) { return address != 0; }
};

}  // namespace kiln
