// gc/space/large_objects.h - objects of more than half a block, each in its own run of pages; they never move.
//
// A large object is born young; the second collection that marks it makes it old, or the first one if that promotes
// everything. What a collection looked at and did not mark is swept. Two runs never begin in the same block, so a run is at least one block of address space long.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/space/heap_tables.h"
#include "gc/space/page_space.h"
#include "vm/object/shape.h"

namespace kiln::gc {

inline constexpr uint64_t kLargestInBlock = kBlockSize / 2;

class LargeObjects {
 public:
  LargeObjects(PageSpace& pages, HeapTables& tables) : pages_(pages), tables_(tables) {}
  LargeObjects(const LargeObjects&) = delete;
  LargeObjects& operator=(const LargeObjects&) = delete;

  // What an object of this size counts as.
  static uint64_t footprint(uint64_t size_bytes) { return align_up(size_bytes, kPageSize); }

  // A young object of undefined contents; 0 when there is no gap that long.
  uintptr_t allocate(uint64_t size_bytes);

  // Prepares a collection of the young, or of all, large objects: none is marked. `promote_all`: those that survive for the
  // first time become old as well; otherwise they have kStaysYoung while the collection runs.
  void start_collection(bool all, bool promote_all);
  // Frees what is not marked; of the rest, what does not stay young becomes old.
  void sweep(bool all);

  // After a marking beside the program: old objects that are not marked are no objects any more; their memory becomes
  // free with release_dead, so many at a time (false: none are left; under the heap's lock or in a pause).
  void set_dead_apart();
  bool release_dead(size_t count);

  uint64_t used_bytes() const { return used_bytes_; }
  uint64_t young_bytes() const { return fresh_bytes_ + survived_bytes_; }
  // Of the young ones those allocated since the last collection, and those that have survived it.
  uint64_t fresh_bytes() const { return fresh_bytes_; }
  uint64_t survived_bytes() const { return survived_bytes_; }

  // function(Object*) for each object.
  template <typename Function>
  void for_each_object(Function&& function) const {
    for (const Run& run : old_) function(reinterpret_cast<Object*>(run.address));
    for (const Run& run : young_) function(reinterpret_cast<Object*>(run.address));
  }

 private:
  struct Run {
    uintptr_t address;
    uint64_t size_bytes;  // its footprint
    bool has_log_bits = false;
    bool has_survived = false;  // a collection, as a young object
  };
  static uint64_t length(const Run& run) { return run.size_bytes < kBlockSize ? kBlockSize : run.size_bytes; }
  void release(const Run& run);

  PageSpace& pages_;
  HeapTables& tables_;
  std::vector<Run> old_;
  std::vector<Run> young_;
  std::vector<Run> dead_;
  uint64_t used_bytes_ = 0;
  uint64_t fresh_bytes_ = 0;
  uint64_t survived_bytes_ = 0;
};

}  // namespace kiln::gc
