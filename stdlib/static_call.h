// stdlib/static_call.h - static methods of java.base and other boot classes, by name.
#pragma once

#include <string_view>

#include "vm/base/result.h"
#include "vm/exec/java_call.h"
#include "vm/meta/class.h"

namespace kiln::stdlib {

// Loads and initialises; NoClassDefFoundError when the boot loader has no such class.
VM_MAY_SAFEPOINT Expected<Class*> initialized_boot_class(Thread& thread, std::string_view name);
// NoSuchMethodError when the class does not declare it.
VM_MAY_SAFEPOINT Expected<JavaValue> call_static(Thread& thread, std::string_view class_name, std::string_view method,
                                                 std::string_view descriptor, const JavaArguments& arguments);

}  // namespace kiln::stdlib
