// gc/plan/copying.h - the plan: full copying collection, stop-the-world, one thread.
//
// The plan owns the heap's memory and knows what happens in a collection; it takes no locks, makes no decisions about
// when (gc/heap/ does) and knows the VM only through the binding. A collection is these stages:
//
//   kRetire      mutators give up their buffers, so that no hole is left open
//   kVerify      (VerifyHeap) the heap as the mutators left it
//   kRoots       the current half changes; strong roots are forwarded
//   kTrace       everything reachable is copied
//   kReferences  soft, weak, final, phantom references and weak tables
//   kRelease     the old half's pages and dead large objects become free
//   kVerify      (VerifyHeap) the heap as the mutators will find it
//
// Memory: chunks of small objects in two halves that take turns, large objects apart (gc/space/). The address space
// is a little more than twice the maximum heap, so that a collection cannot run out of room; pages are only touched
// when used.
#pragma once

#include <cstdint>
#include <memory>

#include "gc/barrier.h"
#include "gc/plan/collection.h"
#include "gc/reference_layout.h"
#include "gc/space/chunk_space.h"
#include "gc/space/large_space.h"
#include "gc/space/page_space.h"
#include "gc/space/side_table.h"
#include "gc/trace/references.h"
#include "gc/vm_binding.h"

namespace kiln::gc {

struct CopyingOptions {
  bool verify = false;      // check the heap before and after each collection
  bool stress = false;      // move large objects too
  bool quarantine = false;  // freed pages fault and are reused as late as possible
};

class CopyingPlan {
 public:
  // Address space to reserve for a heap of `max_bytes`.
  static uint64_t reservation_bytes(uint64_t max_bytes);

  CopyingPlan(Reservation reservation, uint64_t max_bytes, const CopyingOptions& options);

  // Blocks for mutators; an address of 0 means that there is no room. Under the heap's lock.
  Block allocate_small(uint64_t size_bytes);
  Block allocate_large(uint64_t size_bytes);
  // A buffer of at most `wish_bytes` and at least `size_bytes`.
  Block allocate_buffer(uint64_t size_bytes, uint64_t wish_bytes);

  // Makes the rest of a buffer a filler and empties the buffer.
  static void retire(Mutator& mutator);

  // The world is stopped. `pending` and `soft_clock_mirror` are the heap's own roots. `move_large` moves large objects
  // as well, to bring the gaps between them together.
  CollectionResult collect(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft, RefSlot* pending,
                           RefSlot* soft_clock_mirror, bool move_large = false);
  // Gives free pages back to the system, but for `keep_bytes`.
  void trim(uint64_t keep_bytes) { pages_.trim(keep_bytes); }

  uint64_t used_bytes() const { return current_->used_bytes() + large_.used_bytes(); }
  bool contains(uintptr_t address) const { return pages_.contains(address); }
  uintptr_t log_bits() const { return log_bits_.biased(); }
  uintptr_t base() const { return pages_.base(); }
  uintptr_t end() const { return pages_.end(); }

  template <typename Function>
  void for_each_object(Function&& function) const {
    current_->for_each_object(function);
    large_.for_each_object(function);
  }

 private:
  void verify(VmBinding& binding, const ReferenceLayout& layout, const char* when, RefSlot* pending);
  Block finish(uintptr_t address, uint64_t size_bytes);

  CopyingOptions options_;
  PageSpace pages_;
  OriginTable origins_;
  SideTable<barrier::kLogShift> log_bits_;  // all zero: no store is ever logged
  ChunkSpace half_a_;
  ChunkSpace half_b_;
  LargeSpace large_;
  ChunkSpace* current_ = &half_a_;
  ChunkSpace* spare_ = &half_b_;
};

}  // namespace kiln::gc
