// gc/trace/references.h - java.lang.ref: soft, weak, final and phantom references of one collection.
//
//   scanning     a reference object that is active (next == null) and whose referent has not been reached is put on
//                the list of its strength; the list is linked through the field `discovered`. A soft reference that
//                was used recently enough is treated as strong.
//   process()    when nothing more can be reached: soft and weak references to dead objects are cleared; objects with
//                finalisers are kept alive once more; then the VM's weak tables and phantom references are decided.
//
// A reference whose fate is decided goes to the pending list: next = itself (so it is no longer active), linked
// through `discovered`; soft, weak and phantom ones have lost their referent, a final one keeps it. The reference
// handler of java.lang.ref.Reference takes it from there. Inactive references are ordinary objects with ordinary
// fields. References found while finalisable objects are kept alive are treated as strong this time.
#pragma once

#include <cstdint>

#include "gc/reference_layout.h"
#include "gc/trace/tracer.h"
#include "vm/object/shape.h"

namespace kiln::gc {

// Decides which soft references may be cleared.
struct SoftPolicy {
  bool clear_all = false;
  bool keep_all = false;     // a collection of the nursery is no reason to clear any
  int64_t clock_ms = 0;      // SoftReference.clock, set by the previous collection
  int64_t survive_ms = 0;    // how long after its last use a soft reference is kept
  bool keeps(int64_t timestamp_ms) const { return keep_all || (!clear_all && clock_ms - timestamp_ms <= survive_ms); }
};

class ReferenceProcessor {
 public:
  ReferenceProcessor(const ReferenceLayout& layout, const SoftPolicy& soft) : layout_(layout), soft_(soft) {}

  // Deals with `referent` and `discovered` of a reference object; its other slots have been forwarded.
  void scan(Tracer& tracer, Object* reference, ReferenceStrength strength);

  // Tells the tracer what now stands in the two slots that only this class knows.
  void note_slots(Tracer& tracer, Object* reference) {
    tracer.note_store(referent(reference));
    tracer.note_store(discovered(reference));
  }

  // After the strong roots have been drained. `pending` is the head of the pending list, already forwarded; the new
  // ones are put in front. Returns how many.
  uint64_t process(Tracer& tracer, VmBinding& binding, RefSlot* pending);

  // Takes over what another worker has found.
  void absorb(Tracer& tracer, ReferenceProcessor& other);

  struct Counts {
    uint64_t discovered[5] = {};  // by ReferenceStrength
    uint64_t enqueued[5] = {};
  };
  const Counts& counts() const { return counts_; }

 private:
  uint32_t* referent(Object* reference) const { return reference->at<uint32_t>(layout_.referent_offset); }
  uint32_t* discovered(Object* reference) const { return reference->at<uint32_t>(layout_.discovered_offset); }
  uint32_t* next(Object* reference) const { return reference->at<uint32_t>(layout_.next_offset); }

  void drop_reached(Tracer& tracer, ReferenceStrength strength);
  void enqueue_rest(Tracer& tracer, ReferenceStrength strength);

  const ReferenceLayout& layout_;
  SoftPolicy soft_;
  bool discovering_ = true;
  uint32_t lists_[5] = {};  // by ReferenceStrength: heads
  uint32_t pending_first_ = 0;
  uint32_t pending_last_ = 0;
  Counts counts_;
};

}  // namespace kiln::gc
