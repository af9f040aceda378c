// jit/view/method_view.h - what the compiler sees of a method and of the constants it names.
//
// The only place of the compiler that reads the metadata. Everything comes as plain values: addresses of structures
// below 2 GB (an immediate or absolute operand of x86-64), byte offsets, descriptors. Facts that hold once resolved
// never change, so code may be built on them; what is not resolved yet says so.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "jit/view/class_hierarchy.h"
#include "vm/bytecode/iterator.h"
#include "vm/object/basic_type.h"

namespace kiln {
struct Vm;
class Field;
class Class;
class Method;
}  // namespace kiln

namespace kiln::jit {

namespace op = bytecode::op;

struct HandlerView {
  uint32_t start_bci, end_bci, handler_bci;
};

struct FieldView {
  bool is_resolved = false;
  bool is_volatile = false;
  uint32_t offset = 0;           // in the object, or in the mirror
  uint32_t mirror_slot = 0;      // static: address of the word that holds the mirror's reference
};

struct ClassView {
  bool is_resolved = false;
  uint32_t address = 0;
  bool is_initialized = false;
  bool is_instantiable = false;  // by `new`
  uint32_t instance_bytes = 0;   // aligned
  bool has_display = false;      // a subtype test is one compare with its display entry
  uint32_t display_offset = 0;   // that entry, from the class of the object
  uint32_t array_class = 0;      // of arrays of it; 0: not made yet
  bool has_finalizer = false;
};

enum class Intrinsic : uint8_t {
  kNone, kGetClass, kCurrentThread, kArrayCopy, kIdentityHash, kSqrt, kFloor, kCeil, kRint, kMoveFI, kMoveIF, kMoveDJ, kMoveJD,
  kUnsafeGet, kUnsafePut, kUnsafePutVolatile, kCompareAndSet, kCompareAndExchange, kGetAndSet, kGetAndAdd, kFullFence, kNoFence,
  kIsInstance, kClassCast, kIsPrimitive, kIsArray, kIsInterface, kNanoTime, kCurrentTimeMillis,
  kEqualBytes, kHashLatin1, kHashUtf16, kCompareLatin1, kCompareUtf16, kHasNegatives, kInflateBytes, kInflateChars, kCompressChars,
  kCompressBytes, kFill1, kFill2, kFill4, kFill8, kMismatch,
  kMinInt, kMaxInt, kMinLong, kMaxLong, kAbsInt, kAbsLong, kAbsFloat, kAbsDouble,
  kBitCountInt, kBitCountLong, kLeadingZerosInt, kLeadingZerosLong, kTrailingZerosInt, kTrailingZerosLong,
  kReverseBytesInt, kReverseBytesLong, kStringLength, kStringCoder, kStringIsLatin1, kStringCharAt, kCheckIndex,
};

enum class CallKind : uint8_t { kStatic, kSpecial, kVirtual, kInterface };
enum class Dispatch : uint8_t { kUnresolved, kDirect, kVtable, kInterface, kAdapter, kPolymorphic };

struct CallView {
  Dispatch dispatch = Dispatch::kUnresolved;
  uint32_t method = 0;            // address of the Method
  uint32_t vtable_offset = 0;     // kVtable: of the entry, from the class
  bool has_receiver = false;
  bool has_appendix = false;      // kAdapter: resolved_refs[appendix] goes last
  uint32_t appendix = 0;
  bool drops_last = false;        // kPolymorphic: the callee does not get the trailing MemberName
  bool is_invoke_basic = false;
  bool is_link_direct = false;         // linkToStatic, linkToSpecial
  bool is_link_with_receiver = false;  // linkToSpecial
  bool is_object_init = false;    // java.lang.Object.<init>
  Intrinsic intrinsic = Intrinsic::kNone;  // kDirect
  bool is_nested_intrinsic = false;        // may be done in a callee that is done in place
  char getter_type = 0;           // kDirect: the method does nothing but return a field of its receiver; else 0
  uint32_t getter_offset = 0;
  // kDirect: not null: a virtual call that is bound because this is true; code made from the view rests on it.
  OnlyTarget assumed;
  // kVtable, kInterface: what is most likely called, from the classes of receivers that the interpreter has seen here, or
  // because no other implementation is loaded; 0: unknown.
  uint32_t likely_method = 0;
  uint32_t likely_class = 0;      // kInterface: for receivers of this class
};

enum class ConstantKind : uint8_t { kUnresolved, kInt, kFloat, kLong, kDouble, kMirror, kReference };
struct ConstantView {
  ConstantKind kind = ConstantKind::kUnresolved;
  uint64_t bits = 0;         // numbers
  uint32_t mirror_slot = 0;  // kMirror
};

class MethodView {
 public:
  // `assumes`: calls may come as direct ones that depend on the class hierarchy (CallView::assumed).
  MethodView(Vm& vm, Method& method, bool assumes);

  uint32_t address() const;
  bytecode::CodeBytes code() const;           // as in the class file
  const uint8_t* interpreter_code() const;    // what a frame's pc points into
  uint32_t frame_bytes() const;               // rbp down to rsp in the interpreter
  int max_locals() const;
  int max_stack() const;
  int argument_slots() const;
  bool is_static() const;
  bool is_synchronized() const;
  bool is_object_init() const;
  bool has_subroutines() const;
  BasicType result() const;
  std::string_view descriptor() const;
  int handler_count() const;
  HandlerView handler(int i) const;
  // Opcode by which the interpreter would execute the instruction at `bci`; `previous` are the bcis of the one and two
  // instructions before (a combined instruction may have taken the opcode byte for itself), -1: none.
  uint8_t interpreter_opcode(int bci, int previous, int before_previous) const;

  std::string_view member_descriptor(int index) const;
  FieldView field(int index, bool is_static, bool is_put) const;
  ClassView klass(int index) const;
  CallView call(int index, CallKind kind, uint32_t bci) const;
  CallView dynamic_call(int bci) const;
  // The method at an address that a CallView of this method gave.
  MethodView callee(uint32_t address) const;
  // Bytes of its bytecode when the method may be done in place of a call: nothing about it needs a frame of its own
  // (a lock, the caller's identity) or another way to start than by its first instruction. Else 0.
  int inlinable_bytes() const;
  ConstantView constant(int index) const;
  // First character of the loadable constant's type.
  char constant_type(int index) const;
  uint32_t primitive_array_class(BasicType element) const;
  uint32_t mirror_slot() const;         // of the method's class
  uint32_t resolved_refs_slot() const;  // address of the word with the reference of the resolved references' array
  uint32_t boolean_array_class() const;
  // Offsets along MethodHandle.form.vmentry.method.vmtarget.
  struct HandleOffsets {
    uint32_t form, vmentry, method, vmtarget;
  };
  HandleOffsets handle_offsets() const;
  struct StringOffsets {
    uint32_t value, coder;
  };
  StringOffsets string_offsets() const;
  uint32_t class_of_mirror_offset() const;  // in a java.lang.Class, the address of the Class; 0 there: a primitive type

  // For people, not for the compiler (method_names.cpp).
  std::string class_name() const;             // java.lang.String
  std::string_view method_name() const;
  std::string_view source_file() const;       // empty: unknown
  int line_of(int bci) const;                 // 0: unknown
  std::string instruction_text(int bci) const;

 private:
  const Field* own_field(int index, bool is_static, bool is_put) const;
  const Method* own_static_method(int index) const;
  bool keeps(const Class* klass) const;
  bool bind_by_hierarchy(int index, uint32_t vtable_index, CallView* view) const;
  void note_likely(const Method* method, uint32_t bci, CallView* view) const;

  Vm& vm_;
  Method& method_;
  bool assumes_;
};

}  // namespace kiln::jit
