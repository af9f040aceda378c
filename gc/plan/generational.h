// gc/plan/generational.h - the plan: a copying nursery before a mark-region old space; stop-the-world.
//
// Mutators fill eden blocks. A collection of the nursery copies what the roots and the log reach: from eden to
// survivor blocks, from survivor blocks (objects that have been through one collection) to the old space. While nearly
// everything survives, the blocks of the nursery themselves become blocks of the old space, and nothing is copied. A full
// collection traces everything once: young objects and those of sparse old blocks are copied to the old space, the
// rest is marked in place and the lines in between are reclaimed. Stages of both:
//
//   kRetire      mutators give up their buffers
//   kVerify      (VerifyHeap) the heap as the mutators left it
//   kPrepare     every block is told whether its objects move, are marked, or stay out of it
//   kRoots       strong roots, and for the nursery the logged slots
//   kTrace       by one or two workers
//   kReferences  soft, weak, final, phantom references and weak tables
//   kRelease     blocks without live objects, lines and dead large objects become free
//   kVerify      (VerifyHeap) the heap as the mutators will find it
//
// The plan owns the heap's memory; it takes no locks towards mutators and makes no decisions about when.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "gc/plan/collection.h"
#include "gc/plan/helper.h"
#include "gc/plan/old_cycle.h"
#include "gc/reference_layout.h"
#include "gc/space/block_space.h"
#include "gc/space/filler.h"
#include "gc/space/large_objects.h"
#include "gc/space/old_space.h"
#include "gc/space/page_space.h"
#include "gc/trace/mover.h"
#include "gc/vm_binding.h"

namespace kiln::gc {

struct GenerationalOptions {
  bool verify = false;
  bool quarantine = false;  // freed blocks fault and are reused as late as possible
  bool parallel = true;     // two workers where it pays
  bool stress_marking = false;  // marking beside the program in tiny steps
};

enum class CollectionKind : uint8_t {
  kYoung,
  kFull,
  kCompact,  // full, and as many blocks as possible are evacuated
  kMoveAll,  // full, and every block is evacuated as long as there is room (stress)
};

class GenerationalPlan {
 public:
  // Address space to reserve for a heap of `max_bytes`.
  static uint64_t reservation_bytes(uint64_t max_bytes);

  // `mutex`: the heap's lock, which the background thread takes when it frees memory.
  GenerationalPlan(Reservation reservation, uint64_t max_bytes, const GenerationalOptions& options, Mutex& mutex);

  // ---- Allocation; under the heap's lock. An address of 0 means that the maximum would be exceeded ----
  Block allocate_buffer();
  // From a block that all threads share; already clear.
  Block allocate_shared(uint64_t size_bytes);
  Block allocate_large(uint64_t size_bytes);

  // Makes the rest of a buffer a filler and empties the buffer.
  static void retire(Mutator& mutator);

  // Takes over what the mutator has logged.
  void take_log(Mutator& mutator) {
    if (log_.empty()) {
      log_.swap(mutator.log);  // both keep their memory
    } else {
      log_.insert(log_.end(), mutator.log.begin(), mutator.log.end());
      mutator.log.clear();
    }
    slow_stores_ += mutator.slow_stores;
    mutator.slow_stores = 0;
  }

  // ---- Pins; under the heap's lock ----
  void pin(uintptr_t address) { pins_[align_down(address, kBlockSize)]++; }
  void unpin(uintptr_t address);

  // The world is stopped, the cycle suspended.
  CollectionResult collect(CollectionKind kind, VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft,
                           HeapRoots roots);
  // The final pause of a cycle; after a collection of the nursery for which cycle().wants_to_finish() was true.
  CycleResult finish_cycle(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft, HeapRoots roots);
  OldCycle& cycle() { return cycle_; }
  // Gives memory back to the system that the next `room_bytes` of allocation will not need: a little, or after a `full`
  // collection all of it.
  void trim(uint64_t room_bytes, bool full);

  uint64_t eden_bytes() const { return eden_.size() * kBlockSize; }
  // Young large objects: those allocated since the last collection, and those that have survived it.
  uint64_t fresh_large_bytes() const { return large_.fresh_bytes(); }
  uint64_t survived_large_bytes() const { return large_.survived_bytes(); }
  // What counts against the maximum.
  uint64_t taken_bytes() const { return blocks_.taken_bytes() + large_.used_bytes(); }
  OldSizes old_sizes() const { return {old_.used_bytes(), large_.used_bytes() - large_.young_bytes()}; }
  uint64_t old_bytes() const { return old_sizes().bytes(); }
  // Without the free lines of old blocks.
  uint64_t used_bytes() const { return taken_bytes() - old_.free_line_bytes(); }
  // Free lines of old blocks.
  uint64_t hole_bytes() const { return old_.free_line_bytes(); }
  uint64_t large_bytes() const { return large_.used_bytes(); }
  uint64_t survivor_bytes() const { return survivors_.size() * kBlockSize; }
  uint64_t max_bytes() const { return max_bytes_; }

  uintptr_t log_bits() const { return tables_.log.biased(); }
  bool contains(uintptr_t address) const { return pages_.contains(address); }
  uintptr_t base() const { return pages_.base(); }
  uintptr_t end() const { return pages_.end(); }

  // function(Object*) for each object. Mutators' buffers are retired.
  template <typename Function>
  void for_each_object(Function&& function) {
    retire_shared();
    for (const auto* list : {&eden_, &survivors_}) {
      for (uintptr_t block : *list) {
        for (uintptr_t address = block; address < block + kBlockSize;) {
          uint64_t size_bytes = filler_size(address);
          if (size_bytes == 0) {
            auto* object = reinterpret_cast<Object*>(address);
            size_bytes = object_size(object);
            function(object);
          }
          address += size_bytes;
        }
      }
    }
    blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
      if ((state & kKindMask) == kOld) tables_.for_each_marked(block, function);
    });
    large_.for_each_object(function);
  }

 private:
  bool has_room(uint64_t size_bytes) const { return size_bytes <= max_bytes_ && taken_bytes() <= max_bytes_ - size_bytes; }
  void retire_shared();
  void prepare(CollectionKind kind, bool promote_all, std::vector<uintptr_t>& from);
  void keep_in_place(uintptr_t block);
  void release(bool full, const std::vector<uintptr_t>& from, CollectionResult& result);
  void process_log(Mover& mover);
  void trace(bool parallel, Mover& first, Mover& second, WorkPool& pool);
  void verify(VmBinding& binding, const ReferenceLayout& layout, const char* when, RefSlot* pending);

  GenerationalOptions options_;
  uint64_t max_bytes_;
  PageSpace pages_;
  HeapTables tables_;
  BlockSpace blocks_;
  OldSpace old_;
  LargeObjects large_;
  Helper helper_;
  OldCycle cycle_;
  std::vector<uintptr_t> eden_;
  std::vector<uintptr_t> survivors_;
  std::vector<uint32_t*> log_;  // old slots that refer to survivors, and what threads that are gone have logged
  std::vector<uint32_t*> taken_log_;  // what the collection under way works on; empty otherwise
  uint64_t slow_stores_ = 0;
  std::unordered_map<uintptr_t, int> pins_;  // by block; large objects too, which do not move anyway
  uintptr_t shared_top_ = 0;
  uintptr_t shared_end_ = 0;
  uint64_t last_work_bytes_ = 0;   // of the last collection, in bytes copied
  bool promote_all_ = false;       // the next collection of the nursery makes everything old,
  bool promote_in_place_ = false;  // and where it is
};

}  // namespace kiln::gc
