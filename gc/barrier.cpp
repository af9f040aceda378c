// gc/barrier.cpp - the slow path of the write barrier.
#include "gc/barrier.h"

namespace kiln {

thread_local Mutator* Mutator::current_ = nullptr;

namespace barrier {

void log_slot(Mutator* mutator, uint32_t* slot) {
  auto address = reinterpret_cast<uintptr_t>(slot);
  std::atomic_ref<uint8_t> byte(*reinterpret_cast<uint8_t*>(mutator->log_bits + (address >> kLogShift)));
  auto bit = static_cast<uint8_t>(1 << (address / kReferenceSize % 8));
  mutator->slow_stores++;
  uint8_t bits = byte.load(std::memory_order_relaxed);
  if ((bits & bit) == 0) return;
  // Not as one atomic step, which would wait for the byte to come into the cache: between two collections bits are only
  // cleared, so when two threads meet in a byte a bit may stay set and its slot be noted twice, but none is forgotten.
  byte.store(static_cast<uint8_t>(bits & ~bit), std::memory_order_relaxed);
  mutator->log.push_back(slot);
}

[[clang::preserve_all]] void log_slot_from_code(Mutator* mutator, uint32_t* slot) { log_slot(mutator, slot); }

void log_range(Mutator* mutator, uint32_t* first_slot, size_t count) {
  constexpr uintptr_t kSlotsOfByte = 8;
  uint32_t* end = first_slot + count;
  for (uint32_t* slot = first_slot; slot < end;) {
    auto address = reinterpret_cast<uintptr_t>(slot);
    uintptr_t in_byte = address / kReferenceSize % kSlotsOfByte;
    uint32_t* next = slot + (kSlotsOfByte - in_byte);
    if (*reinterpret_cast<const uint8_t*>(mutator->log_bits + (address >> kLogShift)) != 0) {
      for (uint32_t* one = slot; one < next && one < end; one++) log_slot(mutator, one);
    }
    slot = next;
  }
}

}  // namespace barrier
}  // namespace kiln
