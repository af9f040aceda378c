// gc/heap/common_heap.h - what every stop-the-world heap does in the same way: pending references, the clock of soft
// references, identity hashes, totals, and taking turns.
#pragma once

#include <atomic>
#include <cstdint>

#include "gc/check/stress.h"
#include "gc/heap.h"
#include "gc/trace/references.h"

namespace kiln::gc {

class CommonHeap : public Heap {
 public:
  void set_reference_layout(const ReferenceLayout& layout) override { layout_ = layout; }
  void set_soft_clock(Ref<java::Class> soft_reference_mirror, uint32_t offset) override;
  Ref<java::Reference> take_pending_references() override;
  bool has_pending_references() const override { return pending_.load(std::memory_order_relaxed) != 0; }
  int32_t identity_hash(Object* object) override;
  GcTotals totals() const override;
  int64_t millis_since_last_collection() const override;

 protected:
  CommonHeap(const Flags& flags, Log* log, VmBinding& binding);

  // Soft references may live a second for each free megabyte.
  SoftPolicy soft_policy(bool clear_all, uint64_t max_bytes, uint64_t live_bytes) const;
  // After a collection that began at `start_ns`: clocks and counters. Returns the pause; *mutator_ns is the time before it.
  uint64_t finish_collection(int64_t start_ns, bool full, uint64_t* mutator_ns);
  void resume_and_notify();
  virtual void note_hash(Object*) {}

  VmBinding& binding_;
  Log* log_;
  Stress stress_;
  ReferenceLayout layout_;
  RefSlot soft_clock_mirror_ = 0;
  std::atomic<uint32_t> pending_{0};
  bool notify_pending_ = false;  // owned by the collecting thread
  std::atomic<uint64_t> collections_{0};

 private:
  uint32_t soft_clock_offset_ = 0;
  std::atomic<uint64_t> full_collections_{0};
  std::atomic<uint64_t> pause_ns_{0};
  std::atomic<uint64_t> full_pause_ns_{0};
  std::atomic<uint64_t> longest_pause_ns_{0};
  std::atomic<int64_t> last_end_ns_;
};

}  // namespace kiln::gc
