// vm/thread/wait_statistics.h - how often and how long a thread was blocked and waited, for ThreadInfo.
//
// Derived from the thread's status, so that nothing has to be counted where threads wait: a change to "blocked on monitor
// enter" begins to block; one to Object.wait, park or sleep begins to wait; one back to "runnable" ends either.
#pragma once

#include <atomic>
#include <cstdint>

#include "vm/thread/java_status.h"

namespace kiln {

// Changed by the thread itself, or by its notifier while it waits; read by any thread.
class WaitStatistics {
 public:
  struct Sum {
    std::atomic<int64_t> count{0}, time_ns{0};
  };
  struct Times {
    int64_t blocked_ns, waited_ns;
  };

  // The thread's status changed. `now_ns`: a monotonic clock, or 0 when times are not measured.
  void changed(int32_t status, int64_t now_ns) {
    Sum* next = nullptr;
    if ((status & java_status::kBlockedBit) != 0) next = &blocked_;
    if ((status & java_status::kWaiting) != 0) next = &waited_;
    Sum* ended = current_.exchange(next, std::memory_order_relaxed);
    if (ended == next) return;  // the notifier has said already that it blocks now
    const int64_t since = since_ns_.exchange(now_ns, std::memory_order_relaxed);
    if (ended != nullptr && since != 0 && now_ns != 0) ended->time_ns.fetch_add(now_ns - since, std::memory_order_relaxed);
    if (next != nullptr) next->count.fetch_add(1, std::memory_order_relaxed);
  }
  int64_t blocked_count() const { return blocked_.count.load(std::memory_order_relaxed); }
  int64_t waited_count() const { return waited_.count.load(std::memory_order_relaxed); }
  // Up to `now_ns`, also of what has not ended yet.
  Times times(int64_t now_ns) const {
    Times times{blocked_.time_ns.load(std::memory_order_relaxed), waited_.time_ns.load(std::memory_order_relaxed)};
    const Sum* current = current_.load(std::memory_order_relaxed);
    const int64_t since = since_ns_.load(std::memory_order_relaxed);
    if (current != nullptr && since != 0) (current == &blocked_ ? times.blocked_ns : times.waited_ns) += now_ns - since;
    return times;
  }
  void reset_counts() {
    for (Sum* sum : {&blocked_, &waited_}) sum->count.store(0, std::memory_order_relaxed);
  }
  void reset_times() {
    for (Sum* sum : {&blocked_, &waited_}) sum->time_ns.store(0, std::memory_order_relaxed);
    since_ns_.store(0, std::memory_order_relaxed);
  }

 private:
  Sum blocked_, waited_;
  std::atomic<Sum*> current_{nullptr};
  std::atomic<int64_t> since_ns_{0};
};

}  // namespace kiln
