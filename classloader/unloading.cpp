#include "classloader/unloading.h"

#include <cstring>
#include <unordered_set>

#include "classloader/dictionary/dictionary.h"
#include "classloader/modules.h"
#include "vm/base/log.h"
#include "vm/exec/frame_maps.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"
#include "vm/thread/registry.h"

namespace kiln {

namespace {

bool is_dead(const Class& klass) { return klass.state->lifetime->is_dead; }

// Native memory that hangs off a class's structures.
void free_native_parts(Class& klass) {
  ClassState& state = *klass.state;
  if (state.file != nullptr) native_free(const_cast<uint8_t*>(state.file));
  for (uint32_t i = 0; i < klass.method_count; i++) free_frame_maps(klass.methods.get()[i]);
}

// Takes dead classes off the list of subclasses of one that stays.
void drop_dead_subclasses(Class& super) {
  Class* first = super.first_subclass();
  while (first != nullptr && is_dead(*first)) first = first->state->next_sibling;
  super.set_first_subclass(first);
  for (Class* klass = first; klass != nullptr; klass = klass->state->next_sibling) {
    Class* next = klass->state->next_sibling;
    while (next != nullptr && is_dead(*next)) next = next->state->next_sibling;
    klass->state->next_sibling = next;
  }
}

void leave_class(Vm& vm, Class& klass) {
  VM_LOG(*vm.log, info, (class, unload), "unloading class {} 0x{:016x}", external_name(klass), reinterpret_cast<uintptr_t>(&klass));
  for (const auto& listener : vm.class_unload_listeners) listener(klass);
  free_native_parts(klass);
}

}  // namespace

size_t unload_classes(Vm& vm) {
  std::vector<std::unique_ptr<Lifetime>> dead = vm.classes->take_dead();
  if (dead.empty()) return 0;
  size_t count = 0;
  std::unordered_set<Class*> supers;
  for (const auto& lifetime : dead) {
    for (Class* klass : lifetime->classes) {
      leave_class(vm, *klass);
      if (Class* super = klass->super; super != nullptr && !is_dead(*super)) supers.insert(super);
    }
    count += lifetime->classes.size();
  }
  for (Class* super : supers) drop_dead_subclasses(*super);
  vm.dictionary->drop_dead_loaders();
  vm.modules->drop_dead_loaders();
  vm.threads->for_each([](Thread& thread) {
    std::memset(static_cast<void*>(thread.interface_cache), 0, sizeof thread.interface_cache);
  });
  dead.clear();
  vm.class_space->trim();
  vm.meta_space->trim();
  return count;
}

}  // namespace kiln
