// jdk.internal.misc.Unsafe: loads, stores, compare-and-set and fences.
//
// A place is (base object, byte offset from its start), or (null, absolute address). Java never asks for a place that
// is not there; what the address is worth is its business. Sub-word compare-and-set is built in Java on the 32-bit one.
#include <atomic>

#include "stdlib/natives/native.h"

using namespace kiln;  // NOLINT

namespace {

inline uintptr_t address_of(jobject base, jlong offset) {
  return (base != nullptr ? Ref<>(*slot_of(base)).get()->address() : 0) + static_cast<uintptr_t>(offset);
}
// Plain accesses may be unaligned (Unsafe.getIntUnaligned relies on the checks in Java, ByteBuffer on this).
template <typename T>
inline T load_plain(jobject base, jlong offset) {
  T value;
  __builtin_memcpy(&value, reinterpret_cast<const void*>(address_of(base, offset)), sizeof(T));
  return value;
}
template <typename T>
inline void store_plain(jobject base, jlong offset, T value) {
  __builtin_memcpy(reinterpret_cast<void*>(address_of(base, offset)), &value, sizeof(T));
}
template <typename T>
inline std::atomic_ref<T> atomic_place(jobject base, jlong offset) {
  return std::atomic_ref<T>(*reinterpret_cast<T*>(address_of(base, offset)));
}
inline Ref<> value_of_argument(jobject argument) { return argument != nullptr ? Ref<>(*slot_of(argument)) : Ref<>(); }
inline jobject local_of_bits(JNIEnv* env, uint32_t bits) { return make_local(thread_of(env), Ref<>(bits)); }

}  // namespace

#define VM_UNSAFE_ACCESS(Name, type)                                                                              \
  VM_NATIVE_FUNCTION(type) Unsafe_get##Name(JNIEnv*, jobject, jobject base, jlong offset) {                       \
    return load_plain<type>(base, offset);                                                                        \
  }                                                                                                               \
  VM_NATIVE_FUNCTION(void) Unsafe_put##Name(JNIEnv*, jobject, jobject base, jlong offset, type value) {           \
    store_plain<type>(base, offset, value);                                                                       \
  }                                                                                                               \
  VM_NATIVE_FUNCTION(type) Unsafe_get##Name##Volatile(JNIEnv*, jobject, jobject base, jlong offset) {             \
    return atomic_place<type>(base, offset).load(std::memory_order_seq_cst);                                      \
  }                                                                                                               \
  VM_NATIVE_FUNCTION(void) Unsafe_put##Name##Volatile(JNIEnv*, jobject, jobject base, jlong offset, type value) { \
    atomic_place<type>(base, offset).store(value, std::memory_order_seq_cst);                                     \
  }

VM_UNSAFE_ACCESS(Byte, jbyte)
VM_UNSAFE_ACCESS(Short, jshort)
VM_UNSAFE_ACCESS(Char, jchar)
VM_UNSAFE_ACCESS(Int, jint)
VM_UNSAFE_ACCESS(Long, jlong)
VM_UNSAFE_ACCESS(Float, jfloat)
VM_UNSAFE_ACCESS(Double, jdouble)
#undef VM_UNSAFE_ACCESS

// A boolean is stored as 0 or 1 and read as "not zero": memory outside the heap may hold anything.
VM_NATIVE_FUNCTION(jboolean) Unsafe_getBoolean(JNIEnv*, jobject, jobject base, jlong offset) {
  return load_plain<uint8_t>(base, offset) != 0;
}
VM_NATIVE_FUNCTION(void) Unsafe_putBoolean(JNIEnv*, jobject, jobject base, jlong offset, jboolean value) {
  store_plain<uint8_t>(base, offset, value & 1);
}
VM_NATIVE_FUNCTION(jboolean) Unsafe_getBooleanVolatile(JNIEnv*, jobject, jobject base, jlong offset) {
  return atomic_place<uint8_t>(base, offset).load(std::memory_order_seq_cst) != 0;
}
VM_NATIVE_FUNCTION(void) Unsafe_putBooleanVolatile(JNIEnv*, jobject, jobject base, jlong offset, jboolean value) {
  atomic_place<uint8_t>(base, offset).store(value & 1, std::memory_order_seq_cst);
}

VM_NATIVE_FUNCTION(jobject) Unsafe_getReference(JNIEnv* env, jobject, jobject base, jlong offset) {
  return local_of_bits(env, load_plain<uint32_t>(base, offset));
}
VM_NATIVE_FUNCTION(jobject) Unsafe_getReferenceVolatile(JNIEnv* env, jobject, jobject base, jlong offset) {
  return local_of_bits(env, atomic_place<uint32_t>(base, offset).load(std::memory_order_seq_cst));
}
VM_NATIVE_FUNCTION(void) Unsafe_putReference(JNIEnv*, jobject, jobject base, jlong offset, jobject value) {
  VM_CHECK(base != nullptr);
  barrier::store_field(Ref<>(*slot_of(base)).get(), static_cast<uint32_t>(offset), value_of_argument(value));
}
VM_NATIVE_FUNCTION(void) Unsafe_putReferenceVolatile(JNIEnv*, jobject, jobject base, jlong offset, jobject value) {
  VM_CHECK(base != nullptr);
  barrier::store_volatile(Ref<>(*slot_of(base)).get(), static_cast<uint32_t>(offset), value_of_argument(value));
}

VM_NATIVE_FUNCTION(jboolean) Unsafe_compareAndSetInt(JNIEnv*, jobject, jobject base, jlong offset, jint expected, jint desired) {
  return atomic_place<jint>(base, offset).compare_exchange_strong(expected, desired);
}
VM_NATIVE_FUNCTION(jint) Unsafe_compareAndExchangeInt(JNIEnv*, jobject, jobject base, jlong offset, jint expected, jint desired) {
  atomic_place<jint>(base, offset).compare_exchange_strong(expected, desired);
  return expected;
}
VM_NATIVE_FUNCTION(jboolean) Unsafe_compareAndSetLong(JNIEnv*, jobject, jobject base, jlong offset, jlong expected, jlong desired) {
  return atomic_place<jlong>(base, offset).compare_exchange_strong(expected, desired);
}
VM_NATIVE_FUNCTION(jlong) Unsafe_compareAndExchangeLong(JNIEnv*, jobject, jobject base, jlong offset, jlong expected, jlong desired) {
  atomic_place<jlong>(base, offset).compare_exchange_strong(expected, desired);
  return expected;
}
VM_NATIVE_FUNCTION(jboolean) Unsafe_compareAndSetReference(JNIEnv*, jobject, jobject base, jlong offset, jobject expected, jobject desired) {
  Ref<> wanted = value_of_argument(expected);
  return barrier::compare_exchange(Ref<>(*slot_of(base)).get(), static_cast<uint32_t>(offset), wanted, value_of_argument(desired)) == wanted;
}
VM_NATIVE_FUNCTION(jobject) Unsafe_compareAndExchangeReference(JNIEnv* env, jobject, jobject base, jlong offset, jobject expected, jobject desired) {
  Ref<> found = barrier::compare_exchange(Ref<>(*slot_of(base)).get(), static_cast<uint32_t>(offset), value_of_argument(expected),
                                          value_of_argument(desired));
  return make_local(thread_of(env), found);
}

VM_NATIVE_FUNCTION(void) Unsafe_loadFence(JNIEnv*, jobject) { std::atomic_thread_fence(std::memory_order_acquire); }
VM_NATIVE_FUNCTION(void) Unsafe_storeFence(JNIEnv*, jobject) { std::atomic_thread_fence(std::memory_order_release); }
VM_NATIVE_FUNCTION(void) Unsafe_fullFence(JNIEnv*, jobject) { std::atomic_thread_fence(std::memory_order_seq_cst); }
