// classloader/dictionary/loading_constraints.h - which loaders must mean the same class by a name (JVMS 5.3.4).
//
// A constraint is a name and a set of loaders; as soon as one of them has recorded a class under the name, it is that
// class for all of them. Sets that share a loader are one (the relation is an equivalence). Constraints come from
// descriptors: who links a field or method of a class that another loader defines must agree with it on its types.
// The dictionary owns the table and guards it by its lock.
#pragma once

#include <unordered_map>
#include <vector>

#include "vm/meta/class.h"
#include "vm/meta/loader_data.h"

namespace kiln {

class LoadingConstraints {
 public:
  // Both loaders mean the same class by `name`; the classes are what they have recorded under it (or null). False, and
  // nothing is changed, when that contradicts what is known.
  [[nodiscard]] bool add(const Symbol* name, const LoaderData& a, const Class* class_of_a, const LoaderData& b, const Class* class_of_b);
  // `loader` is about to record `klass` under `name`. Null: fine, and noted. Else: the class that it ought to be.
  const Class* check(const LoaderData& loader, const Symbol* name, const Class& klass);
  // Forgets loaders that are unloaded, and classes with them.
  void drop_dead_loaders();
  size_t count() const;

 private:
  struct Constraint {
    const Class* klass = nullptr;  // null: none of the loaders has one yet
    std::vector<const LoaderData*> loaders;
    bool has(const LoaderData& loader) const;
    void add(const LoaderData& loader);
  };
  using Constraints = std::vector<Constraint>;
  static Constraint* find(Constraints& rows, const LoaderData& loader);

  std::unordered_map<const Symbol*, Constraints> by_name_;
};

}  // namespace kiln
