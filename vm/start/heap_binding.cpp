#include "vm/start/heap_binding.h"

#include "classloader/unloading.h"
#include "stdlib/library_environment.h"
#include "stdlib/management/memory_service.h"
#include "vm/base/meta_space.h"
#include "vm/exec/frame_maps.h"
#include "vm/exec/java_string.h"
#include "vm/exec/pending_references.h"
#include "vm/jni/globals.h"
#include "vm/meta/known.h"
#include "vm/meta/loader_data.h"
#include "vm/ops/method_handle_table.h"
#include "vm/start/options.h"
#include "vm/thread/monitor_table.h"
#include "vm/thread/registry.h"
#include "vm/thread/roots.h"
#include "vm/thread/transitions.h"

namespace kiln {

void HeapBinding::stop_the_world() {
  vm_.threads->stop_the_world(*Thread::current());
  if (vm_.library != nullptr) vm_.library->memory->note_stop();
}
void HeapBinding::resume_the_world() { vm_.threads->resume_the_world(*Thread::current()); }

void HeapBinding::for_each_mutator(const std::function<void(Mutator&)>& function) {
  vm_.threads->for_each([&](Thread& thread) { function(thread.mutator); });
}

void HeapBinding::visit_roots(RootVisitor& visitor) {
  vm_.threads->for_each([&](Thread& thread) {
    visit_thread_roots(thread, visitor);
    visit_frames(thread, visitor);
  });
  vm_.monitors->visit_roots(visitor);
  if (is_tracing_classes_) {
    vm_.classes->visit_permanent_roots(visitor);
  } else {
    vm_.classes->visit_roots(visitor);
  }
  vm_.jni_globals->visit_roots(visitor);
  Known& known = *vm_.known;
  for (RefSlot& slot : known.primitive_mirrors) visitor.visit(&slot);
  for (RefSlot& slot : known.out_of_memory_errors) visitor.visit(&slot);
  for (RefSlot* slot : {&known.system_loader, &known.platform_loader, &known.main_thread_group, &known.system_thread_group}) {
    visitor.visit(slot);
  }
}

void HeapBinding::visit_weak(WeakVisitor& visitor) {
  vm_.strings->update_weak(visitor);
  vm_.monitors->update_weak(visitor);
  vm_.jni_globals->update_weak(visitor);
  vm_.method_handles->visit_weak(visitor);
}

void HeapBinding::begin_class_tracing(bool go_on) {
  if (!vm_.options->class_unloading) return;
  is_tracing_classes_ = true;
  vm_.classes->begin_tracing(go_on);
}

bool HeapBinding::visit_reached_classes(WeakVisitor& state, RootVisitor& visitor) {
  return is_tracing_classes_ && vm_.classes->visit_reached_roots(state, visitor);
}

void HeapBinding::unload_classes() {
  if (!is_tracing_classes_) return;
  kiln::unload_classes(vm_);
  is_tracing_classes_ = false;
}

void HeapBinding::references_pending() { vm_.pending_references->notify(); }

void HeapBinding::collection_finished(const CollectionRecord& record) {
  if (vm_.library != nullptr) vm_.library->memory->note_collection(record);
}

void HeapBinding::run_blocked(const std::function<void()>& wait) {
  BlockedInVm blocked(*Thread::current());
  wait();
}

bool HeapBinding::is_class_structure(uintptr_t address) {
  return address % kClassAlignment == 0 && vm_.class_space->contains(reinterpret_cast<void*>(address));
}

}  // namespace kiln
