// classloader/verify/explain.h - the "Exception Details" of a VerifyError, in HotSpot's words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "classloader/parse/parsed_class.h"
#include "classloader/verify/frame.h"

namespace kiln::classfile {

// Where a type in a message comes from.
struct TypeOrigin {
  enum Place : uint8_t {
    kNowhere,
    kImplicit,
    kCurrentLocal,
    kCurrentStack,
    kMapLocal,
    kMapStack,
    kConstant,
    kSignature
  };
  Place place = kNowhere;
  uint32_t index = 0;
  VerificationType type;

  static TypeOrigin implicit(VerificationType type) { return {kImplicit, 0, type}; }
  static TypeOrigin constant(uint32_t index, VerificationType type) { return {kConstant, index, type}; }
  static TypeOrigin signature(VerificationType type) { return {kSignature, 0, type}; }
};

// What went wrong at `bci`.
struct Fault {
  enum Kind : uint8_t {
    kBadCode,
    kBadType,
    kBadFlags,
    kBadConstantIndex,
    kBadLocalIndex,
    kLocalsSize,
    kStackSize,
    kOverflow,
    kUnderflow,
    kMissingMap,
    kBadMap,
  };
  Kind kind;
  uint32_t bci;
  uint32_t index = 0;         // constant pool index, local index
  TypeOrigin type, expected;  // kBadType
  const FrameView* current = nullptr;
  const FrameView* map = nullptr;
};

// "integer", "'java/lang/Object'", "uninitialized 4"
std::string type_text(const VerificationType& type);

// "Type integer (current frame, stack[1]) is not assignable to float"
std::string reason_text(const Fault& fault);

// Everything after the first line of the message: "Exception Details:\n  Location:\n ...".
std::string explain(const ParsedClass& parsed, const ParsedMethod& method, const Fault& fault);

// "int a.B.m(java.lang.String, long[])": a method as ClassFormatError messages name it.
std::string external_method_name(const ParsedClass& parsed, const ParsedMethod& method);

}  // namespace kiln::classfile
