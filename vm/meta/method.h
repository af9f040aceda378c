// vm/meta/method.h - a method: the dense read-write record that runs, and the read-only facts behind it.
//
// `entry` is the one entry word (design 6): the code that a call with this Method in rax jumps to, under the Java
// calling convention. Changing tier is a store to it. The records of a class are one array below 4 GB.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "vm/meta/access_flags.h"
#include "vm/meta/constant_pool.h"
#include "vm/object/basic_type.h"
#include "vm/object/object.h"

namespace kiln {

struct CallShape;     // vm/exec/call_shape.h
struct CompiledCode;  // vm/exec/compiled_code.h

// How a frame starts running once the entry stub has laid it out: index into Thread::start_handlers.
enum class StartKind : uint8_t {
  kBytecode,      // dispatch the first bytecode
  kSynchronized,  // enter the monitor, then dispatch
  kNative,        // JNI function (bound or to be bound)
  kVmNative,      // function of this VM: called without leaving state kInJava
  kAbstract,      // AbstractMethodError (or IncompatibleClassChangeError on a conflict)
  kFirstCall,     // makes the code that runs, then starts as Method::code_start_kind says
  kPolymorphic,   // MethodHandle.invokeBasic, linkTo*: re-dispatch by the handle / member name
  kHot,           // no method's own kind: kBytecode whose invocation counter has run out asks for compilation first
};

// Numbers of the signature-polymorphic intrinsics (Method::polymorphic).
enum class Polymorphic : uint8_t {
  kNone, kInvokeGeneric /* invokeExact, invoke, VarHandle accessors: linked by an adapter */, kInvokeBasic,
  kLinkToVirtual, kLinkToStatic, kLinkToSpecial, kLinkToInterface, kLinkToNative,
};

struct ExceptionHandler {
  uint16_t start_bci, end_bci, handler_bci, catch_type_index;  // index 0 catches everything
};
struct LineNumber {
  uint16_t start_bci, line;
};
struct LocalVariable {
  uint16_t start_bci, length, name_index, descriptor_index, slot;
};

// Raw bytes of an attribute, as Java code wants them.
struct AttributeBytes {
  uint32_t length;
  uint8_t data[4];  // length bytes
};

// Read-only part.
struct MethodInfo {
  SymbolPtr name;
  SymbolPtr descriptor;
  SymbolPtr signature;             // generic, null if absent
  Ptr32<const uint8_t> original_code;  // as in the class file; null for native and abstract
  uint32_t code_length;
  uint16_t name_index, descriptor_index;  // in the holder's pool
  uint16_t handler_count;
  uint16_t line_count;
  uint16_t local_variable_count;
  uint16_t checked_exception_count;
  uint8_t parameter_count;         // declared parameters, without the receiver
  bool has_method_parameters;      // a MethodParameters attribute was present
  uint16_t method_parameter_count;
  Ptr32<const ExceptionHandler> handlers;
  Ptr32<const LineNumber> lines;
  Ptr32<const LocalVariable> local_variables;
  Ptr32<const uint16_t> checked_exceptions;    // class indices
  Ptr32<const uint16_t> method_parameters;     // pairs: name index, flags
  Ptr32<const AttributeBytes> annotations, parameter_annotations, annotation_default, type_annotations;
  Ptr32<const AttributeBytes> stack_map_table; // kept for the verifier's explanations
};

class Method {
 public:
  // --- known to generated code (vm/exec/offsets.h) -------------------------------------------------------------
  std::atomic<const void*> entry;      // code address
  Ptr32<const uint8_t> code;           // rewritten bytecode that the interpreter runs; null before the first call
  uint32_t frame_size;                 // bytes from rbp down to rsp of its canonical frame
  uint16_t max_locals;
  uint16_t max_stack;                  // as in the class file (natives: 1)
  uint16_t argument_slots;             // receiver included; long and double count 2
  std::atomic<uint8_t> start_kind;     // StartKind; binding a native, or making code, changes it while others start the method
  uint8_t result_type;                 // BasicType
  Ptr32<Class> holder;
  Ptr32<const CallShape> shape;        // stubs for its signature
  Ptr32<std::atomic<uint64_t>> resolved;  // the holder's resolved entries (ClassState::resolved)
  // --------------------------------------------------------------------------------------------------------------
  Ptr32<const MethodInfo> info;
  uint16_t access_flags;
  uint16_t extra_flags;
  int32_t vtable_index;                // kNonVirtual or index; for interface methods kItable
  uint16_t itable_index;               // position among the holder interface's methods
  uint16_t intrinsic_id;               // vm/meta/intrinsics.def, 0: none
  Polymorphic polymorphic;
  uint8_t code_start_kind;             // StartKind behind kFirstCall
  uint8_t reserved[2];
  std::atomic<void*> native_function;  // JNI or VM function of a native method; null until bound
  // Counters of interpreted code: they go up and ask for compilation when they reach 0 (vm/exec/tiering.h).
  std::atomic<uint32_t> invocations;
  std::atomic<uint32_t> back_edges;
  std::atomic<CompiledCode*> compiled;  // null: none
  std::atomic<void*> native_bridge;    // generated C-call stub of its descriptor (vm/exec/call_shape.h)
  std::atomic<void*> reference_maps;   // cache of frame maps (vm/exec/frame_maps.h)
  RefSlot resolved_method_name;        // interned java.lang.invoke.ResolvedMethodName, a weak root

  static constexpr int32_t kNonVirtual = -1;  // private, static, constructor, final class: called directly
  static constexpr int32_t kItable = -2;      // abstract or default method of an interface

  // extra_flags
  static constexpr uint16_t kCallerSensitive = 1;
  static constexpr uint16_t kHidden = 2;          // @Hidden and LambdaForm frames: not in stack traces
  static constexpr uint16_t kForceInline = 4;
  static constexpr uint16_t kDontInline = 8;
  static constexpr uint16_t kReservedStackAccess = 16;
  static constexpr uint16_t kScoped = 32;
  static constexpr uint16_t kMiranda = 64;        // abstract interface method put into a class's vtable
  static constexpr uint16_t kOverpass = 128;      // made by the linker: throws on conflict or lack of a default
  static constexpr uint16_t kHasJsr = 256;
  static constexpr uint16_t kIntrinsicCandidate = 512;
  static constexpr uint16_t kConflict = 1024;     // default-method conflict: IncompatibleClassChangeError when called
  static constexpr uint16_t kObsolete = 2048;

  std::string_view name() const { return info->name->view(); }
  std::string_view descriptor() const { return info->descriptor->view(); }
  Symbol* name_symbol() const { return info->name; }
  Symbol* descriptor_symbol() const { return info->descriptor; }
  bool is_static() const { return access_flags & kAccStatic; }
  bool is_native() const { return access_flags & kAccNative; }
  bool is_abstract() const { return access_flags & kAccAbstract; }
  bool is_private() const { return access_flags & kAccPrivate; }
  bool is_public() const { return access_flags & kAccPublic; }
  bool is_protected() const { return access_flags & kAccProtected; }
  bool is_final() const { return access_flags & kAccFinal; }
  bool is_synchronized() const { return access_flags & kAccSynchronized; }
  bool is_initializer() const { return name() == "<init>"; }
  bool is_class_initializer() const { return name() == "<clinit>"; }
  bool has_flag(uint16_t flag) const { return extra_flags & flag; }
  bool is_vtable_method() const { return vtable_index >= 0; }
  BasicType result() const { return static_cast<BasicType>(result_type); }
  // Byte-code index of an address inside `code`.
  int bci_of(const uint8_t* pc) const { return static_cast<int>(pc - code.get()); }
  // Line of a bci, or -1 when unknown.
  int line_of(int bci) const;
};

// Bytes of the canonical frame below rbp (vm/exec/frame.h) for these limits.
constexpr uint32_t canonical_frame_size(uint32_t max_locals, uint32_t max_stack) {
  // header (5 words), locals, expression stack, one word for an appendix; then 16-byte alignment, then 8 so that
  // code entered by a jump finds the stack as after a call.
  uint32_t bytes = 8 * (5 + max_locals + max_stack + 1);
  return ((bytes + 15) & ~15u) + 8;
}

}  // namespace kiln
