#include "gc/plan/generational_sizing.h"

#include <algorithm>

#include "vm/base/memory.h"

namespace kiln::gc {

namespace {
constexpr uint64_t kSmallestNursery = 256 * kKiB;
constexpr uint64_t kFirstNursery = 16 * kMiB;
constexpr uint64_t kLargestNursery = 32 * kMiB;
constexpr uint64_t kSmallestGrowth = 16 * kMiB;
constexpr uint64_t kOverheadPercent = 5;
constexpr uint64_t kNurseryOfHeap = 4;       // at most a quarter
constexpr uint64_t kFirstNurseryOfHeap = 8;  // at first an eighth
constexpr uint64_t kUnit = 32 * kKiB;
}  // namespace

GenerationalSizing::GenerationalSizing(const HeapSizes& sizes, uint64_t asked_nursery)
    : sizes_(sizes), fixed_nursery_(asked_nursery != 0) {
  largest_nursery_ = std::clamp(align_down(sizes.max_bytes / kNurseryOfHeap, kUnit), kSmallestNursery, kLargestNursery);
  nursery_bytes_ = std::clamp(align_down(sizes.max_bytes / kFirstNurseryOfHeap, kUnit), kSmallestNursery, kFirstNursery);
  if (fixed_nursery_) {
    nursery_bytes_ = std::clamp(align_up(asked_nursery, kUnit), kSmallestNursery, std::max(sizes.max_bytes / 2, kSmallestNursery));
  }
  first_nursery_bytes_ = nursery_bytes_;
  after_full(0, 0);
}

uint64_t GenerationalSizing::young_large_bytes() const { return std::max(4 * nursery_bytes_, sizes_.max_bytes / 16); }

uint64_t GenerationalSizing::capacity_bytes(uint64_t taken_bytes) const {
  uint64_t capacity = align_up(std::max(sizes_.initial_bytes, taken_bytes + nursery_bytes_), kMiB);
  return std::max(std::min(capacity, sizes_.max_bytes), taken_bytes);
}

void GenerationalSizing::after_young(uint64_t pause_ns, uint64_t mutator_ns, uint64_t copied_bytes) {
  if (fixed_nursery_) return;
  bool expensive = pause_ns * 100 > (pause_ns + mutator_ns) * kOverheadPercent;
  // A nursery of which half survives would not gain by being larger.
  if (expensive && copied_bytes < nursery_bytes_ / 2) nursery_bytes_ = std::min(nursery_bytes_ * 2, largest_nursery_);
}

void GenerationalSizing::after_full(uint64_t live_bytes, uint64_t old_before_bytes) {
  uint64_t promoted = old_before_bytes - std::min(live_bytes_, old_before_bytes);
  uint64_t freed = old_before_bytes - std::min(live_bytes, old_before_bytes);
  bool turns_over = promoted > nursery_bytes_ && freed > promoted / 2;
  if (!fixed_nursery_ && turns_over) {
    nursery_bytes_ = std::min(nursery_bytes_ * 2, std::max(nursery_bytes_, 2 * largest_nursery_));
  }
  live_bytes_ = live_bytes;
  // A heap that grows need not be looked at before it has its initial size; one that turns over is cheap to collect, and
  // the program is faster when what is alive lies close together.
  uint64_t least = turns_over ? nursery_bytes_ : std::min(sizes_.initial_bytes, sizes_.max_bytes / 4);
  uint64_t growth = std::max({live_bytes / 4 * 3, kSmallestGrowth, least});
  old_trigger_bytes_ = std::min(live_bytes + growth, sizes_.max_bytes);
}

}  // namespace kiln::gc
