// vm/object/basic_type.h - the types of the Java virtual machine, once (JVMS 2.3, 4.3.2).
#pragma once

#include <cstdint>

#include "vm/base/check.h"

namespace kiln {

//   name, descriptor, log2(size), slots, newarray code, Java name
#define VM_BASIC_TYPES(X)              \
  X(kBoolean, 'Z', 0, 1, 4, "boolean") \
  X(kChar, 'C', 1, 1, 5, "char")       \
  X(kFloat, 'F', 2, 1, 6, "float")     \
  X(kDouble, 'D', 3, 2, 7, "double")   \
  X(kByte, 'B', 0, 1, 8, "byte")       \
  X(kShort, 'S', 1, 1, 9, "short")     \
  X(kInt, 'I', 2, 1, 10, "int")        \
  X(kLong, 'J', 3, 2, 11, "long")      \
  X(kObject, 'L', 2, 1, 0, "object")   \
  X(kVoid, 'V', 0, 0, 0, "void")

enum class BasicType : uint8_t {
#define X(name, descriptor, shift, slots, code, java) name,
  VM_BASIC_TYPES(X)
#undef X
};
inline constexpr int kPrimitiveArrayTypes = 8;  // kBoolean .. kLong
inline constexpr int kBasicTypes = 10;

#define VM_BASIC_TYPE_COLUMN(function, type, column)                                  \
  constexpr type function(BasicType basic_type) {                                     \
    constexpr type table[] = {VM_BASIC_TYPES(column)};                                \
    return table[static_cast<int>(basic_type)];                                       \
  }
#define X_CHAR(name, descriptor, shift, slots, code, java) descriptor,
#define X_SHIFT(name, descriptor, shift, slots, code, java) shift,
#define X_SLOTS(name, descriptor, shift, slots, code, java) slots,
#define X_JAVA(name, descriptor, shift, slots, code, java) java,
VM_BASIC_TYPE_COLUMN(descriptor_char, char, X_CHAR)
VM_BASIC_TYPE_COLUMN(size_shift, uint32_t, X_SHIFT)
VM_BASIC_TYPE_COLUMN(slots_of, uint32_t, X_SLOTS)
VM_BASIC_TYPE_COLUMN(java_name, const char*, X_JAVA)
#undef X_CHAR
#undef X_SHIFT
#undef X_SLOTS
#undef X_JAVA

// 'L' and '[' are kObject. The character must be a descriptor's first.
constexpr BasicType basic_type_of(char descriptor) {
  switch (descriptor) {
#define X(name, d, shift, slots, code, java) \
  case d:                                    \
    return BasicType::name;
    VM_BASIC_TYPES(X)
#undef X
    case '[':
      return BasicType::kObject;
  }
  VM_FATAL("not a descriptor character: {}", static_cast<int>(descriptor));
}
// Operand of the newarray instruction (JVMS 6.5): 4..11.
constexpr BasicType basic_type_of_newarray(uint8_t code) { return static_cast<BasicType>(code - 4); }
static_assert(basic_type_of_newarray(11) == BasicType::kLong);

}  // namespace kiln
