// vm/meta/loader_data.h - what the VM keeps per class loader, and the list of all classes.
//
// The boot loader's data has a null `loader`. A LoaderData is found from the ClassLoader object by its injected
// field `loader_data`. Guarded by the dictionary lock unless noted.
#pragma once

#include <functional>
#include <vector>

#include "gc/vm_binding.h"
#include "vm/base/sync.h"
#include "vm/meta/class.h"

namespace kiln {

struct Vm;

// Allocated in meta space, so that classes point at it in 32 bits.
struct LoaderData {
  RefSlot loader;                  // java.lang.ClassLoader; 0 for boot; root
  uint32_t id;
  Ptr32<Class> first_class;        // chain through Class::next_in_loader
  Ptr32<ModuleEntry> unnamed_module;
  bool is_boot;
  bool is_builtin;                 // boot, platform or application loader
  Ptr32<LoaderData> next;
};

// Every class of the VM, in order of creation; classes are never removed yet (unloading is not there).
class ClassRegistry {
 public:
  ClassRegistry() = default;
  void add(Class& klass);
  LoaderData& add_loader(Vm& vm, RefSlot loader);
  // Snapshot-safe: may be called while classes are added.
  void for_each(const std::function<void(Class&)>& function);
  void for_each_loader(const std::function<void(LoaderData&)>& function);
  // Root slots of all classes and loaders (mirrors, resolved references, ...).
  void visit_roots(RootVisitor& visitor);
  size_t count();

 private:
  Mutex mutex_{LockRank::kResolution, "class registry"};  // taken under the dictionary's
  std::vector<Class*> classes_ VM_GUARDED_BY(mutex_);
  std::vector<LoaderData*> loaders_ VM_GUARDED_BY(mutex_);
  uint32_t next_loader_id_ VM_GUARDED_BY(mutex_) = 0;
};

}  // namespace kiln
