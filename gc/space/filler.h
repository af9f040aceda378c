// gc/space/filler.h - what stands in the holes between objects, so that chunks can be walked from end to end.
//
//   word 0   0: no object has a class structure at address 0
//   word 1   length of the hole in units of 8 bytes, this header included
#pragma once

#include <cstdint>

#include "vm/base/check.h"
#include "vm/object/header.h"

namespace kiln::gc {

inline void write_filler(uintptr_t address, uint64_t size_bytes) {
  if (size_bytes == 0) return;
  VM_DCHECK(size_bytes % kObjectAlignment == 0);
  *reinterpret_cast<uint32_t*>(address) = 0;
  *reinterpret_cast<uint32_t*>(address + 4) = static_cast<uint32_t>(size_bytes / kObjectAlignment);
}
// Length of the filler at `address`; 0 if an object stands there.
inline uint64_t filler_size(uintptr_t address) {
  if ((*reinterpret_cast<const uint32_t*>(address) & kClassMask) != 0) return 0;
  return uint64_t{*reinterpret_cast<const uint32_t*>(address + 4)} * kObjectAlignment;
}

}  // namespace kiln::gc
