// gc/space/origin_table.h - for each 32 KB granule of the heap: to which space do the objects that begin in it belong?
//
// A chunk owns all its granules; a large object owns the granule in which it begins (large objects are longer than
// a granule, so two never begin in the same one). The entry names the half: objects of the `current` half have been
// allocated or reached by the collection under way, those of the other half not yet.
#pragma once

#include <sys/mman.h>

#include <cstdint>
#include <cstring>

#include "vm/base/check.h"
#include "vm/object/header.h"

namespace kiln::gc {

inline constexpr uint32_t kGranuleShift = 15;
inline constexpr uint64_t kGranuleSize = uint64_t{1} << kGranuleShift;

// Two halves take turns; 0 means that no object begins here.
enum Origin : uint8_t { kNowhere = 0, kHalfA = 1, kHalfB = 2, kHalfMask = 3, kLarge = 4 };
constexpr uint8_t other_half(uint8_t half) { return half ^ kHalfMask; }

class OriginTable {
 public:
  OriginTable(uintptr_t base, size_t size_bytes) : first_(base >> kGranuleShift), count_((size_bytes >> kGranuleShift) + 2) {
    void* memory = mmap(nullptr, count_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) VM_FATAL("out of native memory for the origin table of the heap ({} bytes)", count_);
    entries_ = static_cast<uint8_t*>(memory);
  }
  ~OriginTable() { munmap(entries_, count_); }
  OriginTable(const OriginTable&) = delete;
  OriginTable& operator=(const OriginTable&) = delete;

  // The address must be inside the heap.
  uint8_t of(uintptr_t address) const { return entries_[(address >> kGranuleShift) - first_]; }
  uint8_t of_ref(uint32_t ref_bits) const { return entries_[(ref_bits >> (kGranuleShift - kReferenceShift)) - first_]; }

  void set(uintptr_t address, uint8_t origin) { entries_[(address >> kGranuleShift) - first_] = origin; }
  void set_range(uintptr_t address, size_t size_bytes, uint8_t origin) {
    memset(entries_ + ((address >> kGranuleShift) - first_), origin, size_bytes >> kGranuleShift);
  }

 private:
  uintptr_t first_;
  size_t count_;
  uint8_t* entries_;
};

}  // namespace kiln::gc
