// gc/mutator.h - what a thread that allocates and stores references carries: its local allocation buffer, and its part
// of the write barrier's log.
#pragma once

#include <cstdint>
#include <vector>

namespace kiln {

class Mutator {
 public:
  // The one of the calling thread; null on a thread that has none and so must not touch the heap.
  static Mutator* current() { return current_; }
  static void set_current(Mutator* mutator) { current_ = mutator; }

  uintptr_t top = 0;  // next free byte
  uintptr_t end = 0;  // first byte behind the buffer; equal to top when there is none. Stress modes keep it
                      // empty, so that every allocation takes the slow path.
  uintptr_t log_bits = 0;       // table of the write barrier (gc/barrier.h): the byte of a slot is at
                                // log_bits + (slot's address >> kLogShift). Set by Heap::admit
  uintptr_t start = 0;          // where the buffer begins
  int64_t allocated_bytes = 0;  // by retired buffers and large objects; see total_allocated_bytes
  uint32_t pins = 0;            // Heap::pin calls of this thread not yet undone
  uint64_t slow_stores = 0;     // calls of barrier::log_slot, for the cost accounting
  std::vector<uint32_t*> log;   // slots logged since the last collection

  // Takes `size_bytes` (multiple of 8) from the buffer; 0 when it does not fit. The memory is zeroed.
  uintptr_t allocate(uint64_t size_bytes) {
    if (size_bytes > end - top) return 0;
    uintptr_t result = top;
    top += size_bytes;
    return result;
  }
  // All that this thread has ever allocated; for ThreadMXBean. Exact when asked by the thread itself.
  int64_t total_allocated_bytes() const { return allocated_bytes + static_cast<int64_t>(top - start); }

 private:
  static thread_local Mutator* current_ __attribute__((tls_model("initial-exec")));
};

}  // namespace kiln
