// gc/check/stress.h - StressGCInterval=n: every n-th allocation collects and moves every object, after the first
// StressGCSkip ones (the start of the class library is the same in every program and need not be stressed each time).
//
// Buffers stay empty in this mode, so each allocation is a slow one and is counted. Together with the quarantine of
// freed pages (gc/space/page_space.h) a reference that was kept raw across an allocation faults at its next use.
#pragma once

#include <atomic>
#include <cstdint>

namespace kiln::gc {

class Stress {
 public:
  Stress(int64_t interval, int64_t skip) : interval_(interval), allocations_(-skip) {}
  bool enabled() const { return interval_ > 0; }
  // Counts an allocation; true when it is one that must collect.
  bool tick() {
    int64_t count = allocations_.fetch_add(1, std::memory_order_relaxed) + 1;
    return count > 0 && count % interval_ == 0;
  }

 private:
  int64_t interval_;
  std::atomic<int64_t> allocations_;  // below 0: to be skipped
};

}  // namespace kiln::gc
