// gc/memory_pools.h - the heap as management sees it: memory pools, collectors, and what the last collection did.
//
// A plan names its pools and collectors in a PoolTable; everything else is numbers by index into it. The generational
// plan has three pools and two collectors, named like those of the reference VM's serial collector; the copying plan has
// one of each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kiln {

// Why a collection was asked for.
enum class GcCause : uint8_t { kAllocation, kSystemGc, kStress, kMetadata, kHeapDump, kLastDitch };
// As in the reference VM: "Allocation Failure".
const char* name_of(GcCause cause);

struct HeapUsage {
  static constexpr uint64_t kUndefined = UINT64_MAX;  // of `max_bytes`: the pool has no bound of its own
  uint64_t initial_bytes, used_bytes, committed_bytes, max_bytes;
};

inline constexpr size_t kMaxMemoryPools = 3;
inline constexpr size_t kMaxCollectors = 2;

struct MemoryPoolInfo {
  const char* name;
  bool is_tenured;  // objects live here in the end: usage thresholds make sense
};
struct CollectorInfo {
  const char* name;
  const char* action;  // "end of minor GC", "end of major GC"
  uint32_t pools;      // it works on pool i if bit i is set
};
struct PoolTable {
  size_t pool_count, collector_count;
  MemoryPoolInfo pools[kMaxMemoryPools];
  CollectorInfo collectors[kMaxCollectors];
};

struct CollectorTotals {
  uint64_t collections = 0, time_ns = 0;
};

// One finished collection. Times are in nanoseconds of CLOCK_MONOTONIC.
struct CollectionRecord {
  size_t collector;  // index into the table
  uint64_t id;       // of this collector's, counted from 1
  GcCause cause;
  int64_t start_ns, end_ns;
  uint32_t workers;  // threads that traced
  HeapUsage before[kMaxMemoryPools], after[kMaxMemoryPools];
};

}  // namespace kiln
