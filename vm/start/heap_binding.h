// vm/start/heap_binding.h - what the collector may ask of this VM (gc/vm_binding.h), answered by its parts.
#pragma once

#include "gc/vm_binding.h"
#include "vm/base/vm.h"

namespace kiln {

class HeapBinding final : public VmBinding {
 public:
  explicit HeapBinding(Vm& vm) : vm_(vm) {}
  void stop_the_world() override;
  void resume_the_world() override;
  void for_each_mutator(const std::function<void(Mutator&)>& function) override;
  void visit_roots(RootVisitor& visitor) override;
  void visit_weak(WeakVisitor& visitor) override;
  void begin_class_tracing(bool go_on) override;
  void suspend_class_tracing() override { is_tracing_classes_ = false; }
  bool visit_reached_classes(WeakVisitor& state, RootVisitor& visitor) override;
  void unload_classes() override;
  void references_pending() override;
  void collection_finished(const CollectionRecord& record) override;
  void run_blocked(const std::function<void()>& wait) override;
  bool is_class_structure(uintptr_t address) override;

 private:
  Vm& vm_;
  bool is_tracing_classes_ = false;
};

}  // namespace kiln
