// gc/plan/sizing.h - when to collect: how much may be used before the next collection.
//
// After a collection with `live` bytes left, the trigger is live + room. Room starts small, so that a program with
// little live data goes round in few pages, and doubles while collections take more than 8 % of the time; it is
// at least 1.5 times the live data and at most 4 times (or the initial heap, if that is more).
//
// A copying collection needs up to `live` bytes more while it runs. As long as that leaves a useful room, the trigger
// keeps used + live below the maximum, so the process does not grow beyond what -Xmx promises; with more live data
// than that the whole maximum is used and the collection needs memory on top of it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace kiln::gc {

class Sizing {
 public:
  // `fixed_initial`: the user asked for this initial heap, so do not collect before it is full.
  Sizing(uint64_t initial_bytes, uint64_t max_bytes, bool fixed_initial);

  uint64_t initial_bytes() const { return initial_bytes_; }
  uint64_t max_bytes() const { return max_bytes_; }
  // Used bytes at which an allocation asks for a collection.
  uint64_t trigger_bytes() const { return trigger_bytes_; }
  // Memory the next cycle is expected to take from the free pages.
  uint64_t expected_need_bytes() const { return std::max(trigger_bytes_, live_bytes_); }
  // What to keep of it after an explicit collection, which is often the wish to give memory back.
  uint64_t idle_need_bytes() const { return std::min(live_bytes_ + smallest_room_, expected_need_bytes()); }
  uint64_t live_bytes() const { return live_bytes_; }
  // The capacity to report: what the heap counts as its own now.
  uint64_t capacity_bytes(uint64_t used_bytes) const;

  // Raises the trigger so that a block of this size can be allocated and some more with it.
  void make_room(uint64_t size_bytes);
  void after_collection(uint64_t live_bytes, uint64_t pause_ns, uint64_t mutator_ns);

 private:
  uint64_t initial_bytes_;
  uint64_t max_bytes_;
  uint64_t smallest_room_;
  uint64_t room_;
  uint64_t live_bytes_ = 0;
  uint64_t trigger_bytes_ = 0;
};

// What MaxHeapSize and InitialHeapSize mean when they are 0, as the reference VM decides it: a quarter (on small
// machines a half) and a 64th of the memory that the process may use.
struct HeapSizes {
  uint64_t initial_bytes, max_bytes;
};
HeapSizes choose_heap_sizes(uint64_t memory_bytes, uint64_t asked_initial, uint64_t asked_max);

}  // namespace kiln::gc
