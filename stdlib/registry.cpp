#include "stdlib/registry.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "stdlib/unsupported.h"

// Declarations of all functions, by name only: their types are those of their definitions.
extern "C" {
#define VM_NATIVE(class_name, method_name, descriptor, function) void function();
#define VM_NATIVE_UNSUPPORTED(class_name, method_name, descriptor)
#include "stdlib/registry.def"
#undef VM_NATIVE
#undef VM_NATIVE_UNSUPPORTED
}

namespace kiln {
namespace {

bool comes_before(const VmNative& a, const VmNative& b) {
  return std::tie(a.class_name, a.method_name, a.descriptor) < std::tie(b.class_name, b.method_name, b.descriptor);
}

const auto& sorted_rows() {
  static const auto kRows = [] {
    const VmNative list[] = {
#define VM_NATIVE(class_name, method_name, descriptor, function) \
  VmNative{class_name, method_name, descriptor, reinterpret_cast<void*>(&::function)},
#define VM_NATIVE_UNSUPPORTED(class_name, method_name, descriptor) \
  VmNative{class_name, method_name, descriptor, reinterpret_cast<void*>(&stdlib::unsupported_native<class_name "." method_name>)},
#include "stdlib/registry.def"
#undef VM_NATIVE
#undef VM_NATIVE_UNSUPPORTED
    };
    std::array<VmNative, std::size(list)> rows;
    std::copy(std::begin(list), std::end(list), rows.begin());
    std::sort(rows.begin(), rows.end(), comes_before);
    return rows;
  }();
  return kRows;
}

}  // namespace

std::span<const VmNative> vm_natives() { return sorted_rows(); }

void* find_vm_native(std::string_view class_name, std::string_view method_name, std::string_view descriptor) {
  const VmNative wanted{class_name, method_name, descriptor, nullptr};
  const auto& rows = sorted_rows();
  auto found = std::lower_bound(rows.begin(), rows.end(), wanted, comes_before);
  if (found == rows.end()) return nullptr;
  bool matches = method_name.empty() ? found->class_name == class_name : !comes_before(wanted, *found);
  if (!matches) return nullptr;
  return found->function;
}

}  // namespace kiln
