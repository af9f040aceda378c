// vm/meta/constant_pool.h - the constants of one class (read-only) and what they resolved to (read-write).
//
// Entry i of the pool has a tag and one 64-bit word:
//   Utf8            Symbol address            Class, String, MethodType, Module, Package   Symbol address (name / text / descriptor)
//   Integer, Float  the 32 bits               Long, Double   the 64 bits (entry i+1 is unused, tag 0)
//                   (and the same word stands in ClassState::resolved from link time on, where code reads it)
//   NameAndType     name address | descriptor address << 32
//   Field/Method/InterfaceMethodref           class index | name-and-type index << 16
//   MethodHandle    reference kind | reference index << 16
//   Dynamic, InvokeDynamic                    bootstrap-method index | name-and-type index << 16
//
// Beside it stands ClassState::resolved, one ResolvedEntry per pool index, 0 until resolved, published with release;
// and one per invokedynamic instruction (call site) behind them: entry `size + site`. References that resolution
// yields (strings, handles, appendices, dynamic constants, errors) are elements, by the same index, of the Java
// array ClassState::resolved_refs.
#pragma once

#include <atomic>
#include <cstdint>

#include "vm/meta/symbol.h"

namespace kiln {

class Class;
class Method;

enum class ConstantTag : uint8_t {
  kInvalid = 0, kUtf8 = 1, kInteger = 3, kFloat = 4, kLong = 5, kDouble = 6, kClass = 7, kString = 8, kFieldref = 9,
  kMethodref = 10, kInterfaceMethodref = 11, kNameAndType = 12, kMethodHandle = 15, kMethodType = 16, kDynamic = 17,
  kInvokeDynamic = 18, kModule = 19, kPackage = 20,
};

// BootstrapMethods attribute, flattened: method i has its words at offsets[i]: method_ref, argument count, arguments.
struct BootstrapMethods {
  uint16_t count;
  Ptr32<const uint32_t> offsets;
  Ptr32<const uint16_t> words;
  uint16_t method_ref(int i) const { return words[offsets[i]]; }
  uint16_t argument_count(int i) const { return words[offsets[i] + 1]; }
  uint16_t argument(int i, int n) const { return words[offsets[i] + 2 + n]; }
};

class ConstantPool {
 public:
  uint16_t size() const { return size_; }  // constant_pool_count: valid indices are 1 .. size-1
  ConstantTag tag(int i) const { return static_cast<ConstantTag>(tags_[i]); }
  uint64_t word(int i) const { return words_[i]; }

  Symbol* symbol(int i) const { return reinterpret_cast<Symbol*>(static_cast<uintptr_t>(words_[i])); }
  Symbol* class_name(int i) const { return symbol(i); }
  int32_t int_value(int i) const { return static_cast<int32_t>(words_[i]); }
  int64_t long_value(int i) const { return static_cast<int64_t>(words_[i]); }
  float float_value(int i) const { return __builtin_bit_cast(float, int_value(i)); }
  double double_value(int i) const { return __builtin_bit_cast(double, words_[i]); }
  // Name-and-type entries.
  Symbol* nat_name(int i) const { return reinterpret_cast<Symbol*>(static_cast<uintptr_t>(words_[i] & 0xffffffff)); }
  Symbol* nat_descriptor(int i) const { return reinterpret_cast<Symbol*>(static_cast<uintptr_t>(words_[i] >> 32)); }
  // Member references and dynamic entries.
  uint16_t low_index(int i) const { return static_cast<uint16_t>(words_[i]); }
  uint16_t high_index(int i) const { return static_cast<uint16_t>(words_[i] >> 16); }
  uint16_t member_class_index(int i) const { return low_index(i); }
  Symbol* member_class_name(int i) const { return symbol(low_index(i)); }
  Symbol* member_name(int i) const { return nat_name(high_index(i)); }
  Symbol* member_descriptor(int i) const { return nat_descriptor(high_index(i)); }
  uint8_t handle_kind(int i) const { return static_cast<uint8_t>(low_index(i)); }
  uint16_t handle_ref(int i) const { return high_index(i); }
  uint16_t bootstrap_index(int i) const { return low_index(i); }

  const BootstrapMethods& bootstrap_methods() const { return bootstrap_; }

 private:
  friend class ClassBuilder;  // classloader/link
  uint16_t size_;
  Ptr32<uint8_t> tags_;
  Ptr32<uint64_t> words_;
  BootstrapMethods bootstrap_;
};

// What an entry resolved to, in one atomically published word:
//   bits 0..31   address of a Class (class constants; holder of a field) or Method
//   bits 32..39  flags
//   bits 40..63  payload: byte offset of a field; vtable or itable index of a method (kNoIndex: call it directly)
// Which flag says "resolved" depends on the use, because one Fieldref may serve getfield and putfield:
class ResolvedEntry {
 public:
  static constexpr uint8_t kGet = 1;          // field may be read here; constant is resolved; virtual/static/interface call is resolved
  static constexpr uint8_t kPut = 2;          // field may be written here; (method) invokespecial is resolved
  static constexpr uint8_t kVolatile = 4;     // field
  static constexpr uint8_t kFailed = 8;       // resolution failed: the Throwable is resolved_refs[index]
  static constexpr uint8_t kInterface = 16;   // method: payload is an itable index, the holder is an interface
  static constexpr uint8_t kVirtual = 32;     // method: payload is a vtable index
  static constexpr uint8_t kAppendix = 64;    // method is an adapter; resolved_refs[index] is passed as last argument (if not null)
  static constexpr uint8_t kPolymorphic = 128;  // method is a MethodHandle intrinsic (invokeBasic, linkTo*)

  constexpr ResolvedEntry() = default;
  constexpr explicit ResolvedEntry(uint64_t bits) : bits_(bits) {}
  template <typename T>
  static ResolvedEntry make(T* pointer, uint8_t flags, uint32_t payload) {
    VM_DCHECK(payload < (1u << 24));
    return ResolvedEntry(reinterpret_cast<uintptr_t>(pointer) | uint64_t{flags} << 32 | uint64_t{payload} << 40);
  }
  uint64_t bits() const { return bits_; }
  uint8_t flags() const { return static_cast<uint8_t>(bits_ >> 32); }
  bool has(uint8_t flag) const { return (flags() & flag) != 0; }
  uint32_t payload() const { return static_cast<uint32_t>(bits_ >> 40); }
  Class* klass() const { return reinterpret_cast<Class*>(static_cast<uintptr_t>(bits_ & 0xffffffff)); }
  Method* method() const { return reinterpret_cast<Method*>(static_cast<uintptr_t>(bits_ & 0xffffffff)); }

 private:
  uint64_t bits_ = 0;
};

}  // namespace kiln
