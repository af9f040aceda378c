// gc/barrier.h - the one door through which references are stored into heap objects.
//
// Every reference store in C++ is one of the functions below; the interpreter calls them too, and a compiler
// must lower its stores to the same abstraction. The present collector (a full copying one) needs no barrier
// work, so `before_store` is empty; a generational or concurrent collector fills it in here and nowhere else:
// it sees the slot before it is overwritten, and no safepoint may fall between it and the store.
// Initialising stores into an object that no other thread and no collection has seen may use store_initial.
#pragma once

#include <atomic>
#include <cstring>

#include "vm/object/object.h"

namespace kiln::barrier {

inline void before_store(Object* holder, uint32_t* slot) {}
inline void before_store_range(Object* holder, uint32_t* first_slot, size_t count) {}

inline void store(Object* holder, uint32_t* slot, Ref<> value) {
  before_store(holder, slot);
  std::atomic_ref<uint32_t>(*slot).store(value.bits(), std::memory_order_relaxed);
}
inline void store_field(Object* holder, uint32_t offset, Ref<> value) { store(holder, holder->at<uint32_t>(offset), value); }
inline void store_element(Object* array, int32_t index, Ref<> value) { store(array, array->elements<uint32_t>() + index, value); }
inline void store_initial(Object* holder, uint32_t offset, Ref<> value) { holder->set<uint32_t>(offset, value.bits()); }

inline void store_volatile(Object* holder, uint32_t offset, Ref<> value) {
  before_store(holder, holder->at<uint32_t>(offset));
  holder->atomic_at<uint32_t>(offset).store(value.bits(), std::memory_order_seq_cst);
}
inline void store_release(Object* holder, uint32_t offset, Ref<> value) {
  before_store(holder, holder->at<uint32_t>(offset));
  holder->atomic_at<uint32_t>(offset).store(value.bits(), std::memory_order_release);
}
template <typename T = java::Object>
Ref<T> load_volatile(Object* holder, uint32_t offset) {
  return Ref<T>(holder->atomic_at<uint32_t>(offset).load(std::memory_order_seq_cst));
}
// Returns the value found; the exchange happened if it equals `expected`.
inline Ref<> compare_exchange(Object* holder, uint32_t offset, Ref<> expected, Ref<> desired) {
  before_store(holder, holder->at<uint32_t>(offset));
  uint32_t found = expected.bits();
  holder->atomic_at<uint32_t>(offset).compare_exchange_strong(found, desired.bits(), std::memory_order_seq_cst);
  return Ref<>(found);
}
inline Ref<> exchange(Object* holder, uint32_t offset, Ref<> desired) {
  before_store(holder, holder->at<uint32_t>(offset));
  return Ref<>(holder->atomic_at<uint32_t>(offset).exchange(desired.bits(), std::memory_order_seq_cst));
}
// Copies `count` references between arrays (or within one, overlapping allowed); element-wise atomic as the
// Java memory model asks. No store check here: vm/ops/array_copy does it.
inline void copy_range(Object* destination, uint32_t* to, const uint32_t* from, size_t count) {
  before_store_range(destination, to, count);
  if (to <= from || to >= from + count) {
    for (size_t i = 0; i < count; i++) __atomic_store_n(to + i, __atomic_load_n(from + i, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  } else {
    for (size_t i = count; i-- > 0;) __atomic_store_n(to + i, __atomic_load_n(from + i, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  }
}

}  // namespace kiln::barrier
