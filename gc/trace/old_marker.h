// gc/trace/old_marker.h - marks the old space beside the program, without moving anything.
//
// Marks go to a table of their own (HeapTables::marking), because the mark bits proper say where old objects begin. A
// marked object is on the stack or has been scanned. Only references to old objects count; the young ones are the
// business of collections of the nursery, which hand in every old object they meet a reference to (docs/gc.md).
//
// `slice` does a little and returns, so that a pause never waits long for it; long arrays are scanned in pieces. References
// (java.lang.ref) are only noted while the program runs; the final pause decides on them, with the same code as
// every collection.
//
// Used by one thread at a time: the background thread, or the collecting one while the former is suspended.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/space/old_space.h"
#include "gc/trace/evacuator.h"
#include "gc/trace/references.h"
#include "gc/trace/tracer.h"

namespace kiln::gc {

class OldMarker final : public Tracer {
 public:
  OldMarker(HeapTables& tables, OldSpace& old, Evacuator& evacuator) : tables_(tables), old_(old), evacuator_(evacuator) {}

  // Begins with nothing marked. `soft`: which soft references are as good as strong ones meanwhile.
  void begin(const ReferenceLayout& layout, const SoftPolicy& soft);
  // Forgets all work.
  void clear();

  // Marks the object and puts it on the stack, if it is an old one that is not marked.
  void grey(uint32_t ref_bits) {
    uint8_t kind = tables_.state_of_ref(ref_bits) & kKindMask;
    if (kind != kOld && kind != kLargeOld) return;
    if (tables_.try_blacken(uintptr_t{ref_bits} << kReferenceShift, false)) stack_.push_back(ref_bits);
  }
  // A reference object that somebody else has marked and scanned.
  void note_reference(uint32_t ref_bits) {
    found_references_.push_back(ref_bits);
    evacuator_.note_reference(ref_bits);
  }

  // Scans about `objects` objects; false when nothing is left.
  bool slice(size_t objects);
  bool has_work() const { return !stack_.empty() || !pieces_.empty(); }
  // Objects scanned since begin().
  uint64_t scanned() const { return scanned_; }
  // Bytes of objects in blocks among them.
  uint64_t marked_bytes() const { return marked_bytes_; }

  // The final pause: from now on reference objects go to `references`, those noted first.
  void decide_references(ReferenceProcessor& references);

  void forward_slot(uint32_t* slot) override {
    uint32_t bits = __atomic_load_n(slot, __ATOMIC_RELAXED);
    if (bits == 0) return;
    if ((tables_.state_of_ref(bits) & kSparse) != 0) evacuator_.note_slot(slot);
    grey(bits);
  }
  uint32_t reached(uint32_t ref_bits) const override {
    uint8_t kind = tables_.state_of_ref(ref_bits) & kKindMask;
    if (kind != kOld && kind != kLargeOld) return ref_bits;
    return tables_.is_black(uintptr_t{ref_bits} << kReferenceShift) ? ref_bits : 0;
  }
  void drain() override {
    while (slice(SIZE_MAX)) {
    }
  }
  void check_link(uint32_t ref_bits) const override { VM_CHECK(reached(ref_bits) != 0); }
  void note_store(uint32_t*) override {}  // nothing young is left when references are decided

 private:
  struct Piece {
    uint32_t ref_bits;
    int32_t next;  // element
  };
  void scan(Object* object);
  void scan_piece();

  HeapTables& tables_;
  OldSpace& old_;
  Evacuator& evacuator_;
  ReferenceLayout layout_;
  SoftPolicy soft_;
  ReferenceProcessor* references_ = nullptr;
  std::vector<uint32_t> stack_;
  std::vector<Piece> pieces_;
  std::vector<uint32_t> found_references_;
  uint64_t scanned_ = 0;
  uint64_t marked_bytes_ = 0;
};

}  // namespace kiln::gc
