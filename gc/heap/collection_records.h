// gc/heap/collection_records.h - what management asks of finished collections: totals of each collector,
// peaks and usage after a collection for each pool.
#pragma once

#include <array>
#include <cstdint>

#include "gc/memory_pools.h"
#include "vm/base/sync.h"

namespace kiln::gc {

class CollectionRecords {
 public:
  explicit CollectionRecords(const PoolTable& table);

  const PoolTable& table() const { return table_; }
  // Numbers the record and counts it. The world is stopped.
  void add(CollectionRecord& record);

  HeapUsage usage_after(size_t pool) const;
  // `now`: the pool's present usage, which may be the peak.
  HeapUsage peak(size_t pool, const HeapUsage& now) const;
  void reset_peak(size_t pool, const HeapUsage& now);
  CollectorTotals totals(size_t collector) const;

 private:
  const PoolTable& table_;
  mutable Mutex mutex_{LockRank::kHeap, "records of collections"};
  std::array<HeapUsage, kMaxMemoryPools> after_{};
  std::array<HeapUsage, kMaxMemoryPools> peak_{};
  std::array<CollectorTotals, kMaxCollectors> totals_{};
};

}  // namespace kiln::gc
