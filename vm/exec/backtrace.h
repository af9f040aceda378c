// vm/exec/backtrace.h - the stack trace recorded in a Throwable, read by vm/ops/stack_trace.h.
//
// A long[] has one word per frame, innermost first, Method address << 16 | bci; in the first word also kHiddenFramesAbove.
// Throwable.backtrace holds that array, or, when some of the methods' classes may be unloaded, an Object[] with the array
// first and the mirrors of these classes behind it, which keeps them alive.
#pragma once

#include "vm/exec/exceptions.h"
#include "vm/meta/method.h"

namespace kiln {

// The exception came about in a hidden frame (a lambda form, say), which the trace does not show.
inline constexpr uint64_t kHiddenFramesAbove = uint64_t{1} << 63;

// The long[] of a value of Throwable.backtrace; null for null. Not a safepoint.
Ref<java::Array> backtrace_words(Ref<> backtrace);

inline Method* backtrace_method(uint64_t word) { return reinterpret_cast<Method*>((word & ~kHiddenFramesAbove) >> 16); }
inline int backtrace_bci(uint64_t word) { return static_cast<uint16_t>(word); }

}  // namespace kiln
