#include "stdlib/management/memory_service.h"

#include <algorithm>

#include "gc/heap.h"
#include "vm/base/meta_space.h"
#include "vm/exec/jobject.h"
#include "vm/exec/tiering.h"
#include "vm/jni/globals.h"
#include "vm/thread/transitions.h"

namespace kiln::management {

namespace {

HeapUsage metaspace_usage(const Vm& vm) {
  const auto limit = static_cast<uint64_t>(vm.flags.max_metaspace_size);
  return {0, vm.class_space->used_bytes() + vm.meta_space->used_bytes(),
          vm.class_space->committed_bytes() + vm.meta_space->committed_bytes(), limit != 0 ? limit : HeapUsage::kUndefined};
}
HeapUsage class_space_usage(const Vm& vm) {
  return {0, vm.class_space->used_bytes(), vm.class_space->committed_bytes(), vm.class_space->reserved_bytes()};
}
HeapUsage code_usage(const Vm& vm) {
  if (vm.compiler == nullptr) return {0, 0, 0, 0};
  const CodeMemory memory = vm.compiler->code_memory();
  return {0, memory.used_bytes, memory.committed_bytes, memory.reserved_bytes};
}

constexpr struct {
  const char* name;
  const char* manager;  // rows of one manager follow each other
  HeapUsage (*usage)(const Vm& vm);
} kBesideHeap[] = {
    {"Metaspace", "Metaspace Manager", metaspace_usage},
    {"Compressed Class Space", "Metaspace Manager", class_space_usage},
    {"CodeCache", "CodeCacheManager", code_usage},
};
static_assert(std::size(kBesideHeap) == kPoolsBesideHeap);

constexpr int64_t kLookBesideHeapEveryNs = 100'000'000;  // while a threshold there is set
constexpr size_t kMostRecords = 1000;                    // that nobody has been told of yet; more are dropped

}  // namespace

MemoryService::MemoryService(Vm& vm) : vm_(vm) {
  const PoolTable& table = vm.heap->pool_table();
  heap_pools_ = table.pool_count;
  heap_collectors_ = table.collector_count;
  for (size_t i = 0; i < heap_pools_; i++) pools_.push_back({.name = table.pools[i].name, .usage = nullptr});
  for (size_t i = 0; i < heap_collectors_; i++) managers_.push_back({.name = table.collectors[i].name, .pools = table.collectors[i].pools});
  for (const auto& row : kBesideHeap) {
    if (std::string_view(managers_.back().name) != row.manager) managers_.push_back({.name = row.manager, .pools = 0});
    managers_.back().pools |= 1u << pools_.size();
    pools_.push_back({.name = row.name, .usage = row.usage});
  }
}

bool MemoryService::has_usage_threshold(size_t pool) const {
  return !is_heap(pool) || vm_.heap->pool_table().pools[pool].is_tenured;
}

HeapUsage MemoryService::usage(size_t pool) const {
  return is_heap(pool) ? vm_.heap->pool_usage(pool) : pools_[pool].usage(vm_);
}

HeapUsage MemoryService::peak(size_t pool) {
  if (is_heap(pool)) return vm_.heap->pool_peak(pool);
  HeapUsage now = usage(pool);
  MutexLock lock(mutex_);
  uint64_t& peak = pools_[pool].peak_bytes;
  peak = std::max(peak, now.used_bytes);
  now.used_bytes = peak;
  now.committed_bytes = std::max(now.committed_bytes, peak);
  return now;
}

void MemoryService::reset_peak(size_t pool) {
  if (is_heap(pool)) return vm_.heap->reset_pool_peak(pool);
  const uint64_t used = usage(pool).used_bytes;
  MutexLock lock(mutex_);
  pools_[pool].peak_bytes = used;
}

jobject MemoryService::pool_bean(size_t pool) {
  MutexLock lock(mutex_);
  return pools_[pool].bean;
}

jobject MemoryService::manager_bean(size_t manager) {
  MutexLock lock(mutex_);
  return managers_[manager].bean;
}

template <typename T>
jobject MemoryService::keep_bean(std::vector<T>& owners, size_t index, Ref<> bean) {
  jobject made = vm_.jni_globals->make_strong(bean);
  jobject first;
  {
    MutexLock lock(mutex_);
    if (owners[index].bean == nullptr) return owners[index].bean = made;
    first = owners[index].bean;
  }
  vm_.jni_globals->free_strong(made);
  return first;
}

template <typename T>
size_t MemoryService::index_of(const std::vector<T>& owners, jobject bean) {
  const RefSlot object = *slot_of(bean);
  MutexLock lock(mutex_);
  auto at = std::ranges::find_if(owners, [&](const T& owner) { return owner.bean != nullptr && *slot_of(owner.bean) == object; });
  return static_cast<size_t>(at - owners.begin());
}

jobject MemoryService::keep_pool_bean(size_t pool, Ref<> bean) { return keep_bean(pools_, pool, bean); }
jobject MemoryService::keep_manager_bean(size_t manager, Ref<> bean) { return keep_bean(managers_, manager, bean); }
size_t MemoryService::pool_of(jobject bean) { return index_of(pools_, bean); }
size_t MemoryService::manager_of(jobject bean) { return index_of(managers_, bean); }

uint64_t MemoryService::set_threshold(size_t pool, ThresholdKind kind, bool high, uint64_t bytes) {
  MutexLock lock(mutex_);
  Threshold& threshold = pools_[pool].thresholds[kind];
  arrived_.broadcast();  // there may be something to watch now
  return std::exchange(high ? threshold.high_bytes : threshold.low_bytes, bytes);
}

void MemoryService::set_sensor(size_t pool, ThresholdKind kind, Ref<> sensor) {
  jobject made = sensor.is_null() ? nullptr : vm_.jni_globals->make_strong(sensor);
  jobject old;
  {
    MutexLock lock(mutex_);
    old = std::exchange(pools_[pool].thresholds[kind].sensor, made);
  }
  if (old != nullptr) vm_.jni_globals->free_strong(old);
}

void MemoryService::set_notifies(size_t collector, bool notifies) {
  MutexLock lock(mutex_);
  managers_[collector].notifies = notifies;
}

void MemoryService::note_stop() {
  for (size_t i = 0; i < beside_heap_before_.size(); i++) beside_heap_before_[i] = kBesideHeap[i].usage(vm_);
}

void MemoryService::note_collection(const CollectionRecord& record) {
  FinishedCollection finished{record, beside_heap_before_, {}};
  for (size_t i = 0; i < finished.beside_heap_after.size(); i++) finished.beside_heap_after[i] = kBesideHeap[i].usage(vm_);
  MutexLock lock(mutex_);
  Manager& collector = managers_[record.collector];
  collector.last = finished;
  for (size_t i = 0; i < heap_pools_; i++) {
    auto& thresholds = pools_[i].thresholds;
    check(thresholds[kUsageThreshold], record.after[i], false);
    if (manages(record.collector, i)) check(thresholds[kCollectionThreshold], record.after[i], true);
  }
  check_beside_heap();
  if (collector.notifies && collections_.size() < kMostRecords) collections_.push_back(finished);
  arrived_.broadcast();
}

std::optional<FinishedCollection> MemoryService::last_collection(size_t collector) {
  MutexLock lock(mutex_);
  return managers_[collector].last;
}

HeapUsage MemoryService::usage_before(const FinishedCollection& collection, size_t pool) const {
  return is_heap(pool) ? collection.record.before[pool] : collection.beside_heap_before[pool - heap_pools_];
}

HeapUsage MemoryService::usage_after(const FinishedCollection& collection, size_t pool) const {
  return is_heap(pool) ? collection.record.after[pool] : collection.beside_heap_after[pool - heap_pools_];
}

// A level of usage is crossed once, until it has been left; every collection that ends above its level counts.
void MemoryService::check(Threshold& threshold, const HeapUsage& usage, bool counts_each) {
  if (threshold.sensor == nullptr) return;
  if (threshold.high_bytes != 0 && usage.used_bytes >= threshold.high_bytes) {
    const bool is_crossed = !threshold.is_on || threshold.is_clear_pending;
    threshold.is_clear_pending = false;
    if (!counts_each && (!is_crossed || threshold.pending_triggers > 0)) return;
    threshold.pending_triggers++;
    threshold.usage = usage;
  } else if (threshold.low_bytes != 0 && usage.used_bytes < threshold.low_bytes) {
    threshold.is_clear_pending = threshold.is_on || threshold.pending_triggers > 0;
  }
}

void MemoryService::check_beside_heap() {
  for (size_t i = heap_pools_; i < pools_.size(); i++) {
    Threshold& threshold = pools_[i].thresholds[kUsageThreshold];
    if (threshold.sensor != nullptr) check(threshold, pools_[i].usage(vm_), false);
  }
}

bool MemoryService::watches_beside_heap() const {
  return std::any_of(pools_.begin() + static_cast<ptrdiff_t>(heap_pools_), pools_.end(), [](const Pool& pool) {
    const Threshold& threshold = pool.thresholds[kUsageThreshold];
    return threshold.sensor != nullptr && threshold.high_bytes != 0;
  });
}

bool MemoryService::take_crossing(Notice* notice) {
  for (Pool& pool : pools_) {
    for (Threshold& threshold : pool.thresholds) {
      if (threshold.pending_triggers > 0) {
        notice->crossing = {threshold.sensor, std::exchange(threshold.pending_triggers, 0), threshold.usage};
        threshold.is_on = true;
        return true;
      }
      if (std::exchange(threshold.is_clear_pending, false)) {
        threshold.is_on = false;
        notice->crossing = {threshold.sensor, 0, {}};
        return true;
      }
    }
  }
  return false;
}

Notice MemoryService::next_notice(Thread& thread) {
  BlockedInVm blocked(thread);
  MutexLock lock(mutex_);
  Notice notice;
  while (true) {
    if (take_crossing(&notice)) return notice;
    if (!collections_.empty()) {
      notice.collection = collections_.front();
      collections_.pop_front();
      return notice;
    }
    if (watches_beside_heap()) {
      arrived_.wait_for(mutex_, kLookBesideHeapEveryNs);
      check_beside_heap();
    } else {
      arrived_.wait(mutex_);
    }
  }
}

bool MemoryService::claim_thread_start() {
  MutexLock lock(mutex_);
  return !std::exchange(is_thread_started_, true);
}

void MemoryService::give_up_thread_start() {
  MutexLock lock(mutex_);
  is_thread_started_ = false;
}

}  // namespace kiln::management
