#include "gc/heap/collection_records.h"

namespace kiln::gc {

namespace {
void raise(HeapUsage& peak, const HeapUsage& usage) {
  if (usage.used_bytes >= peak.used_bytes) peak = usage;
}
}  // namespace

CollectionRecords::CollectionRecords(const PoolTable& table) : table_(table) {}

void CollectionRecords::add(CollectionRecord& record) {
  MutexLock lock(mutex_);
  CollectorTotals& totals = totals_[record.collector];
  record.id = ++totals.collections;
  totals.time_ns += static_cast<uint64_t>(record.end_ns - record.start_ns);
  for (size_t pool = 0; pool < table_.pool_count; pool++) {
    raise(peak_[pool], record.before[pool]);
    raise(peak_[pool], record.after[pool]);
    if ((table_.collectors[record.collector].pools >> pool & 1) != 0) after_[pool] = record.after[pool];
  }
}

HeapUsage CollectionRecords::usage_after(size_t pool) const {
  MutexLock lock(mutex_);
  return after_[pool];
}

HeapUsage CollectionRecords::peak(size_t pool, const HeapUsage& now) const {
  MutexLock lock(mutex_);
  HeapUsage result = peak_[pool];
  raise(result, now);
  return result;
}

void CollectionRecords::reset_peak(size_t pool, const HeapUsage& now) {
  MutexLock lock(mutex_);
  peak_[pool] = now;
}

CollectorTotals CollectionRecords::totals(size_t collector) const {
  MutexLock lock(mutex_);
  return totals_[collector];
}

}  // namespace kiln::gc
