// gc/plan/generational_sizing.h - how large the nursery is, and when the old space is collected.
//
// The nursery doubles while collections take more than a twentieth of the time and most of what they look at is dead
// (each costs at least its roots, so fewer are cheaper). It stays small enough to be worth little memory: with 16 MB
// javac needs less time and memory than with 4 or 64. It doubles, too, when a full collection finds that most of what has
// been promoted since the last one is dead already: a cache that turns over does that. After a full collection the old space may grow by three quarters
// of what is alive, at least by some megabytes, before the next one.
#pragma once

#include <algorithm>
#include <cstdint>

#include "gc/plan/sizing.h"

namespace kiln::gc {

class GenerationalSizing {
 public:
  // `asked_nursery`: -Xmn, 0 if not given.
  GenerationalSizing(const HeapSizes& sizes, uint64_t asked_nursery);

  uint64_t nursery_bytes() const { return nursery_bytes_; }
  uint64_t first_nursery_bytes() const { return first_nursery_bytes_; }
  // Young large objects are not copied, so more of them may wait.
  uint64_t young_large_bytes() const;
  // Old bytes at which a collection of the nursery is followed by a full one, or by the start of marking beside the program.
  uint64_t old_trigger_bytes() const { return old_trigger_bytes_; }
  // The same with marking beside the program, which begins at old_trigger_bytes() and should be done before this.
  uint64_t late_trigger_bytes() const {
    return old_trigger_bytes_ + std::max(old_trigger_bytes_ - std::min(live_bytes_, old_trigger_bytes_), 8 * nursery_bytes_);
  }
  uint64_t live_bytes() const { return live_bytes_; }
  uint64_t initial_bytes() const { return sizes_.initial_bytes; }
  uint64_t max_bytes() const { return sizes_.max_bytes; }
  // The capacity to report: what the heap counts as its own now.
  uint64_t capacity_bytes(uint64_t taken_bytes) const;

  void after_young(uint64_t pause_ns, uint64_t mutator_ns, uint64_t copied_bytes);
  // `old_before_bytes`: what the old space held before; 0: the collection tells nothing about the nursery.
  void after_full(uint64_t live_bytes, uint64_t old_before_bytes);

 private:
  HeapSizes sizes_;
  bool fixed_nursery_;
  uint64_t largest_nursery_;
  uint64_t nursery_bytes_;
  uint64_t first_nursery_bytes_;
  uint64_t live_bytes_ = 0;
  uint64_t old_trigger_bytes_;
};

}  // namespace kiln::gc
