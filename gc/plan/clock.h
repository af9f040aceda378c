// gc/plan/clock.h - the clock that pauses are measured with.
#pragma once

#include <time.h>

#include <cstdint>

namespace kiln::gc {

// CLOCK_MONOTONIC in nanoseconds.
inline int64_t now_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

}  // namespace kiln::gc
