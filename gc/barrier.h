// gc/barrier.h - the one door through which references are stored into heap objects.
//
// Every reference store in C++ is one of the functions below; the interpreter calls them too, and a compiler
// must lower its stores to the same abstraction. The barrier runs before the store, and no safepoint may fall between
// the two. Initialising stores into an object that no other thread and no collection has seen may use store_initial.
//
// Field logging. Each slot of the heap has one bit that says `not logged yet`; it is set only in objects that have
// been promoted out of the nursery. The bits of eight neighbouring slots (32 bytes of heap) are one byte. A store
// looks at the byte; if it is not zero, an out-of-line function looks at the bit, clears it and notes the slot in the
// thread's log. So each old slot is logged once between two collections (twice, if threads meet), and the log holds every old slot
// that may refer to a young object, and every one whose new value marking beside the program has to look at.
//
// What generated code emits for `holder.field = value` (thread in r15; docs/gc.md has the complete rules):
//
//     lea   t, [holder + offset]                     address of the slot
//     mov   u, t
//     shr   u, kLogShift
//     add   u, [r15 + Offsets::kThreadLogBits]
//     cmp   byte [u], 0
//     jne   slow                                     -> barrier::log_slot_from_code(mutator, t), then back
//   back:
//     mov   dword [t], value
//
// A plan that never sets a bit says so (Heap::logs_stores), and generated code leaves all but the store out.
// log_slot_from_code (rdi: r15 + Offsets::kThreadMutator, rsi: slot) is no safepoint, looks at no frame, cannot fail
// and keeps every register but r11. Calling it without the test first is right as well, only slower; so is calling
// any function of this header.
// Stores of null go through it as well (a plan that marks a snapshot would need the old value). No barrier: primitive stores,
// and the stores that initialise an object between its allocation and the next safepoint.
#pragma once

#include <atomic>
#include <cstring>

#include "gc/mutator.h"
#include "vm/base/vector_loops.h"
#include "vm/object/object.h"

namespace kiln::barrier {

inline constexpr uint32_t kLogShift = 5;  // heap bytes for each byte of log bits: 8 slots of 4

// The slow path: if the slot is not logged yet, clears its bit and notes it in the mutator's log. Any thread in state
// InJava or InVm, by itself; not a safepoint.
void log_slot(Mutator* mutator, uint32_t* slot);
// The same for generated code.
[[clang::preserve_all]] void log_slot_from_code(Mutator* mutator, uint32_t* slot);
void log_range(Mutator* mutator, uint32_t* first_slot, size_t count);

inline void before_store(Object*, uint32_t* slot) {
  Mutator* mutator = Mutator::current();
  auto address = reinterpret_cast<uintptr_t>(slot);
  if (*reinterpret_cast<const uint8_t*>(mutator->log_bits + (address >> kLogShift)) != 0) [[unlikely]] log_slot(mutator, slot);
}
inline void before_store_range(Object*, uint32_t* first_slot, size_t count) {
  if (count != 0) log_range(Mutator::current(), first_slot, count);
}

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
  copy_words(from, to, count);
}

}  // namespace kiln::barrier
