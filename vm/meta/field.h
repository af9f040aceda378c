// vm/meta/field.h - a declared field: read-only record, one array per class in class-file order (injected last).
#pragma once

#include <cstdint>
#include <string_view>

#include "vm/meta/access_flags.h"
#include "vm/meta/symbol.h"
#include "vm/object/basic_type.h"

namespace kiln {

class Class;
struct AttributeBytes;

class Field {
 public:
  SymbolPtr name;
  SymbolPtr descriptor;
  SymbolPtr signature;            // generic, null if absent
  uint32_t offset;                // bytes from the start of the object, or of the holder's mirror for a static field
  uint16_t access_flags;
  uint16_t constant_value_index;  // ConstantValue attribute, 0: none
  uint16_t slot;                  // position in the class file's field table: reflection's `slot`
  BasicType type;
  uint8_t flags;
  Ptr32<Class> holder;
  Ptr32<const AttributeBytes> annotations, type_annotations;

  static constexpr uint8_t kInjected = 1;   // made by the VM: invisible to Java
  static constexpr uint8_t kStable = 2;     // @Stable
  static constexpr uint8_t kContended = 4;

  bool is_static() const { return access_flags & kAccStatic; }
  bool is_final() const { return access_flags & kAccFinal; }
  bool is_volatile() const { return access_flags & kAccVolatile; }
  bool is_private() const { return access_flags & kAccPrivate; }
  bool is_public() const { return access_flags & kAccPublic; }
  bool is_protected() const { return access_flags & kAccProtected; }
  bool is_injected() const { return flags & kInjected; }
};

}  // namespace kiln
