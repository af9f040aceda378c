// stdlib/registry.h - the VM's own native methods, by Java class, name and descriptor. See registry.def.
#pragma once

#include <span>
#include <string_view>

namespace kiln {

struct VmNative {
  std::string_view class_name;   // internal form
  std::string_view method_name;
  std::string_view descriptor;
  void* function;                // of the C type that the JNI derives from the descriptor
};

// All rows, sorted by class, method and descriptor.
std::span<const VmNative> vm_natives();

// The function that implements a native method, or null when the VM has none for it. Plugged into
// Vm::find_vm_native. Functions found here take precedence over libraries and over RegisterNatives. With an empty
// method name: not null when there is any row for the class.
void* find_vm_native(std::string_view class_name, std::string_view method_name, std::string_view descriptor);

}  // namespace kiln
