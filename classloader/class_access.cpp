#include "classloader/class_access.h"

#include <fmt/format.h>

#include "classloader/loading.h"
#include "classloader/modules.h"
#include "gc/heap.h"

namespace kiln {

ClassAccess class_access(Vm& vm, const Class& from, const Class& to) {
  bool same_package = from.loader.get() == to.loader.get() && from.package.get() == to.package.get();
  if (&from == &to || same_package || from.has_flag(Class::kIsMagicAccessor)) return ClassAccess::kAllowed;
  if (!to.is_public()) return ClassAccess::kNotPublic;
  const ModuleEntry& mine = *from.module;
  const ModuleEntry& other = *to.module;
  if (&mine == &other) return ClassAccess::kAllowed;
  if (!vm.modules->reads(mine, other)) return ClassAccess::kModuleNotRead;
  // An unnamed package belongs to an unnamed module, which exports everything.
  if (to.package.get() == nullptr || vm.modules->is_exported_to(*to.package, mine)) return ClassAccess::kAllowed;
  return ClassAccess::kPackageNotExported;
}

namespace {
// "module m" or "unnamed module @0x1b2c": the number tells unnamed modules apart.
std::string module_text(Vm& vm, const ModuleEntry& module) {
  if (module.name.get() != nullptr) return "module " + std::string(module.name->view());
  return fmt::format("unnamed module @0x{:x}", vm.heap->identity_hash(Ref<>(module.module).get()));
}
}  // namespace

std::string module_access_text(Vm& vm, const Class& from, const Class& to, ClassAccess access) {
  const ModuleEntry& mine = *from.module;
  const ModuleEntry& other = *to.module;
  std::string text = fmt::format("class {} (in {}) cannot access class {} (in {}) because module ", external_name(from),
                                 module_text(vm, mine), external_name(to), module_text(vm, other));
  std::string from_name = mine.name.get() != nullptr ? std::string(mine.name->view()) : "";
  if (access == ClassAccess::kModuleNotRead) return text + from_name + " does not read " + module_text(vm, other);
  std::string package(to.package->name->view());
  for (char& c : package) {
    if (c == '/') c = '.';
  }
  return text + std::string(other.name->view()) + " does not export " + package + " to " + module_text(vm, mine);
}

std::string two_classes_in_modules(const Class& a, const Class& b) {
  if (a.module.get() == b.module.get()) return external_name(a) + " and " + class_in_module_of_loader(b, true);
  return class_in_module_of_loader(a) + "; " + class_in_module_of_loader(b);
}

}  // namespace kiln
