#include "vm/base/assertion_directives.h"

#include <algorithm>

namespace kiln {

void AssertionDirectives::add(std::string_view what, bool enabled) {
  bool is_package = what.ends_with("...");
  if (is_package) what.remove_suffix(3);
  std::string name(what);
  std::replace(name.begin(), name.end(), '/', '.');
  (is_package ? packages : classes).push_back({std::move(name), enabled});
}

namespace {
const AssertionDirective* last_named(const std::vector<AssertionDirective>& list, std::string_view name) {
  auto found = std::find_if(list.rbegin(), list.rend(), [&](const AssertionDirective& d) { return d.name == name; });
  return found == list.rend() ? nullptr : &*found;
}
}  // namespace

bool AssertionDirectives::enabled_for(std::string_view class_name, bool is_system) const {
  std::string dotted(class_name);
  std::replace(dotted.begin(), dotted.end(), '/', '.');
  std::string_view name = dotted;
  if (auto* directive = last_named(classes, name)) return directive->enabled;
  size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) {
    if (auto* directive = last_named(packages, "")) return directive->enabled;
  }
  for (; dot != std::string_view::npos; dot = name.rfind('.')) {
    name = name.substr(0, dot);
    if (auto* directive = last_named(packages, name)) return directive->enabled;
  }
  return is_system ? system_default : application_default;
}

}  // namespace kiln
