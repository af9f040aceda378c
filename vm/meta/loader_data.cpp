// ClassRegistry: the list of all classes and loaders, and the roots they hold.
#include "vm/meta/loader_data.h"

#include <new>

#include "vm/base/vm.h"

namespace kiln {

void ClassRegistry::add(Class& klass) {
  MutexLock lock(mutex_);
  klass.serial = static_cast<uint32_t>(classes_.size());
  classes_.push_back(&klass);
  if (LoaderData* loader = klass.loader) {
    klass.next_in_loader = loader->first_class;
    loader->first_class = &klass;
  }
}

LoaderData& ClassRegistry::add_loader(Vm& vm, RefSlot loader) {
  void* memory = vm.meta_space->allocate(sizeof(LoaderData), alignof(LoaderData));
  if (memory == nullptr) VM_FATAL("meta space is exhausted: no room for a class loader");
  LoaderData* data = new (memory) LoaderData{};
  data->loader = loader;
  data->is_boot = loader == 0;
  MutexLock lock(mutex_);
  data->id = next_loader_id_++;
  if (!loaders_.empty()) loaders_.back()->next = data;
  loaders_.push_back(data);
  return *data;
}

void ClassRegistry::for_each(const std::function<void(Class&)>& function) {
  // By index, not by a copy: classes are only ever appended.
  for (size_t i = 0;; i++) {
    Class* klass;
    {
      MutexLock lock(mutex_);
      if (i >= classes_.size()) return;
      klass = classes_[i];
    }
    function(*klass);
  }
}

void ClassRegistry::for_each_loader(const std::function<void(LoaderData&)>& function) {
  for (size_t i = 0;; i++) {
    LoaderData* loader;
    {
      MutexLock lock(mutex_);
      if (i >= loaders_.size()) return;
      loader = loaders_[i];
    }
    function(*loader);
  }
}

// The world is stopped, and a thread never stops while it holds the mutex: no lock is needed, nor could one be taken
// under the collector's own.
VM_NO_THREAD_SAFETY void ClassRegistry::visit_roots(RootVisitor& visitor) {
  for (Class* klass : classes_) {
    ClassState& state = *klass->state;
    visitor.visit(&state.mirror);
    visitor.visit(&state.init_lock);
    visitor.visit(&state.init_error);
    visitor.visit(&state.resolved_refs);
    visitor.visit(&state.nest_host_error);
  }
  for (LoaderData* loader : loaders_) visitor.visit(&loader->loader);
}

size_t ClassRegistry::count() {
  MutexLock lock(mutex_);
  return classes_.size();
}

}  // namespace kiln
