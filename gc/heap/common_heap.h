// gc/heap/common_heap.h - what every stop-the-world heap does in the same way: pending references, the clock of soft
// references, identity hashes, totals, and taking turns.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "gc/check/stress.h"
#include "gc/heap.h"
#include "gc/heap/collection_records.h"
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

  const PoolTable& pool_table() const override { return records_.table(); }
  HeapUsage pool_usage_after_collection(size_t pool) const override { return records_.usage_after(pool); }
  HeapUsage pool_peak(size_t pool) const override { return records_.peak(pool, pool_usage(pool)); }
  void reset_pool_peak(size_t pool) override { records_.reset_peak(pool, pool_usage(pool)); }
  CollectorTotals collector_totals(size_t collector) const override { return records_.totals(collector); }

 protected:
  CommonHeap(const Flags& flags, Log* log, VmBinding& binding, const PoolTable& table);

  // Soft references may live a second for each free megabyte.
  SoftPolicy soft_policy(bool clear_all, uint64_t max_bytes, uint64_t live_bytes) const;
  // Around a collection, the world stopped: what management will be told of it.
  CollectionRecord begin_record(size_t collector, GcCause cause) const;
  // After a collection that began at record.start_ns: clocks and counters. Returns the pause; *mutator_ns is the time
  // before it.
  uint64_t finish_collection(CollectionRecord& record, bool full, uint64_t* mutator_ns);
  // Counts a pause that is no collection of its own. Returns how long it was.
  uint64_t add_pause(int64_t start_ns);
  void resume_and_notify();
  virtual void note_hash(Object*) {}

  VmBinding& binding_;
  Log* log_;
  Stress stress_;
  ReferenceLayout layout_;
  RefSlot soft_clock_mirror_ = 0;
  std::atomic<uint32_t> pending_{0};
  bool notify_pending_ = false;  // owned by the collecting thread
  std::vector<CollectionRecord> finished_;  // of this pause, likewise
  std::atomic<uint64_t> collections_{0};

 private:
  CollectionRecords records_;
  uint32_t soft_clock_offset_ = 0;
  std::atomic<uint64_t> full_collections_{0};
  std::atomic<uint64_t> pause_ns_{0};
  std::atomic<uint64_t> full_pause_ns_{0};
  std::atomic<uint64_t> longest_pause_ns_{0};
  std::atomic<int64_t> last_end_ns_;
};

}  // namespace kiln::gc
