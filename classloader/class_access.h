// classloader/class_access.h - may class A name class B? (JVMS 5.4.4: public and exported, or same package.)
#pragma once

#include <string>

#include "vm/meta/class.h"

namespace kiln {

struct Vm;

enum class ClassAccess : uint8_t { kAllowed, kModuleNotRead, kPackageNotExported, kNotPublic };

// Neither is an array. Not a safepoint.
ClassAccess class_access(Vm& vm, const Class& from, const Class& to);
// Why not, for the two answers about modules: "class A (in module m) cannot access class B (in module n) because ...".
std::string module_access_text(Vm& vm, const Class& from, const Class& to, ClassAccess access);
// "A and B are in unnamed module of loader 'app'" or "A is in ...; B is in ...".
std::string two_classes_in_modules(const Class& a, const Class& b);

}  // namespace kiln
