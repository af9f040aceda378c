// jdk.internal.misc.Unsafe: native memory and bulk copies.
//
// Copies and fills never tear an element of a Java array: they move the largest unit (8, 4, 2 or 1 bytes) that source,
// target and length are all aligned to. Java has checked the ranges.
#include <immintrin.h>
#include <stdlib.h>

#include <bit>

#include "stdlib/natives/native.h"
#include "vm/base/memory.h"

using namespace kiln;  // NOLINT

namespace {

uintptr_t address_of(jobject base, jlong offset) {
  return (base != nullptr ? Ref<>(*slot_of(base)).get()->address() : 0) + static_cast<uintptr_t>(offset);
}

template <typename T>
T load_unit(const T* from) {
  return __atomic_load_n(from, __ATOMIC_RELAXED);
}
template <typename T>
void store_unit(T* to, T value) {
  __atomic_store_n(to, value, __ATOMIC_RELAXED);
}

template <typename T>
void copy_units(uintptr_t target, uintptr_t source, size_t bytes) {
  T* to = reinterpret_cast<T*>(target);
  const T* from = reinterpret_cast<const T*>(source);
  size_t count = bytes / sizeof(T);
  if (target - source >= bytes) {  // also when the target is lower
    for (size_t i = 0; i < count; i++) store_unit(to + i, load_unit(from + i));
  } else {
    for (size_t i = count; i-- > 0;) store_unit(to + i, load_unit(from + i));
  }
}

template <typename T>
void fill_units(uintptr_t target, size_t bytes, uint8_t value) {
  T unit = static_cast<T>(static_cast<T>(~T{0}) / 0xff * value);
  T* to = reinterpret_cast<T*>(target);
  for (size_t i = 0; i < bytes / sizeof(T); i++) store_unit(to + i, unit);
}

// Swaps the bytes of each element; ranges may overlap and be unaligned.
template <typename T>
void copy_swapped(uintptr_t target, uintptr_t source, size_t bytes) {
  auto move_one = [&](size_t i) {
    T value;
    __builtin_memcpy(&value, reinterpret_cast<const void*>(source + i * sizeof(T)), sizeof(T));
    value = std::byteswap(value);
    __builtin_memcpy(reinterpret_cast<void*>(target + i * sizeof(T)), &value, sizeof(T));
  };
  size_t count = bytes / sizeof(T);
  if (target - source >= bytes) {
    for (size_t i = 0; i < count; i++) move_one(i);
  } else {
    for (size_t i = count; i-- > 0;) move_one(i);
  }
}

}  // namespace

// 0 when there is no memory: Java throws "Unable to allocate N bytes".
VM_NATIVE_FUNCTION(jlong) Unsafe_allocateMemory0(JNIEnv*, jobject, jlong bytes) {
  return static_cast<jlong>(reinterpret_cast<uintptr_t>(try_native_allocate(align_up(static_cast<size_t>(bytes), 8))));
}

VM_NATIVE_FUNCTION(jlong) Unsafe_reallocateMemory0(JNIEnv*, jobject, jlong address, jlong bytes) {
  void* block = reinterpret_cast<void*>(address);
  return static_cast<jlong>(reinterpret_cast<uintptr_t>(try_native_reallocate(block, align_up(static_cast<size_t>(bytes), 8))));
}

// Persistent memory: Java calls writeback0 for each line of a range, between the two synchronisations. CLFLUSH is
// ordered with the stores around it, so these have nothing to wait for.
VM_NATIVE_FUNCTION(void) Unsafe_writeback0(JNIEnv*, jobject, jlong address) {
  _mm_clflush(reinterpret_cast<const void*>(address));
}
VM_NATIVE_FUNCTION(void) Unsafe_writebackPreSync0(JNIEnv*, jobject) {}
VM_NATIVE_FUNCTION(void) Unsafe_writebackPostSync0(JNIEnv*, jobject) {}

// The word at `address` is the whole address of an object, or 0.
VM_NATIVE_FUNCTION(jobject) Unsafe_getUncompressedObject(JNIEnv* env, jobject, jlong address) {
  return stdlib::jobject_of(env, [&](Thread&) -> Expected<Ref<>> {
    return Ref<>::of(*reinterpret_cast<Object* const*>(address));
  });
}

VM_NATIVE_FUNCTION(void) Unsafe_freeMemory0(JNIEnv*, jobject, jlong address) { native_free(reinterpret_cast<void*>(address)); }

VM_NATIVE_FUNCTION(void) Unsafe_setMemory0(JNIEnv*, jobject, jobject base, jlong offset, jlong bytes, jbyte value) {
  uintptr_t target = address_of(base, offset);
  size_t size = static_cast<size_t>(bytes);
  uint8_t byte = static_cast<uint8_t>(value);
  uintptr_t alignment = target | size;
  if (alignment % 8 == 0) {
    fill_units<uint64_t>(target, size, byte);
  } else if (alignment % 4 == 0) {
    fill_units<uint32_t>(target, size, byte);
  } else if (alignment % 2 == 0) {
    fill_units<uint16_t>(target, size, byte);
  } else {
    __builtin_memset(reinterpret_cast<void*>(target), byte, size);
  }
}

VM_NATIVE_FUNCTION(void) Unsafe_copyMemory0(JNIEnv*, jobject, jobject source_base, jlong source_offset, jobject target_base,
                                            jlong target_offset, jlong bytes) {
  uintptr_t source = address_of(source_base, source_offset);
  uintptr_t target = address_of(target_base, target_offset);
  size_t size = static_cast<size_t>(bytes);
  uintptr_t alignment = source | target | size;
  if (alignment % 8 == 0) {
    copy_units<uint64_t>(target, source, size);
  } else if (alignment % 4 == 0) {
    copy_units<uint32_t>(target, source, size);
  } else if (alignment % 2 == 0) {
    copy_units<uint16_t>(target, source, size);
  } else {
    __builtin_memmove(reinterpret_cast<void*>(target), reinterpret_cast<const void*>(source), size);
  }
}

VM_NATIVE_FUNCTION(void) Unsafe_copySwapMemory0(JNIEnv*, jobject, jobject source_base, jlong source_offset, jobject target_base,
                                                jlong target_offset, jlong bytes, jlong element_size) {
  uintptr_t source = address_of(source_base, source_offset);
  uintptr_t target = address_of(target_base, target_offset);
  size_t size = static_cast<size_t>(bytes);
  switch (element_size) {
    case 2: return copy_swapped<uint16_t>(target, source, size);
    case 4: return copy_swapped<uint32_t>(target, source, size);
    case 8: return copy_swapped<uint64_t>(target, source, size);
    default: VM_FATAL("copySwapMemory of elements of {} bytes", element_size);  // Java checks it
  }
}

// Load averages of the last 1, 5 and 15 minutes; -1 when the system does not tell.
VM_NATIVE_FUNCTION(jint) Unsafe_getLoadAverage0(JNIEnv*, jobject, jdoubleArray averages, jint count) {
  double values[3] = {};
  int got = getloadavg(values, count < 3 ? count : 3);
  Object* array = Ref<>(*slot_of(averages)).get();
  for (int i = 0; i < got; i++) array->elements<double>()[i] = values[i];
  return got;
}
