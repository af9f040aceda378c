#include "gc/trace/references.h"

namespace kiln::gc {

namespace {
void put(Tracer& tracer, uint32_t* slot, uint32_t ref_bits) {
  *slot = ref_bits;
  tracer.note_store(slot);
}
}  // namespace

void ReferenceProcessor::scan(Tracer& tracer, Object* reference, ReferenceStrength strength) {
  VM_CHECK(layout_.referent_offset != 0);  // Heap::set_reference_layout comes before the first Reference
  uint32_t referent_bits = *referent(reference);
  bool weaker = discovering_ && referent_bits != 0 && *next(reference) == 0 && strength != ReferenceStrength::kNone;
  if (weaker && strength == ReferenceStrength::kSoft) {
    weaker = layout_.soft_timestamp_offset == 0 ? soft_.clear_all && !soft_.keep_all
                                                : !soft_.keeps(reference->get<int64_t>(layout_.soft_timestamp_offset));
  }
  if (!weaker) {
    tracer.forward_slot(referent(reference));
    tracer.forward_slot(discovered(reference));
    return;
  }
  if (uint32_t reached = tracer.reached(referent_bits); reached != 0) {
    put(tracer, referent(reference), reached);
    *discovered(reference) = 0;
    return;
  }
  uint32_t& head = lists_[static_cast<int>(strength)];
  put(tracer, discovered(reference), head);
  head = Ref<>::of(reference).bits();
  counts_.discovered[static_cast<int>(strength)]++;
}

// Takes the references whose referents have been reached after all off the list.
void ReferenceProcessor::drop_reached(Tracer& tracer, ReferenceStrength strength) {
  uint32_t kept = 0;
  for (uint32_t bits = lists_[static_cast<int>(strength)]; bits != 0;) {
    Object* reference = Ref<>(bits).get();
    uint32_t following = *discovered(reference);
    if (uint32_t reached = tracer.reached(*referent(reference)); reached != 0) {
      put(tracer, referent(reference), reached);
      *discovered(reference) = 0;
    } else {
      put(tracer, discovered(reference), kept);
      kept = bits;
    }
    bits = following;
  }
  lists_[static_cast<int>(strength)] = kept;
}

void ReferenceProcessor::enqueue_rest(Tracer& tracer, ReferenceStrength strength) {
  for (uint32_t bits = lists_[static_cast<int>(strength)]; bits != 0;) {
    Object* reference = Ref<>(bits).get();
    uint32_t following = *discovered(reference);
    if (strength == ReferenceStrength::kFinal) {
      tracer.forward_slot(referent(reference));
    } else {
      *referent(reference) = 0;
    }
    put(tracer, next(reference), bits);
    put(tracer, discovered(reference), pending_first_);
    tracer.check_link(bits);
    if (pending_first_ == 0) pending_last_ = bits;
    pending_first_ = bits;
    counts_.enqueued[static_cast<int>(strength)]++;
    bits = following;
  }
  lists_[static_cast<int>(strength)] = 0;
}

void ReferenceProcessor::absorb(Tracer& tracer, ReferenceProcessor& other) {
  for (int strength = 0; strength < 5; strength++) {
    uint32_t bits = other.lists_[strength];
    while (bits != 0) {
      Object* reference = Ref<>(bits).get();
      uint32_t following = *discovered(reference);
      put(tracer, discovered(reference), lists_[strength]);
      lists_[strength] = bits;
      bits = following;
    }
    other.lists_[strength] = 0;
    counts_.discovered[strength] += other.counts_.discovered[strength];
    other.counts_.discovered[strength] = 0;
  }
}

uint64_t ReferenceProcessor::process(Tracer& tracer, VmBinding& binding, RefSlot* pending) {
  discovering_ = false;
  for (ReferenceStrength strength : {ReferenceStrength::kSoft, ReferenceStrength::kWeak, ReferenceStrength::kFinal}) {
    drop_reached(tracer, strength);
    enqueue_rest(tracer, strength);
  }
  tracer.drain();  // what finalisers need
  while (binding.visit_reached_classes(tracer, tracer)) tracer.drain();
  drop_reached(tracer, ReferenceStrength::kPhantom);
  enqueue_rest(tracer, ReferenceStrength::kPhantom);
  binding.visit_weak(tracer);

  uint64_t enqueued = 0;
  for (uint64_t count : counts_.enqueued) enqueued += count;
  if (pending_first_ != 0) {
    put(tracer, discovered(Ref<>(pending_last_).get()), *pending);
    if (*pending != 0) tracer.check_link(*pending);
    *pending = pending_first_;
  }
  return enqueued;
}

}  // namespace kiln::gc
