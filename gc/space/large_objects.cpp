#include "gc/space/large_objects.h"

namespace kiln::gc {

uintptr_t LargeObjects::allocate(uint64_t size_bytes) {
  if (size_bytes > pages_.size()) return 0;
  Run run{0, footprint(size_bytes)};
  run.address = pages_.take_high(length(run));
  if (run.address == 0) return 0;
  tables_.set_state(run.address, kLargeYoung);
  young_.push_back(run);
  used_bytes_ += run.size_bytes;
  fresh_bytes_ += run.size_bytes;
  return run.address;
}

void LargeObjects::start_collection(bool all, bool promote_all) {
  for (const Run& run : young_) {
    bool promote = promote_all || run.has_survived;
    *tables_.blocks.of(run.address) = static_cast<uint8_t>(kLargeYoung | kMark | (promote ? 0 : kStaysYoung));
  }
  if (!all) return;
  for (const Run& run : old_) {
    *tables_.blocks.of(run.address) = kLargeOld | kMark;
    *tables_.marks.of(run.address) &= static_cast<uint8_t>(~HeapTables::mark_bit(run.address));
  }
}

void LargeObjects::release(const Run& run) {
  *tables_.blocks.of(run.address) = kNoBlock;
  *tables_.marks.of(run.address) &= static_cast<uint8_t>(~HeapTables::mark_bit(run.address));
  if (run.has_log_bits) tables_.log.fill(run.address, run.size_bytes, 0);
  pages_.give(run.address, length(run));
  used_bytes_ -= run.size_bytes;
}

void LargeObjects::set_dead_apart() {
  size_t kept = 0;
  for (const Run& run : old_) {
    if (tables_.is_marked(run.address)) {
      old_[kept++] = run;
    } else {
      dead_.push_back(run);
    }
  }
  old_.resize(kept);
}

bool LargeObjects::release_dead(size_t count) {
  for (; count > 0 && !dead_.empty(); count--) {
    release(dead_.back());
    dead_.pop_back();
  }
  return !dead_.empty();
}

void LargeObjects::sweep(bool all) {
  if (all) {
    size_t kept = 0;
    for (const Run& run : old_) {
      if (!tables_.is_marked(run.address)) {
        release(run);
        continue;
      }
      *tables_.blocks.of(run.address) = kLargeOld;
      old_[kept++] = run;
    }
    old_.resize(kept);
  }
  size_t stay = 0;
  fresh_bytes_ = survived_bytes_ = 0;
  for (Run& run : young_) {
    if (!tables_.is_marked(run.address)) {
      release(run);
      continue;
    }
    if ((tables_.state_of(run.address) & kStaysYoung) != 0) {
      *tables_.blocks.of(run.address) = kLargeYoung;
      *tables_.marks.of(run.address) &= static_cast<uint8_t>(~HeapTables::mark_bit(run.address));
      run.has_survived = true;
      survived_bytes_ += run.size_bytes;
      young_[stay++] = run;
      continue;
    }
    *tables_.blocks.of(run.address) = kLargeOld;
    // The tracer has set the log bits of everything but primitive arrays when it marked the object.
    run.has_log_bits = shape_of(reinterpret_cast<const Object*>(run.address)).kind != ShapeKind::kPrimitiveArray;
    old_.push_back(run);
  }
  young_.resize(stay);
}

}  // namespace kiln::gc
