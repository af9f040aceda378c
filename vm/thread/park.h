// vm/thread/park.h - how a thread sleeps until another one wakes it.
//
// Event: a latch of one thread. `set` by anyone opens it, `wait` by the owner closes it again; a set before the wait
// is not lost, and many sets count as one. One futex word:
//
//    0 closed, nobody waits      1 open      -1 closed, the owner sleeps
//
// An event may be set for a reason that is long gone (a late unpark, an interrupt), so every waiter loops around its
// own condition. ParkEvent: the three events of a thread, apart so that one use cannot eat the wake-up of another.
// The owner waits in a state the collector need not wait for (BlockedInVm); `set` is allowed in any state in which
// the Thread cannot go away (see ThreadRegistry::dispose).
#pragma once

#include <atomic>
#include <cstdint>

namespace kiln {

int64_t monotonic_now_ns();
int64_t realtime_now_ns();

// The moment at which a wait gives up.
struct Deadline {
  enum class Clock : uint8_t { kNever, kMonotonic, kRealtime };
  Clock clock = Clock::kNever;
  int64_t at_ns = 0;

  static Deadline never() { return {}; }
  // Saturates; a negative duration has passed already.
  static Deadline after_ns(int64_t duration_ns);
  static Deadline after_ms(int64_t duration_ms);
  // Milliseconds since the epoch, measured by the system's adjustable clock.
  static Deadline at_epoch_ms(int64_t epoch_ms);
  bool is_never() const { return clock == Clock::kNever; }
  bool has_passed() const;
};

class Event {
 public:
  void set();
  // Closes the event and says whether it was open. Never blocks.
  bool take() { return state_.exchange(0, std::memory_order_acquire) == 1; }
  // Owner only. True: it was set (and is closed again); false: the deadline passed.
  bool wait(const Deadline& deadline = Deadline::never());

 private:
  std::atomic<int32_t> state_{0};
};

class ParkEvent {
 public:
  Event permit;   // LockSupport.park and unpark
  Event monitor;  // entering a monitor, Object.wait
  Event sleep;    // Thread.sleep
};

}  // namespace kiln
