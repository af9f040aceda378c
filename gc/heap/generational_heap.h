// gc/heap/generational_heap.h - the Heap over the generational plan: locks, buffers, when to collect, what to report.
//
// An allocation for which the nursery has no room stops the world, collects, and takes its block before it lets the
// others go; so "does not fit after a last-ditch collection" is certain and becomes OutOfMemoryError. A thread that
// finds that another one has collected while it waited tries again first. Pinned objects stay where they are, so
// nobody waits for them.
#pragma once

#include <cstdint>

#include "gc/heap/common_heap.h"
#include "gc/plan/generational.h"
#include "gc/plan/generational_sizing.h"
#include "vm/base/sync.h"

namespace kiln::gc {

class GenerationalHeap final : public CommonHeap {
 public:
  GenerationalHeap(Reservation reservation, const HeapSizes& sizes, uint64_t nursery_bytes, const Flags& flags, Log* log,
                   VmBinding& binding);

  void admit(Mutator& mutator) override { mutator.log_bits = plan_.log_bits(); }
  bool logs_stores() const override { return true; }
  const char* plan_name() const override { return "Generational"; }
  uintptr_t allocate_slow(Mutator& mutator, uint64_t size_bytes) override;
  void collect(Mutator& mutator, GcCause cause) override;
  void retire(Mutator& mutator) override;
  HeapUsage usage() const override;
  HeapUsage pool_usage(size_t pool) const override;
  bool contains(const void* address) const override { return plan_.contains(reinterpret_cast<uintptr_t>(address)); }
  Object* pin(Mutator& mutator, const RefSlot* handle) override;
  void unpin(Mutator& mutator, Object* object) override;
  void for_each_object(const std::function<void(Object*)>& visitor) override;

 private:
  // 0 when the heap's maximum would be exceeded or, unless `last`, when the nursery is full.
  uintptr_t try_allocate(Mutator& mutator, uint64_t size_bytes, bool last);
  // The world is stopped.
  void stop() {
    binding_.stop_the_world();
    plan_.cycle().suspend();
  }
  void resume() {
    plan_.cycle().resume();
    resume_and_notify();
  }
  // Between stop and resume.
  void run_collection(CollectionKind kind, GcCause cause);
  // After a collection of the nursery: the cycle beside the program begins, goes on, or ends.
  void attend_cycle(GcCause cause, bool finish);
  void finish_cycle(GcCause cause);
  void collect_for_allocation(GcCause cause);
  uint64_t room_bytes() const;

  mutable Mutex mutex_{LockRank::kHeap, "heap"};  // allocation from the plan's spaces, pins
  GenerationalPlan plan_;
  GenerationalSizing sizing_;  // changes only while the world is stopped
  uint64_t stress_turn_ = 0;
  bool marks_beside_;         // -XX:ConcurrentMark
  bool stress_marking_;       // -XX:StressConcurrentMark
  OldSizes old_before_cycle_;
};

}  // namespace kiln::gc
