// gc/mutator.h - what a thread that allocates carries: its local allocation buffer.
#pragma once

#include <cstdint>

namespace kiln {

struct Mutator {
  uintptr_t top = 0;  // next free byte
  uintptr_t end = 0;  // first byte behind the buffer; equal to top when there is none. Stress modes keep it
                      // empty, so that every allocation takes the slow path.
  uintptr_t start = 0;          // where the buffer begins
  int64_t allocated_bytes = 0;  // by retired buffers and large objects; see total_allocated_bytes
  uint32_t pins = 0;            // Heap::pin calls of this thread not yet undone

  // Takes `size_bytes` (multiple of 8) from the buffer; 0 when it does not fit. The memory is zeroed.
  uintptr_t allocate(uint64_t size_bytes) {
    if (size_bytes > end - top) return 0;
    uintptr_t result = top;
    top += size_bytes;
    return result;
  }
  // All that this thread has ever allocated; for ThreadMXBean. Exact when asked by the thread itself.
  int64_t total_allocated_bytes() const { return allocated_bytes + static_cast<int64_t>(top - start); }
};

}  // namespace kiln
