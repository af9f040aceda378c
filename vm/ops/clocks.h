// vm/ops/clocks.h - System's clocks, for natives and for compiled code, which calls them without a frame. Any thread and state.
#pragma once

#include <cstdint>

namespace kiln::ops {

// System.nanoTime: nanoseconds of the monotonic clock.
int64_t nano_time();
// System.currentTimeMillis: milliseconds since the epoch.
int64_t current_time_millis();

}  // namespace kiln::ops
