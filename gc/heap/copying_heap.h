// gc/heap/copying_heap.h - the Heap over the copying plan: locks, buffers, when to collect, what to report.
//
// An allocation that does not fit under the trigger stops the world, collects, and takes its block before it lets the
// others go; so "does not fit after a last-ditch collection" is certain and becomes OutOfMemoryError. A thread that
// finds that another one has collected while it waited tries again first.
#pragma once

#include <atomic>
#include <cstdint>

#include "gc/heap/common_heap.h"
#include "gc/heap/pin_gate.h"
#include "gc/plan/copying.h"
#include "gc/plan/sizing.h"
#include "vm/base/sync.h"

namespace kiln::gc {

inline constexpr uint64_t kBufferSize = 32 * kKiB;
inline constexpr uint64_t kLargestInBuffer = kBufferSize / 4;
inline constexpr uint64_t kBufferWaste = kBufferSize / 32;  // a buffer with more left is kept for smaller objects

class CopyingHeap final : public CommonHeap {
 public:
  CopyingHeap(Reservation reservation, const HeapSizes& sizes, const Flags& flags, Log* log, VmBinding& binding);

  void admit(Mutator& mutator) override { mutator.log_bits = plan_.log_bits(); }
  bool logs_stores() const override { return false; }
  const char* plan_name() const override { return "Copying"; }
  uintptr_t allocate_slow(Mutator& mutator, uint64_t size_bytes) override;
  void collect(Mutator& mutator, GcCause cause) override;
  void retire(Mutator& mutator) override;
  HeapUsage usage() const override;
  HeapUsage pool_usage(size_t) const override { return usage(); }
  bool contains(const void* address) const override { return plan_.contains(reinterpret_cast<uintptr_t>(address)); }
  Object* pin(Mutator& mutator, const RefSlot* handle) override;
  void unpin(Mutator& mutator, Object* object) override;
  void for_each_object(const std::function<void(Object*)>& visitor) override;

 private:
  // 0 when the block would bring the used bytes above the limit.
  uintptr_t try_allocate(Mutator& mutator, uint64_t size_bytes, uint64_t limit_bytes);
  uint64_t limit_now() const;
  // Stops the world, collects unless `seen` is out of date or objects are pinned, and allocates. False when nothing
  // was decided: the caller tries again.
  bool collect_and_allocate(Mutator& mutator, uint64_t size_bytes, uint64_t seen, uintptr_t* result);
  // The world is stopped.
  void run_collection(GcCause cause, bool move_large = false);

  void note_hash(Object*) override { hash_growth_.fetch_add(kObjectAlignment, std::memory_order_relaxed); }

  mutable Mutex mutex_{LockRank::kHeap, "heap"};  // allocation from the plan's spaces
  CopyingPlan plan_;
  Sizing sizing_;       // changes only while the world is stopped
  PinGate gate_;
  std::atomic<uint64_t> hash_growth_{0};  // bytes by which hashed objects will grow when they move
};

}  // namespace kiln::gc
