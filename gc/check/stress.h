// gc/check/stress.h - StressGCInterval=n: every n-th allocation collects and moves every object.
//
// Buffers stay empty in this mode, so each allocation is a slow one and is counted. Together with the quarantine of
// freed pages (gc/space/page_space.h) a reference that was kept raw across an allocation faults at its next use.
#pragma once

#include <atomic>
#include <cstdint>

namespace kiln::gc {

class Stress {
 public:
  explicit Stress(int64_t interval) : interval_(interval) {}
  bool enabled() const { return interval_ > 0; }
  // Counts an allocation; true when it is one that must collect.
  bool tick() { return (allocations_.fetch_add(1, std::memory_order_relaxed) + 1) % interval_ == 0; }
  int64_t allocations() const { return allocations_.load(std::memory_order_relaxed); }

 private:
  int64_t interval_;
  std::atomic<int64_t> allocations_{0};
};

}  // namespace kiln::gc
