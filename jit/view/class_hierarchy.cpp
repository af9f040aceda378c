#include "jit/view/class_hierarchy.h"

#include "vm/meta/class.h"

namespace kiln::jit {

namespace {
constexpr int kMostClasses = 64;

// False: several targets, or too many classes.
bool look_below(const Class* klass, uint32_t vtable_index, int* classes_left, const Method** only) {
  if (--*classes_left < 0) return false;
  bool may_have_instances = !klass->is_abstract() && klass->init_state() != InitState::kLoaded;
  if (may_have_instances) {
    const Method* target = klass->vtable_at(vtable_index);
    if (*only != nullptr && *only != target) return false;
    *only = target;
  }
  for (const Class* sub = klass->first_subclass(); sub != nullptr; sub = sub->state->next_sibling) {
    if (!look_below(sub, vtable_index, classes_left, only)) return false;
  }
  return true;
}
}  // namespace

const Method* find_only_target(const Class* root, uint32_t vtable_index) {
  int classes_left = kMostClasses;
  const Method* only = nullptr;
  return look_below(root, vtable_index, &classes_left, &only) ? only : nullptr;
}

bool is_broken_by(const OnlyTarget& fact, const Class& added) {
  return !added.is_abstract() && added.vtable_at(fact.vtable_index) != fact.target;
}

void for_each_superclass(const Class& klass, const std::function<void(const Class&)>& visit) {
  for (const Class* super = &klass; super != nullptr; super = super->super) visit(*super);
}

}  // namespace kiln::jit
