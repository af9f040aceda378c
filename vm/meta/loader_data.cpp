// ClassRegistry: the list of all classes and lifetimes, and the roots they hold.
#include "vm/meta/loader_data.h"

#include <algorithm>
#include <new>

#include "vm/base/vm.h"

namespace kiln {

void ClassRegistry::add(Class& klass) {
  MutexLock lock(mutex_);
  klass.serial = next_serial_++;
  klass.shape.reached = 1;
  classes_.push_back(&klass);
  klass.state->lifetime->classes.push_back(&klass);
  loaded_ += !klass.is_array();
}

LoaderData& ClassRegistry::add_loader(Vm& vm, RefSlot loader, bool is_permanent) {
  auto lifetime = std::make_unique<Lifetime>(vm, is_permanent ? Lifetime::Kind::kPermanent : Lifetime::Kind::kLoader);
  void* memory = lifetime->allocate(sizeof(LoaderData), alignof(LoaderData));
  if (memory == nullptr) VM_FATAL("meta space is exhausted: no room for a class loader");
  LoaderData* data = new (memory) LoaderData{};
  data->loader = loader;
  data->lifetime = lifetime.get();
  data->is_boot = loader == 0;
  data->is_builtin = is_permanent;
  lifetime->loader = data;
  MutexLock lock(mutex_);
  data->id = next_loader_id_++;
  lifetimes_.push_back(std::move(lifetime));
  return *data;
}

void ClassRegistry::adopt(std::unique_ptr<Lifetime> lifetime) {
  MutexLock lock(mutex_);
  lifetimes_.push_back(std::move(lifetime));
}

void ClassRegistry::keep(Lifetime& dependant, Lifetime& needed) {
  if (&dependant == &needed || needed.is_permanent()) return;
  MutexLock lock(mutex_);
  if (std::find(dependant.needs.begin(), dependant.needs.end(), &needed) == dependant.needs.end()) dependant.needs.push_back(&needed);
}

void ClassRegistry::for_each(const std::function<void(Class&)>& function) {
  {
    MutexLock lock(mutex_);
    walks_++;
  }
  // By index, not by a copy: while somebody walks, classes are only ever appended.
  for (size_t i = 0;; i++) {
    Class* klass;
    {
      MutexLock lock(mutex_);
      if (i >= classes_.size()) {
        walks_--;
        return;
      }
      klass = classes_[i];
    }
    if (klass != nullptr) function(*klass);
  }
}

// In the functions below the world is stopped, and a thread never stops while it holds the mutex: no lock is needed, nor
// could one be taken under the collector's own.

VM_NO_THREAD_SAFETY void ClassRegistry::visit_lifetime(Lifetime& lifetime, RootVisitor& visitor) {
  visitor.visit(&lifetime.loader->loader);
  for (RefSlot* slot : lifetime.roots) visitor.visit(slot);
  for (Class* klass : lifetime.classes) {
    ClassState& state = *klass->state;
    visitor.visit(&state.mirror);
    visitor.visit(&state.init_lock);
    visitor.visit(&state.init_error);
    visitor.visit(&state.resolved_refs);
    visitor.visit(&state.nest_host_error);
  }
}

VM_NO_THREAD_SAFETY void ClassRegistry::visit_roots(RootVisitor& visitor) {
  for (const auto& lifetime : lifetimes_) visit_lifetime(*lifetime, visitor);
}

VM_NO_THREAD_SAFETY void ClassRegistry::begin_tracing(bool keep_reached) {
  for (const auto& lifetime : lifetimes_) {
    lifetime->is_reached = false;
    if (keep_reached || lifetime->is_permanent()) continue;
    for (Class* klass : lifetime->classes) klass->shape.reached = 0;
  }
}

VM_NO_THREAD_SAFETY void ClassRegistry::visit_permanent_roots(RootVisitor& visitor) {
  for (const auto& lifetime : lifetimes_) {
    if (lifetime->is_permanent()) visit_lifetime(*lifetime, visitor);
  }
}

VM_NO_THREAD_SAFETY bool ClassRegistry::visit_reached_roots(WeakVisitor& state, RootVisitor& visitor) {
  std::vector<Lifetime*> work;
  bool visited = false;
  auto is_alive = [&state](const Lifetime& lifetime) {
    if (lifetime.is_permanent()) return true;
    RefSlot loader = lifetime.loader->loader;
    if (lifetime.kind == Lifetime::Kind::kLoader && !state.current(Ref<>(loader)).is_null()) return true;
    return std::any_of(lifetime.classes.begin(), lifetime.classes.end(), [](const Class* klass) { return klass->shape.reached != 0; });
  };
  for (const auto& candidate : lifetimes_) {
    if (candidate->is_reached || !is_alive(*candidate)) continue;
    candidate->is_reached = true;
    work.push_back(candidate.get());
    while (!work.empty()) {
      Lifetime* lifetime = work.back();
      work.pop_back();
      if (!lifetime->is_permanent()) {
        visit_lifetime(*lifetime, visitor);
        visited = true;
      }
      for (Lifetime* needed : lifetime->needs) {
        if (needed->is_reached) continue;
        needed->is_reached = true;
        work.push_back(needed);
      }
    }
  }
  return visited;
}

VM_NO_THREAD_SAFETY std::vector<std::unique_ptr<Lifetime>> ClassRegistry::take_dead() {
  std::vector<std::unique_ptr<Lifetime>> dead;
  auto alive = lifetimes_.begin();
  for (auto& lifetime : lifetimes_) {
    if (lifetime->is_reached) {
      if (&*alive != &lifetime) *alive = std::move(lifetime);
      ++alive;
      continue;
    }
    lifetime->is_dead = true;
    for (const Class* klass : lifetime->classes) unloaded_ += !klass->is_array();
    dead.push_back(std::move(lifetime));
  }
  lifetimes_.erase(alive, lifetimes_.end());
  if (dead.empty()) return dead;
  for (Class*& klass : classes_) {
    if (klass != nullptr && klass->state->lifetime->is_dead) klass = nullptr;
  }
  if (walks_ == 0) std::erase(classes_, nullptr);
  return dead;
}

size_t ClassRegistry::count() {
  MutexLock lock(mutex_);
  return static_cast<size_t>(std::count_if(classes_.begin(), classes_.end(), [](const Class* klass) { return klass != nullptr; }));
}

uint64_t ClassRegistry::total_loaded() {
  MutexLock lock(mutex_);
  return loaded_;
}

uint64_t ClassRegistry::total_unloaded() {
  MutexLock lock(mutex_);
  return unloaded_;
}

}  // namespace kiln
