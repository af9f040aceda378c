// vm/exec/backtrace.h - the stack trace recorded in a Throwable, read by vm/ops/stack_trace.h.
//
// Throwable.backtrace holds a long[]: one word per frame, innermost first, Method address << 16 | bci; in the first word
// also kHiddenFramesAbove. Methods are never freed yet, so no class needs to be kept alive by it.
#pragma once

#include "vm/exec/exceptions.h"
#include "vm/meta/method.h"

namespace kiln {

// The exception came about in a hidden frame (a lambda form, say), which the trace does not show.
inline constexpr uint64_t kHiddenFramesAbove = uint64_t{1} << 63;

inline Method* backtrace_method(uint64_t word) { return reinterpret_cast<Method*>((word & ~kHiddenFramesAbove) >> 16); }
inline int backtrace_bci(uint64_t word) { return static_cast<uint16_t>(word); }

}  // namespace kiln
