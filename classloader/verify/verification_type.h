// classloader/verify/verification_type.h - the types that verification talks about (JVMS 4.10.1.2).
//
//   top         one slot that holds nothing usable
//   integer float long long_2nd double double_2nd    (a two-slot value is two types)
//   null  uninitializedThis  uninitialized(bci of the new)
//   reference(class or array name)
// and, only as what is expected of a value: boolean byte char short, "any one-slot value", "any reference" ...
// Type inference adds return addresses.
#pragma once

#include <cstdint>
#include <string_view>

namespace kiln::classfile {

enum class TypeKind : uint8_t {
  kTop,
  kInteger,
  kFloat,
  kLong,
  kLong2nd,
  kDouble,
  kDouble2nd,
  kNull,
  kUninitializedThis,
  kUninitialized,
  kReference,
  kReturnAddress,
  // Return types, and elements of arrays.
  kBoolean,
  kByte,
  kChar,
  kShort,
  // Expectations.
  kAnyCategory1,
  kAnyCategory2,
  kAnyCategory2_2nd,
  kAnyReference,
};

struct VerificationType {
  TypeKind kind = TypeKind::kTop;
  uint16_t bci = 0;       // kUninitialized: of the new; kReturnAddress: of the subroutine's first instruction
  std::string_view name;  // kReference: internal class name, or array descriptor

  constexpr VerificationType() = default;
  constexpr VerificationType(TypeKind k) : kind(k) {}  // NOLINT: implicit on purpose
  static constexpr VerificationType reference(std::string_view name) {
    VerificationType type(TypeKind::kReference);
    type.name = name;
    return type;
  }
  static constexpr VerificationType uninitialized(uint16_t bci) {
    VerificationType type(TypeKind::kUninitialized);
    type.bci = bci;
    return type;
  }
  static constexpr VerificationType return_address(uint16_t bci) {
    VerificationType type(TypeKind::kReturnAddress);
    type.bci = bci;
    return type;
  }

  bool operator==(const VerificationType& other) const {
    return kind == other.kind && bci == other.bci && name.size() == other.name.size() &&
           (name.data() == other.name.data() || name == other.name);
  }
  bool is(TypeKind k) const { return kind == k; }
  bool is_null() const { return kind == TypeKind::kNull; }
  // A class, an array, or null.
  bool is_reference() const { return kind == TypeKind::kReference || kind == TypeKind::kNull; }
  bool is_uninitialized() const { return kind == TypeKind::kUninitialized || kind == TypeKind::kUninitializedThis; }
  bool is_array() const { return kind == TypeKind::kReference && name.starts_with('['); }
  bool is_object() const { return kind == TypeKind::kReference && !name.starts_with('['); }
  // An array whose elements have descriptors that start with `element`, or null.
  bool is_array_of(char element) const { return is_null() || (is_array() && name.size() > 1 && name[1] == element); }
  bool is_reference_array() const { return is_null() || is_array_of('L') || is_array_of('['); }
  bool is_category1() const {
    switch (kind) {
      case TypeKind::kInteger: case TypeKind::kFloat: case TypeKind::kNull: case TypeKind::kUninitializedThis:
      case TypeKind::kUninitialized: case TypeKind::kReference: case TypeKind::kReturnAddress: case TypeKind::kBoolean:
      case TypeKind::kByte: case TypeKind::kChar: case TypeKind::kShort: return true;
      case TypeKind::kTop:
      case TypeKind::kLong:
      case TypeKind::kLong2nd:
      case TypeKind::kDouble:
      case TypeKind::kDouble2nd:
      case TypeKind::kAnyCategory1:
      case TypeKind::kAnyCategory2:
      case TypeKind::kAnyCategory2_2nd:
      case TypeKind::kAnyReference:
        return false;
    }
    return false;
  }
  bool is_category2() const { return kind == TypeKind::kLong || kind == TypeKind::kDouble; }
  bool is_category2_2nd() const { return kind == TypeKind::kLong2nd || kind == TypeKind::kDouble2nd; }
};

// The first slot of a value with this descriptor; arguments and fields (boolean, byte, char, short are integers).
inline VerificationType type_of_descriptor(std::string_view descriptor) {
  switch (descriptor[0]) {
    case 'J': return TypeKind::kLong;
    case 'D': return TypeKind::kDouble;
    case 'F': return TypeKind::kFloat;
    case 'L': return VerificationType::reference(descriptor.substr(1, descriptor.size() - 2));
    case '[': return VerificationType::reference(descriptor);
    case 'V': return TypeKind::kTop;
    default: return TypeKind::kInteger;
  }
}
// The second slot of a long or double.
inline TypeKind second_half(TypeKind first) {
  return first == TypeKind::kLong ? TypeKind::kLong2nd : TypeKind::kDouble2nd;
}

// The type of an element of array type `array`.
inline VerificationType component_type(VerificationType array) {
  std::string_view component = array.name.substr(1);
  switch (component.empty() ? '\0' : component[0]) {
    case 'Z': return TypeKind::kBoolean;
    case 'B': return TypeKind::kByte;
    case 'C': return TypeKind::kChar;
    case 'S': return TypeKind::kShort;
    case '\0': return TypeKind::kTop;
    default: return type_of_descriptor(component);
  }
}

}  // namespace kiln::classfile
