#include "classloader/dictionary/loading_constraints.h"

#include <algorithm>
#include <utility>

namespace kiln {

bool LoadingConstraints::Constraint::has(const LoaderData& loader) const {
  return std::find(loaders.begin(), loaders.end(), &loader) != loaders.end();
}

void LoadingConstraints::Constraint::add(const LoaderData& loader) {
  if (!has(loader)) loaders.push_back(&loader);
}

LoadingConstraints::Constraint* LoadingConstraints::find(Constraints& rows, const LoaderData& loader) {
  for (Constraint& row : rows) {
    if (row.has(loader)) return &row;
  }
  return nullptr;
}

bool LoadingConstraints::add(const Symbol* name, const LoaderData& a, const Class* class_of_a, const LoaderData& b,
                             const Class* class_of_b) {
  Constraints& rows = by_name_[name];
  Constraint* of_a = find(rows, a);
  Constraint* of_b = find(rows, b);
  const Class* agreed = nullptr;
  for (const Class* known : {class_of_a, class_of_b, of_a != nullptr ? of_a->klass : nullptr, of_b != nullptr ? of_b->klass : nullptr}) {
    if (known == nullptr) continue;
    if (agreed != nullptr && agreed != known) return false;
    agreed = known;
  }
  if (of_a == nullptr) std::swap(of_a, of_b);
  if (of_a == nullptr) of_a = &rows.emplace_back();
  of_a->klass = agreed;
  of_a->add(a);
  of_a->add(b);
  if (of_b != nullptr && of_b != of_a) {
    for (const LoaderData* loader : of_b->loaders) of_a->add(*loader);
    rows.erase(rows.begin() + (of_b - rows.data()));
  }
  return true;
}

const Class* LoadingConstraints::check(const LoaderData& loader, const Symbol* name, const Class& klass) {
  auto rows = by_name_.find(name);
  if (rows == by_name_.end()) return nullptr;
  Constraint* row = find(rows->second, loader);
  if (row == nullptr) return nullptr;
  if (row->klass != nullptr && row->klass != &klass) return row->klass;
  row->klass = &klass;
  return nullptr;
}

void LoadingConstraints::drop_dead_loaders() {
  for (auto& [name, rows] : by_name_) {
    for (Constraint& constraint : rows) {
      std::erase_if(constraint.loaders, [](const LoaderData* loader) { return loader->lifetime->is_dead; });
      if (constraint.klass != nullptr && constraint.klass->state->lifetime->is_dead) constraint.klass = nullptr;
    }
    // One loader agrees with itself.
    std::erase_if(rows, [](const Constraint& constraint) { return constraint.loaders.size() < 2; });
  }
  std::erase_if(by_name_, [](const auto& row) { return row.second.empty(); });
}

size_t LoadingConstraints::count() const {
  size_t count = 0;
  for (const auto& [name, rows] : by_name_) count += rows.size();
  return count;
}

}  // namespace kiln
