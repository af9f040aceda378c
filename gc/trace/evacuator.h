// gc/trace/evacuator.h - empties sparse blocks of the old space at the end of a marking beside the program.
//
// The blocks are chosen when marking begins (kSparse in the table of blocks; promotion leaves them alone from then on).
// Whoever sees that a slot of an old object refers to such a block while marking goes on notes the slot: the marker when it
// scans the object, a collection of the nursery when it promotes the object or finds the slot in the log of the barrier. So
// when everything is marked all references from other blocks are known, and the final pause can move what is alive and mend
// them, without looking at the rest of the heap:
//
//   1. every marked object of the chosen blocks is copied into holes or free blocks; its first eight bytes become its new
//      address, as in any collection. Where room ends, objects stay
//   2. roots, weak tables, the noted slots, the two hidden fields of every reference object that marking has met, and the
//      slots of what has moved are mended
//
// A noted slot may lie in an object that is dead by now. Its memory is still as it was, because nothing is swept before the
// pause is over, and nobody will look at it. Slots within the chosen blocks are left out: what lives there has moved.
// If too many slots are noted, the blocks stay as they are.
//
// Used by one thread at a time, like the marker (gc/trace/old_marker.h); evacuate() with the world stopped.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "gc/reference_layout.h"
#include "gc/space/old_space.h"
#include "gc/trace/tracer.h"

namespace kiln::gc {

class Evacuator final : public RootVisitor, public WeakVisitor {
 public:
  // `stress`: every second block is chosen, and there are no limits.
  Evacuator(PageSpace& pages, HeapTables& tables, OldSpace& old, bool stress)
      : pages_(pages), tables_(tables), old_(old), stress_(stress) {}

  // Marking begins, in a pause: chooses blocks.
  void choose();
  // The slot refers to a chosen block. Roots, which are looked at again in any case, are ignored.
  void note_slot(uint32_t* slot);
  // A reference object (java.lang.ref) has been met.
  void note_reference(uint32_t ref_bits) {
    if (!blocks_.empty()) references_.push_back(ref_bits);
  }
  // Forgets everything: marking is abandoned.
  void drop();

  struct Result {
    uint64_t blocks = 0, copied_bytes = 0, slots = 0;
  };
  // Everything is marked, nothing young is left, and dead classes are gone. `pins`: blocks that must stay, by address.
  // The old space may become `most_blocks` long meanwhile.
  Result evacuate(VmBinding& binding, const ReferenceLayout& layout, const std::unordered_map<uintptr_t, int>& pins,
                  uint64_t most_blocks);
  // Mends a root that the binding does not know. Between evacuate() and finish().
  void visit(RefSlot* slot) override { mend(slot); }
  Ref<> current(Ref<> old) override {
    RefSlot bits = old.bits();
    mend(&bits);
    return Ref<>(bits);
  }
  // The blocks are ordinary ones again.
  void finish() { drop(); }

 private:
  void select(const std::unordered_map<uintptr_t, int>& pins);
  void empty_block(uintptr_t block);
  Object* copy(Object* object);
  uintptr_t take(uint64_t size_bytes);
  void mend(uint32_t* slot) const;
  void mend_object(Object* object, const ReferenceLayout& layout) const;
  bool is_sparse(uintptr_t address) const { return (tables_.state_of(address) & kSparse) != 0; }

  PageSpace& pages_;
  HeapTables& tables_;
  OldSpace& old_;
  bool stress_;
  uint64_t turn_ = 0;
  bool too_many_ = false;
  std::vector<uintptr_t> blocks_;
  std::vector<uint32_t*> slots_;
  std::vector<uint32_t> references_;
  std::vector<Object*> to_mend_;  // what has moved, and what has stayed in a chosen block
  OldCursor small_;
  OldCursor medium_;
  bool out_of_room_ = false;
  uint64_t most_blocks_ = 0;
  uint64_t copied_bytes_ = 0;
};

}  // namespace kiln::gc
