// vm/thread/java_status.h - values of java.lang.Thread.threadStatus: JVMTI's thread state bits, from which
// Thread.getState is computed.
#pragma once

#include <cstdint>

namespace kiln {

namespace java_status {
inline constexpr int32_t kAlive = 0x001, kTerminatedBit = 0x002, kRunnableBit = 0x004;
inline constexpr int32_t kIndefinitely = 0x010, kWithTimeout = 0x020, kSleepingBit = 0x040, kWaiting = 0x080;
inline constexpr int32_t kInObjectWaitBit = 0x100, kParkedBit = 0x200, kBlockedBit = 0x400;

inline constexpr int32_t kNew = 0;
inline constexpr int32_t kRunnable = kAlive | kRunnableBit;                                             // 5
inline constexpr int32_t kSleeping = kAlive | kWaiting | kWithTimeout | kSleepingBit;                   // 225
inline constexpr int32_t kInObjectWait = kAlive | kWaiting | kIndefinitely | kInObjectWaitBit;          // 401
inline constexpr int32_t kInObjectWaitTimed = kAlive | kWaiting | kWithTimeout | kInObjectWaitBit;      // 417
inline constexpr int32_t kParked = kAlive | kWaiting | kIndefinitely | kParkedBit;                      // 657
inline constexpr int32_t kParkedTimed = kAlive | kWaiting | kWithTimeout | kParkedBit;                  // 673
inline constexpr int32_t kBlockedOnMonitorEnter = kAlive | kBlockedBit;                                 // 1025
inline constexpr int32_t kTerminated = kTerminatedBit;                                                  // 2
}  // namespace java_status

}  // namespace kiln
