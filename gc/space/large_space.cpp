#include "gc/space/large_space.h"

namespace kiln::gc {

uintptr_t LargeSpace::allocate(uint64_t size_bytes, uint8_t half) {
  if (size_bytes > pages_.size()) return 0;
  uint64_t run_bytes = footprint(size_bytes);
  uintptr_t address = pages_.take_high(run_bytes);
  if (address == 0) return 0;
  origins_.set(address, half | kLarge);
  runs_.push_back({address, run_bytes});
  used_bytes_ += run_bytes;
  return address;
}

void LargeSpace::sweep(uint8_t half) {
  size_t kept = 0;
  for (const Run& run : runs_) {
    if (origins_.of(run.address) == (half | kLarge)) {
      runs_[kept++] = run;
      continue;
    }
    origins_.set(run.address, kNowhere);
    pages_.give(run.address, run.size_bytes);
    used_bytes_ -= run.size_bytes;
  }
  runs_.resize(kept);
}

}  // namespace kiln::gc
