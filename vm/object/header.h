// vm/object/header.h - the first four bytes of every Java object.
//
//   31 ................. 8 | 7 6 5 4 | 3  2 | 1  0
//       class address >> 8 |  spare  | hash | lock
//
//   lock  00 free    01 thin: the owner has the object on its lock stack
//         10 inflated: the monitor is in the side table (vm/thread/monitor.h)
//         11 forwarded: only while the world is stopped; bytes 4..7 are then the new reference
//   hash  00 none    01 hashed by address and not moved since
//         10 hashed and moved: the 32-bit hash stands in a hidden word behind the object (shape.h, hash_offset)
//
// Class structures are 256-byte aligned below 4 GB, so `header & kClassMask` is the class address.
//
// Always true outside this file and the collector: the class bits of a live object never change;
// `forwarded` is never seen by a running thread.
// Read next: vm/object/shape.h (sizes and maps), vm/thread/monitor.h (lock states).
#pragma once

#include <cstdint>

namespace kiln {

inline constexpr uint32_t kHeaderSize = 4;
inline constexpr uint32_t kLockMask = 0x3;
inline constexpr uint32_t kLockFree = 0x0;
inline constexpr uint32_t kLockThin = 0x1;
inline constexpr uint32_t kLockInflated = 0x2;
inline constexpr uint32_t kLockForwarded = 0x3;
inline constexpr uint32_t kHashMask = 0xc;
inline constexpr uint32_t kHashNone = 0x0;
inline constexpr uint32_t kHashByAddress = 0x4;
inline constexpr uint32_t kHashMoved = 0x8;
inline constexpr uint32_t kClassMask = 0xffffff00;
inline constexpr uint32_t kClassAlignment = 256;

inline constexpr uint32_t kObjectAlignment = 8;
inline constexpr uint32_t kReferenceShift = 3;  // a reference is an address >> 3: 32 GB of heap in 32 bits
inline constexpr uint64_t kHeapLimit = uint64_t{1} << (32 + kReferenceShift);
inline constexpr uint32_t kReferenceSize = 4;
inline constexpr uint32_t kArrayLengthOffset = 4;
inline constexpr uint32_t kArrayElementsOffset = 8;  // for all element types

}  // namespace kiln
