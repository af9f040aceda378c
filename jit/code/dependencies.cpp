#include "jit/code/dependencies.h"

#include <algorithm>

namespace kiln::jit {

void Dependencies::add(CompiledCode& code, const std::vector<OnlyTarget>& facts) {
  if (facts.empty()) return;
  facts_.emplace(&code, facts);
  for (const OnlyTarget& fact : facts) {
    std::vector<CompiledCode*>& resting = by_root_[fact.root];
    if (std::ranges::find(resting, &code) == resting.end()) resting.push_back(&code);
  }
}

void Dependencies::remove(const CompiledCode& code) {
  auto known = facts_.find(&code);
  if (known == facts_.end()) return;
  for (const OnlyTarget& fact : known->second) {
    auto at = by_root_.find(fact.root);
    if (at == by_root_.end()) continue;
    std::erase(at->second, &code);
    if (at->second.empty()) by_root_.erase(at);
  }
  facts_.erase(known);
}

std::vector<CompiledCode*> Dependencies::broken_by(const Class& klass) const {
  std::vector<CompiledCode*> broken;
  for_each_superclass(klass, [&](const Class& super) {
    auto at = by_root_.find(&super);
    if (at == by_root_.end()) return;
    for (CompiledCode* code : at->second) {
      const std::vector<OnlyTarget>& facts = facts_.at(code);
      bool is_broken = std::ranges::any_of(facts, [&](const OnlyTarget& fact) { return fact.root == &super && is_broken_by(fact, klass); });
      if (is_broken && std::ranges::find(broken, code) == broken.end()) broken.push_back(code);
    }
  });
  return broken;
}

}  // namespace kiln::jit
