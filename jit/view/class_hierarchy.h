// jit/view/class_hierarchy.h - what a virtual call can reach, as far as classes are loaded; the facts that code may rest on.
//
// A class is in its superclass's list of subclasses from its definition on; it counts when it is being linked. Facts are
// looked at while others link classes: one may be missed here, but not when its linking ends (jit/code/dependencies.h says
// why that is enough).
#pragma once

#include <cstdint>
#include <functional>

namespace kiln {
class Class;
class Method;
}  // namespace kiln

namespace kiln::jit {

// Every class that is `root` or below it, is not abstract and linked, has `target` at `vtable_index` of its dispatch table.
struct OnlyTarget {
  const Class* root = nullptr;
  uint32_t vtable_index = 0;
  const Method* target = nullptr;
  bool operator==(const OnlyTarget&) const = default;
};

// The target of which that is true; null: there are several, or none, or too many classes to look at.
const Method* find_only_target(const Class* root, uint32_t vtable_index);
inline bool holds(const OnlyTarget& fact) { return find_only_target(fact.root, fact.vtable_index) == fact.target; }
// Whether instances of `added`, a class below the fact's root, would make it wrong.
bool is_broken_by(const OnlyTarget& fact, const Class& added);
// `klass` and its superclasses.
void for_each_superclass(const Class& klass, const std::function<void(const Class&)>& visit);

}  // namespace kiln::jit
