// JVM_* functions that read clocks. They touch no heap object and need no transition.
#include <time.h>

#include "stdlib/jvm/jvm.h"

namespace {

constexpr jlong kNanosPerSecond = 1'000'000'000;
// |seconds| up to which a difference is told in nanoseconds; beyond it Java asks again with another offset.
constexpr jlong kLargestDifference = jlong{1} << 32;

timespec read_clock(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now;
}

}  // namespace

extern "C" {

VM_JVM(jlong) JVM_CurrentTimeMillis(JNIEnv*, jclass) {
  timespec now = read_clock(CLOCK_REALTIME);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

VM_JVM(jlong) JVM_NanoTime(JNIEnv*, jclass) {
  timespec now = read_clock(CLOCK_MONOTONIC);
  return now.tv_sec * kNanosPerSecond + now.tv_nsec;
}

// Nanoseconds since `offset_seconds` after the epoch; -1 when that is too far away.
VM_JVM(jlong) JVM_GetNanoTimeAdjustment(JNIEnv*, jclass, jlong offset_seconds) {
  timespec now = read_clock(CLOCK_REALTIME);
  jlong difference;
  if (__builtin_sub_overflow(static_cast<jlong>(now.tv_sec), offset_seconds, &difference)) return -1;
  if (difference >= kLargestDifference || difference <= -kLargestDifference) return -1;
  return difference * kNanosPerSecond + now.tv_nsec;
}

}  // extern "C"
