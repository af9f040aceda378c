// vm/meta/loader_data.h - what the VM keeps per class loader, and the list of all classes and lifetimes.
//
// The boot loader's data has a null `loader`. A LoaderData is found from the ClassLoader object by its injected
// field `loader_data`. Guarded by the dictionary lock unless noted.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "gc/vm_binding.h"
#include "vm/base/sync.h"
#include "vm/meta/class.h"
#include "vm/meta/lifetime.h"

namespace kiln {

struct Vm;

// Allocated in the memory of its lifetime, so that classes point at it in 32 bits.
struct LoaderData {
  RefSlot loader;                  // java.lang.ClassLoader; 0 for boot; root
  uint32_t id;
  Lifetime* lifetime;              // of its classes, but for hidden ones with one of their own
  Ptr32<ModuleEntry> unnamed_module;
  bool is_boot;
  bool is_builtin;                 // boot, platform or application loader
};

// Every class and lifetime of the VM, in order of creation.
class ClassRegistry {
 public:
  ClassRegistry() = default;
  // A class becomes visible: it joins its lifetime (ClassState::lifetime).
  void add(Class& klass);
  LoaderData& add_loader(Vm& vm, RefSlot loader, bool is_permanent = true);
  // The lifetime of a hidden class that is about to be added.
  void adopt(std::unique_ptr<Lifetime> lifetime);
  // `dependant` lives: then `needed` does, too. Any thread in state InVm; no safepoint. Cheap when it is known already.
  void keep(Lifetime& dependant, Lifetime& needed);
  // Calls the function for each class; may be called while classes are added, and the function may safepoint: classes
  // that die meanwhile are left out.
  void for_each(const std::function<void(Class&)>& function);
  // Root slots of all classes and loaders (mirrors, resolved references, ...).
  void visit_roots(RootVisitor& visitor);
  size_t count();
  // Classes that are not arrays: made since the start, unloaded since.
  uint64_t total_loaded();
  uint64_t total_unloaded();

  // --- collections that unload; the world is stopped ----------------------------------------------------------------
  // Forgets what earlier collections reached. Then only the permanent lifetimes' roots are to be visited ...
  // (`keep_reached`: the classes stay reached that were, only their lifetimes have to prove alive again.)
  void begin_tracing(bool keep_reached);
  void visit_permanent_roots(RootVisitor& visitor);
  // ... and, as long as it returns true, when everything has been traced: those of lifetimes that prove alive.
  bool visit_reached_roots(WeakVisitor& state, RootVisitor& visitor);
  // Takes out the lifetimes that were not reached, marked dead. Their classes are not in the registry any more.
  std::vector<std::unique_ptr<Lifetime>> take_dead();

 private:
  void visit_lifetime(Lifetime& lifetime, RootVisitor& visitor);

  Mutex mutex_{LockRank::kResolution, "class registry"};  // taken under the dictionary's
  std::vector<Class*> classes_ VM_GUARDED_BY(mutex_);     // null: unloaded while somebody walked the list
  std::vector<std::unique_ptr<Lifetime>> lifetimes_ VM_GUARDED_BY(mutex_);
  int walks_ VM_GUARDED_BY(mutex_) = 0;
  uint32_t next_loader_id_ VM_GUARDED_BY(mutex_) = 0;
  uint32_t next_serial_ VM_GUARDED_BY(mutex_) = 0;
  uint64_t loaded_ VM_GUARDED_BY(mutex_) = 0;
  uint64_t unloaded_ VM_GUARDED_BY(mutex_) = 0;
};

}  // namespace kiln
