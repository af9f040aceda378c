#include "gc/plan/old_cycle.h"

#include <algorithm>

#include "gc/plan/clock.h"

namespace kiln::gc {

namespace {
constexpr size_t kObjectsOfSlice = 512;
constexpr size_t kObjectsOfStressPause = 1000;
constexpr size_t kBlocksOfSlice = 64;
constexpr size_t kLargeOfSlice = 4;
constexpr uint64_t kFewObjects = 20'000;  // a round that found no more will be followed by one like it
constexpr uint64_t kMostRounds = 5;
constexpr int64_t kAlwaysHelped = 100'000;  // ns, by a pause for marking
}  // namespace

OldCycle::OldCycle(PageSpace& pages, HeapTables& tables, OldSpace& old, LargeObjects& large, Mutex& mutex, bool stress)
    : tables_(tables),
      old_(old),
      large_(large),
      mutex_(mutex),
      stress_(stress),
      evacuator_(pages, tables, old, stress),
      marker_(tables, old, evacuator_),
      background_([this] { return slice(); }) {}

// ---- In the background ----

bool OldCycle::slice() {
  if (state_ == State::kSweeping) return sweep_slice();
  if (stress_) return false;  // marking goes on in pauses only, so that the program changes things in between
  if (marker_.slice(kObjectsOfSlice)) return true;
  done_ns_ = now_ns();
  return false;
}

bool OldCycle::sweep_slice() {
  if (!cleared_) {
    tables_.marking.discard();
    cleared_ = true;
    return true;
  }
  MutexLock lock(mutex_);
  if (old_.sweep_some(kBlocksOfSlice) || large_.release_dead(kLargeOfSlice)) return true;
  state_ = State::kIdle;
  swept_ = true;
  return false;
}

// ---- In pauses ----

bool OldCycle::wants_to_finish() const {
  if (state_ != State::kMarking || marker_.has_work()) return false;
  return stress_ || rounds_ >= kMostRounds || marker_.scanned() - scanned_before_round_ <= kFewObjects;
}

// What the marker itself can follow further: classes that prove alive show their roots at once.
void OldCycle::grey_roots(VmBinding& binding, HeapRoots roots) {
  rounds_++;
  scanned_before_round_ = marker_.scanned();
  binding.begin_class_tracing(true);
  marker_.visit(roots.pending);
  marker_.visit(roots.soft_clock_mirror);
  binding.visit_roots(marker_);
  binding.visit_reached_classes(marker_, marker_);
  binding.suspend_class_tracing();
}

bool OldCycle::start(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft, HeapRoots roots) {
  VM_CHECK(state_ == State::kIdle);
  if (!background_.start()) return false;
  background_.suspend();  // it may have been made just now
  state_ = State::kMarking;
  start_ns_ = done_ns_ = now_ns();
  rounds_ = 0;
  helped_ns_ = 0;
  old_at_start_ = old_.used_bytes();
  marker_.begin(layout, soft);
  old_.start_marking_beside();
  evacuator_.choose();
  binding.begin_class_tracing(false);
  binding.suspend_class_tracing();
  grey_roots(binding, roots);
  return true;
}

void OldCycle::add(const std::vector<uint32_t>& reached, const std::vector<uint32_t>& references,
                   const std::vector<uint32_t*>& slots) {
  for (uint32_t ref_bits : reached) marker_.grey(ref_bits);
  for (uint32_t ref_bits : references) marker_.note_reference(ref_bits);
  for (uint32_t* slot : slots) evacuator_.note_slot(slot);
}

double OldCycle::progress() const {
  return static_cast<double>(marker_.marked_bytes()) / static_cast<double>(old_at_start_ + 1);
}

void OldCycle::go_on(VmBinding& binding, HeapRoots roots, double due, uint64_t most_ns) {
  if (state_ != State::kMarking) return;
  if (stress_) {
    if (!marker_.has_work()) grey_roots(binding, roots);
    if (marker_.has_work()) marker_.slice(kObjectsOfStressPause);
    return;
  }
  int64_t begin_ns = now_ns();
  int64_t end_ns = begin_ns + static_cast<int64_t>(most_ns);
  // Every pause hands in a few objects: they are dealt with here, or there would never be nothing left.
  int64_t least_ns = begin_ns + std::min(kAlwaysHelped, static_cast<int64_t>(most_ns));
  int64_t now = begin_ns;
  while (marker_.has_work() && now < (progress() < due ? end_ns : least_ns)) {
    marker_.slice(kObjectsOfSlice);
    now = now_ns();
  }
  helped_ns_ += static_cast<uint64_t>(now - begin_ns);
  if (marker_.has_work()) return;
  done_ns_ = now;
  grey_roots(binding, roots);
}

void OldCycle::help_sweeping(uint64_t most_ns) {
  int64_t end_ns = now_ns() + static_cast<int64_t>(most_ns);
  while (state_ == State::kSweeping && now_ns() < end_ns) sweep_slice();
}

CycleResult OldCycle::finish(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft, HeapRoots roots,
                             const std::unordered_map<uintptr_t, int>& pins, uint64_t free_blocks) {
  VM_CHECK(state_ == State::kMarking);
  CycleResult result;
  int64_t lap_ns = now_ns();
  auto lap = [&lap_ns] {
    int64_t previous_ns = std::exchange(lap_ns, now_ns());
    return static_cast<uint64_t>(lap_ns - previous_ns);
  };
  result.marking_ns = static_cast<uint64_t>(done_ns_ - start_ns_);
  result.rounds = rounds_;
  result.helped_ns = helped_ns_;
  uint64_t scanned_before = marker_.scanned();

  binding.begin_class_tracing(true);
  marker_.visit(roots.pending);
  marker_.visit(roots.soft_clock_mirror);
  binding.visit_roots(marker_);
  auto trace = [&] {
    marker_.drain();
    while (binding.visit_reached_classes(marker_, marker_)) marker_.drain();
  };
  trace();
  result.roots_ns = lap();
  ReferenceProcessor references(layout, soft);
  marker_.decide_references(references);
  trace();
  result.pending = references.process(marker_, binding, roots.pending);
  result.references = references.counts();
  result.references_ns = lap();
  result.scanned_objects = marker_.scanned();
  result.scanned_in_pause = marker_.scanned() - scanned_before;

  // From now on old objects begin where they are marked. The other table is cleared in the background.
  tables_.marks.swap(tables_.marking);
  cleared_ = false;
  large_.set_dead_apart();
  binding.unload_classes();
  result.release_ns = lap();
  result.evacuated = evacuator_.evacuate(binding, layout, pins, old_.block_count() + free_blocks);
  evacuator_.visit(roots.pending);
  evacuator_.visit(roots.soft_clock_mirror);
  evacuator_.finish();
  result.evacuation_ns = lap();
  old_.start_sweeping();
  marker_.clear();
  state_ = State::kSweeping;
  result.release_ns += lap();
  return result;
}

void OldCycle::abandon() {
  if (state_ == State::kMarking) {
    marker_.clear();
    evacuator_.drop();
    tables_.marking.discard();
  } else if (state_ == State::kSweeping) {
    while (sweep_slice()) {
    }
    swept_ = false;
  }
  state_ = State::kIdle;
}

}  // namespace kiln::gc
