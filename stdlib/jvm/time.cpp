// JVM_* functions that read clocks. They touch no heap object and need no transition.
#include <time.h>

#include "stdlib/jvm/jvm.h"
#include "vm/ops/clocks.h"

namespace {

constexpr jlong kNanosPerSecond = 1'000'000'000;
// |seconds| up to which a difference is told in nanoseconds; beyond it Java asks again with another offset.
constexpr jlong kLargestDifference = jlong{1} << 32;

}  // namespace

extern "C" {

VM_JVM(jlong) JVM_CurrentTimeMillis(JNIEnv*, jclass) { return kiln::ops::current_time_millis(); }
VM_JVM(jlong) JVM_NanoTime(JNIEnv*, jclass) { return kiln::ops::nano_time(); }

// Nanoseconds since `offset_seconds` after the epoch; -1 when that is too far away.
VM_JVM(jlong) JVM_GetNanoTimeAdjustment(JNIEnv*, jclass, jlong offset_seconds) {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  jlong difference;
  if (__builtin_sub_overflow(static_cast<jlong>(now.tv_sec), offset_seconds, &difference)) return -1;
  if (difference >= kLargestDifference || difference <= -kLargestDifference) return -1;
  return difference * kNanosPerSecond + now.tv_nsec;
}

}  // extern "C"
