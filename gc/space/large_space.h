// gc/space/large_space.h - objects of more than kLargestSmall bytes, each in its own run of pages.
//
// A collection does not copy them: reaching one changes its entry in the origin table to the current half
// (`promote`), and what has not been reached is swept. Stress modes move them like all others.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/space/origin_table.h"
#include "gc/space/page_space.h"
#include "vm/object/object.h"

namespace kiln::gc {

class LargeSpace {
 public:
  LargeSpace(PageSpace& pages, OriginTable& origins) : pages_(pages), origins_(origins) {}
  LargeSpace(const LargeSpace&) = delete;
  LargeSpace& operator=(const LargeSpace&) = delete;

  static uint64_t footprint(uint64_t size_bytes) { return align_up(size_bytes, kPageSize); }

  // `size_bytes` of undefined contents; 0 when there is no gap that long.
  uintptr_t allocate(uint64_t size_bytes, uint8_t half);
  void promote(uintptr_t address, uint8_t half) { origins_.set(address, half | kLarge); }
  // Frees all objects that do not belong to `half`.
  void sweep(uint8_t half);

  uint64_t used_bytes() const { return used_bytes_; }

  // function(Object*) for each object.
  template <typename Function>
  void for_each_object(Function&& function) const {
    for (const Run& run : runs_) function(reinterpret_cast<Object*>(run.address));
  }

 private:
  struct Run {
    uintptr_t address;
    uint64_t size_bytes;
  };
  PageSpace& pages_;
  OriginTable& origins_;
  std::vector<Run> runs_;
  uint64_t used_bytes_ = 0;
};

}  // namespace kiln::gc
