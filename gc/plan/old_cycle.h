// gc/plan/old_cycle.h - collecting the old space beside the program: one cycle is
//
//   start      in a pause, after a collection of the nursery: what the roots refer to is marked
//   marking    in the background. Each pause hands in what it has met: new values of logged slots, references of promoted
//              objects (which are marked from birth). When nothing is left, the next pause looks at the roots again
//   finish     in a pause that has promoted everything young: roots, references, weak tables, classes
//              Then sparse blocks that were chosen at the start are emptied (gc/trace/evacuator.h)
//   sweeping   in the background: lines, blocks and large objects that are not marked become free, little by little
//
// Why this is right: docs/gc.md, "Marking beside the program". A full collection abandons a cycle.
// Called by the collecting thread while the world is stopped, between suspend and resume, unless something else is said.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gc/plan/background.h"
#include "gc/plan/collection.h"
#include "gc/space/large_objects.h"
#include "gc/space/old_space.h"
#include "gc/trace/old_marker.h"
#include "gc/vm_binding.h"

namespace kiln::gc {

// What the final pause did.
struct CycleResult {
  OldSizes old_before;
  uint64_t marking_ns = 0;
  uint64_t roots_ns = 0, references_ns = 0, release_ns = 0;
  uint64_t scanned_objects = 0, scanned_in_pause = 0, rounds = 0, helped_ns = 0;
  uint64_t evacuation_ns = 0;
  Evacuator::Result evacuated;
  uint64_t pending = 0;
  ReferenceProcessor::Counts references;
};

// The heap's own roots.
struct HeapRoots {
  RefSlot* pending;
  RefSlot* soft_clock_mirror;
};

class OldCycle {
 public:
  // `mutex` protects the spaces while the world runs. `stress`: slices of a few objects, some of them in each pause.
  OldCycle(PageSpace& pages, HeapTables& tables, OldSpace& old, LargeObjects& large, Mutex& mutex, bool stress);

  void suspend() { background_.suspend(); }
  void resume() { background_.resume(state_ != State::kIdle && (state_ == State::kSweeping || marker_.has_work())); }

  bool idle() const { return state_ == State::kIdle; }
  bool marking() const { return state_ == State::kMarking; }
  bool sweeping() const { return state_ == State::kSweeping; }
  // The collection of the nursery that begins now should promote everything: finish() can follow it.
  bool wants_to_finish() const;
  // Once after each sweeping has ended.
  bool take_swept() { return std::exchange(swept_, false); }

  // False if there is no thread to be had.
  bool start(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft, HeapRoots roots);
  // What a collection of the nursery has met: old objects, reference objects that are old now, slots that refer to blocks
  // which will be emptied.
  void add(const std::vector<uint32_t>& reached, const std::vector<uint32_t>& references, const std::vector<uint32_t*>& slots);
  // A pause that does not finish the cycle. `due`: which part of the old space should have been marked by now; if less has,
  // the pause marks some, for `most_ns` at most. When nothing is left to mark, the roots are looked at again.
  void go_on(VmBinding& binding, HeapRoots roots, double due, uint64_t most_ns);
  // A pause sweeps for so long.
  void help_sweeping(uint64_t most_ns);
  // `pins`: blocks that must not move, by address; `free_blocks`: so many may be taken to empty others.
  CycleResult finish(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft, HeapRoots roots,
                     const std::unordered_map<uintptr_t, int>& pins, uint64_t free_blocks);
  // Before a full collection: marking is forgotten, sweeping completed.
  void abandon();

 private:
  enum class State : uint8_t { kIdle, kMarking, kSweeping };
  bool slice();
  bool sweep_slice();
  double progress() const;
  void grey_roots(VmBinding& binding, HeapRoots roots);

  HeapTables& tables_;
  OldSpace& old_;
  LargeObjects& large_;
  Mutex& mutex_;
  bool stress_;
  Evacuator evacuator_;
  OldMarker marker_;
  State state_ = State::kIdle;
  bool swept_ = false;
  bool cleared_ = false;
  uint64_t rounds_ = 0;
  uint64_t helped_ns_ = 0;  // in pauses before the last
  uint64_t scanned_before_round_ = 0;
  uint64_t old_at_start_ = 0;  // bytes in blocks
  int64_t start_ns_ = 0;
  int64_t done_ns_ = 0;  // when marking last ran out of work
  Background background_;  // last: its thread uses the others
};

}  // namespace kiln::gc
