// vm/exec/mirrors.h - between a java.lang.Class object and what it stands for. Not safepoints.
#pragma once

#include "vm/meta/class.h"
#include "vm/meta/known.h"

namespace kiln {

// Null for a primitive type's mirror.
inline Class* class_of_mirror(const Known& known, const Object* mirror) {
  return reinterpret_cast<Class*>(static_cast<uintptr_t>(mirror->get<uint32_t>(known.java_lang_Class_klass)));
}
// Type that a primitive mirror stands for; kObject for classes and arrays.
inline BasicType basic_type_of_mirror(const Known& known, const Object* mirror) {
  if (class_of_mirror(known, mirror) != nullptr) return BasicType::kObject;
  return static_cast<BasicType>(mirror->get<int32_t>(known.java_lang_Class_basic_type));
}
inline Ref<java::Class> primitive_mirror(const Known& known, BasicType type) {
  return Ref<java::Class>(known.primitive_mirrors[static_cast<int>(type)]);
}

}  // namespace kiln
