// gc/space/side_table.h - side metadata: one byte for each 2^kShift bytes of heap, found from an address by a shift and
// an addition.
//
//   shift  5   log bits: one for each slot (gc/barrier.h)
//   shift  6   mark bits: one for each possible start of an object
//   shift  8   lines of the old space
//   shift 15   blocks
//
// Only address space until it is written to; untouched entries read as zero.
#pragma once

#include <sys/mman.h>

#include <cstdint>
#include <cstring>
#include <utility>

#include "vm/base/check.h"

namespace kiln::gc {

template <uint32_t kShift>
class SideTable {
 public:
  SideTable(uintptr_t heap_base, size_t heap_bytes) : size_bytes_((heap_bytes >> kShift) + 64) {
    void* memory = mmap(nullptr, size_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) VM_FATAL("out of native memory for side tables of the heap ({} bytes)", size_bytes_);
    memory_ = static_cast<uint8_t*>(memory);
    biased_ = reinterpret_cast<uintptr_t>(memory_) - (heap_base >> kShift);
  }
  ~SideTable() { munmap(memory_, size_bytes_); }
  SideTable(const SideTable&) = delete;
  SideTable& operator=(const SideTable&) = delete;

  // What an address shifted right must be added to.
  uintptr_t biased() const { return biased_; }
  uint8_t* of(uintptr_t address) const { return reinterpret_cast<uint8_t*>(biased_ + (address >> kShift)); }
  // Every entry reads as zero again, and the memory goes back to the system.
  void discard() const { madvise(memory_, size_bytes_, MADV_DONTNEED); }
  // With one of the same heap.
  void swap(SideTable& other) {
    std::swap(memory_, other.memory_);
    std::swap(biased_, other.biased_);
  }
  // The entries of whole units only.
  void fill(uintptr_t address, size_t size_bytes, uint8_t value) const { memset(of(address), value, size_bytes >> kShift); }

 private:
  size_t size_bytes_;
  uint8_t* memory_;
  uintptr_t biased_;
};

}  // namespace kiln::gc
