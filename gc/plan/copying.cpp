#include "gc/plan/copying.h"

#include <algorithm>
#include <utility>

#include "gc/check/verify_heap.h"
#include "gc/plan/clock.h"
#include "gc/trace/copier.h"

namespace kiln::gc {

uint64_t CopyingPlan::reservation_bytes(uint64_t max_bytes) {
  // Twice the heap, an eighth for the ends of chunks in either half, and something for hashes that grow objects.
  return align_up(max_bytes * 2 + max_bytes / 4 + 8 * kChunkSize, kChunkSize);
}

CopyingPlan::CopyingPlan(Reservation reservation, uint64_t max_bytes, const CopyingOptions& options)
    : options_(options),
      pages_(std::move(reservation)),
      origins_(pages_.base(), pages_.size()),
      log_bits_(pages_.base(), pages_.size()),
      half_a_(pages_, origins_, kHalfA),
      half_b_(pages_, origins_, kHalfB),
      large_(pages_, origins_) {
  pages_.set_dirty_cap(max_bytes);
  if (options.quarantine) pages_.set_quarantine();
}

Block CopyingPlan::finish(uintptr_t address, uint64_t size_bytes) {
  if (address == 0) return {};
  return {address, size_bytes, pages_.needs_clearing(address, size_bytes)};
}

Block CopyingPlan::allocate_small(uint64_t size_bytes) {
  VM_DCHECK(size_bytes <= kLargestSmall);
  return finish(current_->bump(size_bytes), size_bytes);
}

Block CopyingPlan::allocate_large(uint64_t size_bytes) {
  VM_DCHECK(size_bytes > kLargestSmall);
  return finish(large_.allocate(size_bytes, current_->half()), size_bytes);
}

Block CopyingPlan::allocate_buffer(uint64_t size_bytes, uint64_t wish_bytes) {
  VM_DCHECK(size_bytes <= wish_bytes && wish_bytes <= kLargestSmall);
  uint64_t left = current_->left_in_chunk();
  uint64_t buffer_bytes = left >= size_bytes ? std::min(left, wish_bytes) : wish_bytes;
  return finish(current_->bump(buffer_bytes), buffer_bytes);
}

void CopyingPlan::retire(Mutator& mutator) {
  write_filler(mutator.top, mutator.end - mutator.top);
  mutator.allocated_bytes += static_cast<int64_t>(mutator.top - mutator.start);
  mutator.start = mutator.top = mutator.end = 0;
}

void CopyingPlan::verify(VmBinding& binding, const ReferenceLayout& layout, const char* when, RefSlot* pending) {
  auto problem_with_object = [this](const Object* object) {
    return (origins_.of(object->address()) & kHalfMask) == current_->half() ? nullptr : "is not in the current half";
  };
  HeapVerifier verifier(pages_.base(), pages_.end(), binding, layout, when, problem_with_object, {});
  for_each_object([&](Object* object) { verifier.note_object(object); });
  for_each_object([&](Object* object) { verifier.check_object(object); });
  verifier.check_roots(pending);
}

CollectionResult CopyingPlan::collect(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft,
                                      RefSlot* pending, RefSlot* soft_clock_mirror, bool move_large) {
  CollectionResult result;
  result.used_before = used_bytes();
  result.large_before = large_.used_bytes();
  binding.for_each_mutator([](Mutator& mutator) { retire(mutator); });
  if (options_.verify) verify(binding, layout, "before collection", pending);

  binding.begin_class_tracing();
  int64_t start_ns = now_ns();
  auto lap = [&start_ns] {
    int64_t previous_ns = start_ns;
    start_ns = now_ns();
    return static_cast<uint64_t>(start_ns - previous_ns);
  };
  std::swap(current_, spare_);
  VM_DCHECK(current_->chunk_count() == 0);
  ReferenceProcessor references(layout, soft);
  Copier copier(origins_, *current_, large_, references, move_large || options_.stress);
  copier.forward_slot(pending);
  copier.forward_slot(soft_clock_mirror);
  binding.visit_roots(copier);
  copier.drain();
  while (binding.visit_reached_classes(copier, copier)) copier.drain();
  result.trace_ns = lap();
  result.pending = references.process(copier, binding, pending);
  result.references_ns = lap();

  current_->mark_dirty();
  spare_->release_all();
  large_.sweep(current_->half());
  binding.unload_classes();
  result.release_ns = lap();

  if (options_.verify) verify(binding, layout, "after collection", pending);
  result.used_after = used_bytes();
  result.large_after = large_.used_bytes();
  result.copied_bytes = copier.copied_bytes();
  result.references = references.counts();
  return result;
}

}  // namespace kiln::gc
