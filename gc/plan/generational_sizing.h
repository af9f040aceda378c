// gc/plan/generational_sizing.h - how large the nursery is, and when the old space is collected.
//
// Two aims pull at the nursery. Pauses should not exceed the goal (-XX:MaxGCPauseMillis), which a model of the pause turns
// into a size (gc/plan/pause_model.h); and collections should not take more than a twentieth of the time: if they do,
// a nursery of twice the size is tried. It stays if clearly less survives of it, because its objects had more time to
// die; otherwise doubling would only make pauses longer, and the goal decides. In any case the roots, which each
// collection has to look at however small the nursery is, should not cost more than some percent of the time.
//
// The nursery also doubles when a full collection finds that most of what has been promoted since the last one is dead
// already: a cache that turns over does that. After a full collection the old space may grow by three quarters of what
// is alive, at least by some megabytes, before the next one.
#pragma once

#include <algorithm>
#include <cstdint>

#include "gc/plan/collection.h"
#include "gc/plan/pause_model.h"
#include "gc/plan/sizing.h"

namespace kiln::gc {

class GenerationalSizing {
 public:
  // `asked_nursery`: -Xmn, 0 if not given. `goal_ms`: for pauses.
  GenerationalSizing(const HeapSizes& sizes, uint64_t asked_nursery, uint64_t goal_ms);

  uint64_t nursery_bytes() const { return nursery_bytes_; }
  uint64_t first_nursery_bytes() const { return first_nursery_bytes_; }
  // Young large objects are not copied, so more of them may wait between two collections than of others.
  uint64_t young_large_bytes() const;
  // Old bytes at which a collection of the nursery is followed by a full one, or by the start of marking beside the program.
  uint64_t old_trigger_bytes() const { return old_trigger_bytes_; }
  // With marking beside the program: old bytes at which it begins, and before which it should be done. The latter leaves
  // room for a nursery; what lies between it and what was alive is shared out evenly.
  uint64_t marking_trigger_bytes() const {
    uint64_t room = late_trigger_bytes() - std::min(live_bytes_, late_trigger_bytes());
    return std::min(old_trigger_bytes_, late_trigger_bytes() - room / 2);
  }
  uint64_t late_trigger_bytes() const {
    uint64_t late = old_trigger_bytes_ + std::max(old_trigger_bytes_ - std::min(live_bytes_, old_trigger_bytes_), 8 * nursery_bytes_);
    uint64_t for_nursery = std::min(nursery_bytes_ * 3 / 2, sizes_.max_bytes / 2);
    return std::min(late, sizes_.max_bytes - for_nursery);
  }
  uint64_t live_bytes() const { return live_bytes_; }
  uint64_t initial_bytes() const { return sizes_.initial_bytes; }
  uint64_t max_bytes() const { return sizes_.max_bytes; }
  // The capacity to report: what the heap counts as its own now.
  uint64_t capacity_bytes(uint64_t taken_bytes) const;

  void after_young(const PauseSample& sample, uint64_t pause_ns, uint64_t mutator_ns);
  // How long the next collection of the nursery should take.
  double goal_ns() const { return goal_ns_; }
  double expected_pause_ns() const { return model_.predict_ns(nursery_bytes_); }
  // `before`: what the old space held before; nothing: the collection does not tell about the nursery.
  void after_full(const OldSizes& live, const OldSizes& before);

 private:
  bool try_larger(bool expensive, bool grows);
  void follow_goal(bool expensive);

  HeapSizes sizes_;
  bool fixed_nursery_;
  uint64_t largest_nursery_;
  uint64_t nursery_bytes_;
  uint64_t first_nursery_bytes_;
  double goal_ns_;
  PauseModel model_;
  double overhead_ = 0;           // of the last collections
  double bytes_of_ns_ = 0;        // allocated
  double survival_before_ = 0;    // of the nursery that was too expensive
  int trial_left_ = 0;            // collections until it is clear whether the larger one is better
  int decided_for_ = 0;           // collections for which the last trial counts
  uint64_t worth_bytes_ = 0;      // a nursery that has proved better than a smaller one
  uint64_t live_bytes_ = 0;         // in the old space, by the last full collection
  uint64_t live_blocks_bytes_ = 0;  // of them in blocks
  uint64_t old_trigger_bytes_;
};

}  // namespace kiln::gc
