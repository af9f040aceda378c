// vm/object/object.h - a heap object as C++ sees it, and raw references to it.
//
//   Object       the bytes at an object's address; never constructed, only pointed at
//   Ref<T>       a raw 32-bit reference in a C++ variable. It is only good until the next safepoint: obtain it
//                from a Handle with a NoSafepoint token (vm/thread/handles.h), use it, drop it.
//   RefSlot      a 4-byte root slot outside the heap (handles, thread fields, class fields)
//
// T is one of the tag types in namespace `java`: they carry no data, only say what the reference points to,
// so that a Handle<java::String> cannot be passed for a Handle<java::Class>.
// Reference fields of heap objects are written only through gc/barrier.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <type_traits>

#include "vm/base/check.h"
#include "vm/base/tsan.h"
#include "vm/object/header.h"

namespace kiln {

class Class;  // vm/meta/class.h

class Object {
 public:
  Object() = delete;
  Object(const Object&) = delete;

  uintptr_t address() const { return reinterpret_cast<uintptr_t>(this); }
  std::atomic<uint32_t>& header() { return *reinterpret_cast<std::atomic<uint32_t>*>(this); }
  uint32_t header_bits() const { return *reinterpret_cast<const volatile uint32_t*>(this); }
  Class* klass() const {
    tsan::observe_metadata();
    return reinterpret_cast<Class*>(static_cast<uintptr_t>(header_bits() & kClassMask));
  }

  // Plain access to primitive data at a byte offset from the object's start.
  template <typename V>
  V get(uint32_t offset) const {
    return *reinterpret_cast<const V*>(address() + offset);
  }
  template <typename V>
  void set(uint32_t offset, V value) {
    *reinterpret_cast<V*>(address() + offset) = value;
  }
  template <typename V>
  V* at(uint32_t offset) const {
    return reinterpret_cast<V*>(address() + offset);
  }
  template <typename V>
  std::atomic<V>& atomic_at(uint32_t offset) {
    return *reinterpret_cast<std::atomic<V>*>(address() + offset);
  }

  // Arrays only.
  int32_t array_length() const { return get<int32_t>(kArrayLengthOffset); }
  template <typename V>
  V* elements() const {
    return reinterpret_cast<V*>(address() + kArrayElementsOffset);
  }
};

namespace java {
// Tags; the inheritance gives the implicit conversions of Ref and Handle.
struct Object {};
struct Array : Object {};
struct ObjectArray : Array {};
struct ByteArray : Array {};
struct String : Object {};
struct Class : Object {};
struct ClassLoader : Object {};
struct Thread : Object {};
struct Throwable : Object {};
struct Module : Object {};
struct MemberName : Object {};
struct MethodType : Object {};
struct MethodHandle : Object {};
struct Reference : Object {};
}  // namespace java

template <typename T = java::Object>
class Ref {
 public:
  constexpr Ref() = default;
  constexpr Ref(std::nullptr_t) {}  // NOLINT: null is null
  constexpr explicit Ref(uint32_t bits) : bits_(bits) {}
  template <typename U>
    requires std::is_base_of_v<T, U>
  constexpr Ref(Ref<U> other) : bits_(other.bits()) {}  // NOLINT: up-cast
  static Ref of(const kiln::Object* object) {
    return Ref(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(object) >> kReferenceShift));
  }

  constexpr uint32_t bits() const { return bits_; }
  constexpr bool is_null() const { return bits_ == 0; }
  constexpr explicit operator bool() const { return bits_ != 0; }
  kiln::Object* get() const {
    return reinterpret_cast<kiln::Object*>(static_cast<uintptr_t>(bits_) << kReferenceShift);
  }
  kiln::Object* operator->() const {
    VM_DCHECK(bits_ != 0);
    return get();
  }
  // Down-cast; the caller knows the class.
  template <typename U>
  constexpr Ref<U> as() const {
    return Ref<U>(bits_);
  }
  template <typename U>
  constexpr bool operator==(const Ref<U>& other) const {
    return bits_ == other.bits();
  }

 private:
  uint32_t bits_ = 0;
};

// Reads a reference field or array element (plain; see gc/barrier.h for volatile ones and for every store).
template <typename T = java::Object>
Ref<T> load_ref(const Object* holder, uint32_t offset) {
  return Ref<T>(holder->get<uint32_t>(offset));
}
template <typename T = java::Object>
Ref<T> load_element(const Object* array, int32_t index) {
  return Ref<T>(array->elements<uint32_t>()[index]);
}

// A root outside the heap. The collector updates it in place.
using RefSlot = uint32_t;

}  // namespace kiln
