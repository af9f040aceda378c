#include "gc/trace/references.h"

namespace kiln::gc {

void ReferenceProcessor::scan(Copier& copier, Object* reference, ReferenceStrength strength) {
  VM_CHECK(layout_.referent_offset != 0);  // Heap::set_reference_layout comes before the first Reference
  uint32_t referent_bits = *referent(reference);
  bool weaker = discovering_ && referent_bits != 0 && *next(reference) == 0 && strength != ReferenceStrength::kNone;
  if (weaker && strength == ReferenceStrength::kSoft) {
    weaker = layout_.soft_timestamp_offset == 0 ? soft_.clear_all
                                                : !soft_.keeps(reference->get<int64_t>(layout_.soft_timestamp_offset));
  }
  if (!weaker) {
    copier.forward_slot(referent(reference));
    copier.forward_slot(discovered(reference));
    return;
  }
  if (uint32_t reached = copier.reached(referent_bits); reached != 0) {
    *referent(reference) = reached;
    *discovered(reference) = 0;
    return;
  }
  uint32_t& head = lists_[static_cast<int>(strength)];
  *discovered(reference) = head;
  head = Ref<>::of(reference).bits();
  counts_.discovered[static_cast<int>(strength)]++;
}

// Takes the references whose referents have been reached after all off the list.
void ReferenceProcessor::drop_reached(Copier& copier, ReferenceStrength strength) {
  uint32_t kept = 0;
  for (uint32_t bits = lists_[static_cast<int>(strength)]; bits != 0;) {
    Object* reference = Ref<>(bits).get();
    uint32_t following = *discovered(reference);
    if (uint32_t reached = copier.reached(*referent(reference)); reached != 0) {
      *referent(reference) = reached;
      *discovered(reference) = 0;
    } else {
      *discovered(reference) = kept;
      kept = bits;
    }
    bits = following;
  }
  lists_[static_cast<int>(strength)] = kept;
}

void ReferenceProcessor::enqueue_rest(Copier& copier, ReferenceStrength strength) {
  for (uint32_t bits = lists_[static_cast<int>(strength)]; bits != 0;) {
    Object* reference = Ref<>(bits).get();
    uint32_t following = *discovered(reference);
    if (strength == ReferenceStrength::kFinal) {
      copier.forward_slot(referent(reference));
    } else {
      *referent(reference) = 0;
    }
    *next(reference) = bits;
    *discovered(reference) = pending_first_;
    if (pending_first_ == 0) pending_last_ = bits;
    pending_first_ = bits;
    counts_.enqueued[static_cast<int>(strength)]++;
    bits = following;
  }
  lists_[static_cast<int>(strength)] = 0;
}

uint64_t ReferenceProcessor::process(Copier& copier, VmBinding& binding, RefSlot* pending) {
  discovering_ = false;
  for (ReferenceStrength strength : {ReferenceStrength::kSoft, ReferenceStrength::kWeak, ReferenceStrength::kFinal}) {
    drop_reached(copier, strength);
    enqueue_rest(copier, strength);
  }
  copier.drain();  // what finalisers need
  while (binding.visit_reached_classes(copier, copier)) copier.drain();
  drop_reached(copier, ReferenceStrength::kPhantom);
  enqueue_rest(copier, ReferenceStrength::kPhantom);
  binding.visit_weak(copier);

  uint64_t enqueued = 0;
  for (uint64_t count : counts_.enqueued) enqueued += count;
  if (pending_first_ != 0) {
    *discovered(Ref<>(pending_last_).get()) = *pending;
    *pending = pending_first_;
  }
  return enqueued;
}

}  // namespace kiln::gc
