// gc/trace/mover.h - one worker of a collection of the generational plan: reach, copy or mark, scan.
//
// What happens to an object is decided by the block it begins in (HeapTables::blocks):
//
//   no flag   it does not take part: old objects in a collection of the nursery, and everything that this
//             collection has put somewhere
//   kMark     it is marked where it is: old and large objects of a full collection, pinned blocks
//             (with kStaysYoung: a large object that survives for the first time)
//   kMove     it is copied: from eden to a survivor block, from anywhere else to the old space; its new address is left
//             in its header. If there is no room for the copy, the object is marked in place and its block is `kept`.
//
// So no collection can run out of memory half-way. Reached objects wait on the worker's stack. With several workers the
// one that changes a header to `busy` (lock bits 11, the rest as before) copies; the others wait for the new address.
// Stacks are shared through a WorkPool.
//
// A slot of an old object that is found to refer to an object that stays young goes to `remembered`: it is a root of
// the next collection, together with what the write barrier logs.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/space/block_space.h"
#include "gc/space/old_space.h"
#include "gc/trace/references.h"
#include "gc/trace/tracer.h"
#include "gc/trace/work_pool.h"
#include "vm/base/sync.h"

namespace kiln::gc {

// What the workers of one collection share.
struct MoveContext {
  PageSpace& pages;
  HeapTables& tables;
  BlockSpace& blocks;
  OldSpace& old;
  bool full = false;
  bool marking = false;         // the old space is being marked beside the program: what becomes old is marked, and the old
                                // objects that it refers to are handed in
  bool promote_all = false;     // eden objects go to the old space as well
  uint64_t block_limit = 0;     // blocks that may be taken in all
  uint64_t survivor_limit = 0;  // of them for survivors; what does not fit is promoted
  bool parallel = false;
  Mutex mutex{LockRank::kHeap, "spaces of a collection"};
  std::vector<uintptr_t> survivor_blocks{};  // taken by this collection

  bool may_take_block() const { return blocks.taken() < block_limit; }
};

class Mover final : public Tracer {
 public:
  Mover(MoveContext& context, WorkPool& pool, const ReferenceLayout& layout, const SoftPolicy& soft)
      : context_(context), tables_(context.tables), pool_(pool), references_(layout, soft) {}

  uint32_t forward(uint32_t ref_bits) {
    uint8_t state = tables_.state_of_ref(ref_bits);
    if ((state & (kMove | kMark)) == 0) return ref_bits;
    return reach(ref_bits, state);
  }
  void forward_slot(uint32_t* slot) override {
    uint32_t bits = *slot;
    if (bits == 0) return;
    uint32_t now = forward(bits);
    if (now != bits) *slot = now;
  }
  uint32_t reached(uint32_t ref_bits) const override;
  void drain() override;
  // Scans until no worker has anything left; by workers that have joined the pool.
  void drain_with_others();
  void note_store(uint32_t* slot) override;
  void check_link(uint32_t ref_bits) const override { VM_CHECK(!context_.marking || !is_white(ref_bits)); }

  // A slot from the log of the barrier or of an earlier collection.
  void process_logged(uint32_t* slot);

  ReferenceProcessor& references() { return references_; }
  // Ends allocation of this worker.
  void close();
  std::vector<uint32_t*>& remembered() { return remembered_; }
  // With `marking`: old objects that must be marked, and reference objects that have become old.
  const std::vector<uint32_t>& met() const { return met_; }
  const std::vector<uint32_t>& new_old_references() const { return new_old_references_; }
  // And slots that refer to blocks which will be emptied at the end of the marking.
  const std::vector<uint32_t*>& sparse_slots() const { return sparse_slots_; }
  uint64_t copied_bytes() const { return copied_bytes_; }
  uint64_t promoted_bytes() const { return promoted_bytes_; }
  uint64_t kept_objects() const { return kept_objects_; }
  // Of objects that were marked in blocks (not large ones).
  uint64_t kept_bytes() const { return kept_bytes_; }
  size_t waiting() const { return stack_.size(); }

 private:
  uint32_t reach(uint32_t ref_bits, uint8_t state);
  void mark_in_place(Object* object, uint8_t state);
  uint32_t copy(Object* old, uint32_t header_bits, uint8_t state);
  void keep(Object* object, uint32_t header_bits);
  void copy_only_array(uint32_t* slot);
  uintptr_t take(uint64_t size_bytes, bool* to_old);
  uintptr_t take_survivor(uint64_t size_bytes);
  uintptr_t take_old(uint64_t size_bytes);
  void retire_survivor();
  void scan(Work work);
  void scan_elements(Object* array, uint32_t first, uint8_t state);
  // A slot of an object that is old now, and stays so.
  void forward_old_slot(uint32_t* slot) {
    uint32_t bits = *slot;
    if (bits == 0) return;
    uint32_t now = forward(bits);
    if (now != bits) *slot = now;
    if (stays_young(tables_.state_of_ref(now))) {
      remember(slot);
    } else {
      meet(slot, now);
    }
  }
  void note_new_old(Object* object, const Shape& shape);
  // An old object that marking beside the program has not found.
  bool is_white(uint32_t ref_bits) const {
    uint8_t kind = tables_.state_of_ref(ref_bits) & kKindMask;
    return (kind == kOld || kind == kLargeOld) && !tables_.is_black(uintptr_t{ref_bits} << kReferenceShift);
  }
  // Marking beside the program is told what a slot of an old object refers to.
  void meet(uint32_t* slot, uint32_t ref_bits) {
    if (!context_.marking) return;
    if (is_white(ref_bits)) met_.push_back(ref_bits);
    if ((tables_.state_of_ref(ref_bits) & kSparse) != 0) sparse_slots_.push_back(slot);
  }
  template <bool kSharing>
  void empty_stack();
  void remember(uint32_t* slot) {
    if (tables_.set_logged(slot)) remembered_.push_back(slot);
  }

  MoveContext& context_;
  HeapTables& tables_;
  WorkPool& pool_;
  ReferenceProcessor references_;
  std::vector<Work> stack_;
  std::vector<uint32_t*> remembered_;
  std::vector<uint32_t> met_;
  std::vector<uint32_t> new_old_references_;
  std::vector<uint32_t*> sparse_slots_;
  uintptr_t survivor_top_ = 0;
  uintptr_t survivor_end_ = 0;
  bool survivors_full_ = false;
  OldCursor small_;   // fills holes
  OldCursor medium_;  // objects longer than a line that did not fit the hole
  uint64_t copied_bytes_ = 0;
  uint64_t promoted_bytes_ = 0;
  uint64_t kept_objects_ = 0;
  uint64_t kept_bytes_ = 0;
};

}  // namespace kiln::gc
