#include "vm/thread/park.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "vm/base/check.h"

namespace kiln {

namespace {
constexpr int64_t kNanosPerSecond = 1'000'000'000;
constexpr int64_t kNanosPerMilli = 1'000'000;

int64_t now_ns(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * kNanosPerSecond + time.tv_nsec;
}

int64_t add_saturating(int64_t a, int64_t b) {
  int64_t sum;
  if (__builtin_add_overflow(a, b, &sum)) return b < 0 ? INT64_MIN : INT64_MAX;
  return sum;
}
}  // namespace

int64_t monotonic_now_ns() { return now_ns(CLOCK_MONOTONIC); }
int64_t realtime_now_ns() { return now_ns(CLOCK_REALTIME); }

Deadline Deadline::after_ns(int64_t duration_ns) {
  return {Clock::kMonotonic, add_saturating(monotonic_now_ns(), duration_ns)};
}

Deadline Deadline::after_ms(int64_t duration_ms) {
  int64_t duration_ns;
  if (__builtin_mul_overflow(duration_ms, kNanosPerMilli, &duration_ns)) duration_ns = duration_ms < 0 ? -1 : INT64_MAX;
  return after_ns(duration_ns);
}

Deadline Deadline::at_epoch_ms(int64_t epoch_ms) {
  int64_t at_ns;
  if (__builtin_mul_overflow(epoch_ms, kNanosPerMilli, &at_ns)) at_ns = epoch_ms < 0 ? 0 : INT64_MAX;
  return {Clock::kRealtime, at_ns};
}

bool Deadline::has_passed() const {
  switch (clock) {
    case Clock::kNever: return false;
    case Clock::kMonotonic: return monotonic_now_ns() >= at_ns;
    case Clock::kRealtime: return realtime_now_ns() >= at_ns;
  }
  VM_UNREACHABLE();
}

void Event::set() {
  if (state_.exchange(1, std::memory_order_acq_rel) == -1) {
    syscall(SYS_futex, &state_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }
}

bool Event::wait(const Deadline& deadline) {
  int32_t expected = 1;
  if (state_.compare_exchange_strong(expected, 0, std::memory_order_acquire)) return true;
  if (!deadline.is_never() && deadline.at_ns <= 0) return false;
  expected = 0;
  state_.compare_exchange_strong(expected, -1, std::memory_order_acquire);

  timespec until{static_cast<time_t>(deadline.at_ns / kNanosPerSecond), static_cast<long>(deadline.at_ns % kNanosPerSecond)};
  int operation = FUTEX_WAIT_BITSET_PRIVATE | (deadline.clock == Deadline::Clock::kRealtime ? FUTEX_CLOCK_REALTIME : 0);
  const timespec* limit = deadline.is_never() ? nullptr : &until;
  while (state_.load(std::memory_order_acquire) == -1) {
    if (syscall(SYS_futex, &state_, operation, -1, limit, nullptr, FUTEX_BITSET_MATCH_ANY) == 0) continue;
    int error = errno;
    if (error == ETIMEDOUT) break;
    VM_CHECK(error == EAGAIN || error == EINTR);
  }
  return take();
}

}  // namespace kiln
