#include "gc/plan/generational_sizing.h"

#include <algorithm>

#include "vm/base/memory.h"

namespace kiln::gc {

namespace {
constexpr uint64_t kSmallestNursery = 256 * kKiB;
constexpr uint64_t kFirstNursery = 16 * kMiB;
constexpr uint64_t kLargestNursery = 32 * kMiB;
constexpr uint64_t kSmallestGrowth = 16 * kMiB;
constexpr double kOverhead = 0.05;
constexpr double kRootsOverhead = 0.02;
constexpr double kPartOfGoal = 0.7;          // what is planned with: every second pause would exceed the whole
constexpr uint64_t kSmallestForGoal = 1 * kMiB;
constexpr double kMuchLess = 0.8;            // of the survival of a smaller nursery
constexpr double kInterrupted = 1.5;         // times what was expected
constexpr int kTrial = 4;                    // collections
constexpr int kDecided = 64;
constexpr uint64_t kNurseryOfHeap = 4;       // at most a quarter
constexpr uint64_t kFirstNurseryOfHeap = 8;  // at first an eighth
constexpr uint64_t kYoungLargeOfHeap = 4;    // at most a quarter
constexpr uint64_t kMostYoungLarge = 32 * kMiB;
constexpr uint64_t kUnit = 32 * kKiB;
}  // namespace

GenerationalSizing::GenerationalSizing(const HeapSizes& sizes, uint64_t asked_nursery, uint64_t goal_ms)
    : sizes_(sizes), fixed_nursery_(asked_nursery != 0), goal_ns_(static_cast<double>(goal_ms) * 1e6 * kPartOfGoal) {
  largest_nursery_ = std::clamp(align_down(sizes.max_bytes / kNurseryOfHeap, kUnit), kSmallestNursery, kLargestNursery);
  nursery_bytes_ = std::clamp(align_down(sizes.max_bytes / kFirstNurseryOfHeap, kUnit), kSmallestNursery, kFirstNursery);
  if (fixed_nursery_) {
    nursery_bytes_ = std::clamp(align_up(asked_nursery, kUnit), kSmallestNursery, std::max(sizes.max_bytes / 2, kSmallestNursery));
  }
  first_nursery_bytes_ = nursery_bytes_;
  after_full({}, {});
}

// As many as collections cost little for, and no more: what lies between two collections is the memory that the program goes
// round in, and it should not be fresh from the system each time. A larger nursery does not help large objects.
uint64_t GenerationalSizing::young_large_bytes() const {
  return std::max(std::min(sizes_.max_bytes / kYoungLargeOfHeap, kMostYoungLarge), fixed_nursery_ ? nursery_bytes_ : 0);
}

uint64_t GenerationalSizing::capacity_bytes(uint64_t taken_bytes) const {
  uint64_t capacity = align_up(std::max(sizes_.initial_bytes, taken_bytes + nursery_bytes_), kMiB);
  return std::max(std::min(capacity, sizes_.max_bytes), taken_bytes);
}

void GenerationalSizing::after_young(const PauseSample& sample, uint64_t pause_ns, uint64_t mutator_ns) {
  model_.learn(sample);
  if (fixed_nursery_) return;
  // A pause that the system has interrupted is not the collector's expense.
  double cost_ns = std::min(static_cast<double>(pause_ns), kInterrupted * model_.predict_ns(sample.nursery_bytes));
  overhead_ = (overhead_ + cost_ns / (cost_ns + static_cast<double>(mutator_ns) + 1)) / 2;
  // A nursery of which half survives would not gain by being larger, and while the program changes its ways nobody can tell.
  double survival = static_cast<double>(sample.survived_bytes) / static_cast<double>(sample.nursery_bytes + 1);
  bool grows = model_.survival() >= 0.5 || survival < model_.survival() * kMuchLess;
  double rate = static_cast<double>(sample.nursery_bytes) / static_cast<double>(mutator_ns + 1);
  bytes_of_ns_ = bytes_of_ns_ == 0 ? rate : (bytes_of_ns_ * 3 + rate) / 4;
  bool expensive = overhead_ > kOverhead;
  if (!try_larger(expensive, grows)) follow_goal(expensive);
}

// True while the larger one is on trial.
bool GenerationalSizing::try_larger(bool expensive, bool grows) {
  if (trial_left_ > 0) {
    if (--trial_left_ > 0) return true;
    decided_for_ = kDecided;
    worth_bytes_ = model_.survival() < survival_before_ * kMuchLess ? nursery_bytes_ : 0;
  }
  if (decided_for_ > 0 && --decided_for_ == 0) worth_bytes_ = 0;
  bool may_try = decided_for_ == 0 || worth_bytes_ != 0;
  if (!expensive || grows || !may_try || nursery_bytes_ >= largest_nursery_) return false;
  survival_before_ = model_.survival();
  trial_left_ = kTrial;
  nursery_bytes_ = std::min(nursery_bytes_ * 2, largest_nursery_);
  return true;
}

void GenerationalSizing::follow_goal(bool expensive) {
  auto for_roots = static_cast<uint64_t>(bytes_of_ns_ * model_.fixed_ns() / kRootsOverhead);
  // A small nursery logs the same slots again and again: no time for that when collections take much of it already.
  uint64_t least = kSmallestForGoal;
  if (expensive) least = overhead_ > 2 * kOverhead ? first_nursery_bytes_ : first_nursery_bytes_ / 2;
  uint64_t wanted = std::max({model_.nursery_for(goal_ns_), for_roots, worth_bytes_, least});
  wanted = std::min(wanted, std::max({first_nursery_bytes_, worth_bytes_, kSmallestNursery}));
  // By a factor of two at most, and not for a trifle.
  if (wanted < nursery_bytes_ / 4 * 3) nursery_bytes_ = std::max(wanted, nursery_bytes_ / 2);
  if (wanted > nursery_bytes_ / 4 * 5) nursery_bytes_ = std::min(wanted, nursery_bytes_ * 2);
  nursery_bytes_ = align_up(nursery_bytes_, kUnit);
}

void GenerationalSizing::after_full(const OldSizes& live, const OldSizes& before) {
  // Large objects would not live longer in a larger nursery.
  uint64_t promoted = before.blocks - std::min(live_blocks_bytes_, before.blocks);
  uint64_t freed = before.blocks - std::min(live.blocks, before.blocks);
  bool turns_over = promoted > nursery_bytes_ && freed > promoted / 2;
  if (!fixed_nursery_ && turns_over) {
    nursery_bytes_ = std::min(nursery_bytes_ * 2, std::max(nursery_bytes_, 2 * largest_nursery_));
    worth_bytes_ = nursery_bytes_;
    decided_for_ = kDecided;
  }
  live_blocks_bytes_ = live.blocks;
  live_bytes_ = live.bytes();
  // A heap that grows need not be looked at before it has its initial size; one that turns over is cheap to collect, and
  // the program is faster when what is alive lies close together.
  uint64_t least = turns_over ? nursery_bytes_ : std::min(sizes_.initial_bytes, sizes_.max_bytes / 4);
  uint64_t growth = std::max({live_bytes_ / 4 * 3, kSmallestGrowth, least});
  old_trigger_bytes_ = std::min(live_bytes_ + growth, sizes_.max_bytes);
}

}  // namespace kiln::gc
