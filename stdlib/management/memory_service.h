// stdlib/management/memory_service.h - memory pools and managers of one Vm: the heap's and what lies beside it, their
// thresholds, and who is to be told of what.
//
// A pool or manager is an index here and a bean in Java, made when Java first asks and kept. A finished collection leaves a
// record and checks thresholds (`note_collection`); the daemon "Notification Thread", started when there is first somebody to
// tell, turns both into calls of Java (gc_notifications.cpp).
#pragma once

#include <jni.h>

#include <array>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "gc/memory_pools.h"
#include "vm/base/sync.h"
#include "vm/base/vm.h"
#include "vm/thread/thread.h"

namespace kiln::management {

// A level of used bytes, and the sensor that changes when it is crossed (java.lang.management.MemoryPoolMXBean). 0: off.
struct Threshold {
  uint64_t high_bytes = 0, low_bytes = 0;
  jobject sensor = nullptr;  // sun.management.Sensor, a global reference
  bool is_on = false;
  int pending_triggers = 0;
  bool is_clear_pending = false;
  HeapUsage usage{};  // that triggered
};
enum ThresholdKind : uint8_t { kUsageThreshold, kCollectionThreshold, kThresholdKinds };

inline constexpr size_t kPoolsBesideHeap = 3;  // classes, their structures, code

// A collection as Java is told of it: what lies beside the heap is there, too, because classes may have been unloaded.
struct FinishedCollection {
  CollectionRecord record;
  std::array<HeapUsage, kPoolsBesideHeap> beside_heap_before, beside_heap_after;
};

// What the notification thread has to tell, one thing at a time.
struct Notice {
  struct Crossing {
    jobject sensor;
    int triggers;  // 0: the level was left
    HeapUsage usage;
  };
  std::optional<FinishedCollection> collection;
  std::optional<Crossing> crossing;
};

class MemoryService {
 public:
  explicit MemoryService(Vm& vm);

  // Pools of the heap come first, under the heap's own indices. A manager is a collector of the heap or comes after them.
  size_t pool_count() const { return pools_.size(); }
  size_t manager_count() const { return managers_.size(); }
  size_t collector_count() const { return heap_collectors_; }
  const char* pool_name(size_t pool) const { return pools_[pool].name; }
  const char* manager_name(size_t manager) const { return managers_[manager].name; }
  bool is_heap(size_t pool) const { return pool < heap_pools_; }
  bool has_usage_threshold(size_t pool) const;
  bool manages(size_t manager, size_t pool) const { return (managers_[manager].pools >> pool & 1) != 0; }

  // Any thread in state InVm; not safepoints.
  HeapUsage usage(size_t pool) const;
  HeapUsage peak(size_t pool);
  void reset_peak(size_t pool);

  // Beans are global references; null: Java has not asked yet. Of two made at once the first one stays.
  jobject pool_bean(size_t pool);
  jobject manager_bean(size_t manager);
  jobject keep_pool_bean(size_t pool, Ref<> bean);
  jobject keep_manager_bean(size_t manager, Ref<> bean);
  // pool_count() or manager_count() if the object is none of them.
  size_t pool_of(jobject bean);
  size_t manager_of(jobject bean);

  // The level before. Not a safepoint.
  uint64_t set_threshold(size_t pool, ThresholdKind kind, bool high, uint64_t bytes);
  void set_sensor(size_t pool, ThresholdKind kind, Ref<> sensor);
  void set_notifies(size_t collector, bool notifies);

  // The world has been stopped for a collection, or for something else: remembers what lies beside the heap.
  void note_stop();
  // VmBinding::collection_finished. Not a safepoint.
  void note_collection(const CollectionRecord& record);
  // The last one of a collector, if there was any.
  std::optional<FinishedCollection> last_collection(size_t collector);
  HeapUsage usage_before(const FinishedCollection& collection, size_t pool) const;
  HeapUsage usage_after(const FinishedCollection& collection, size_t pool) const;

  // Waits (state kBlocked) until there is something to tell. For the notification thread.
  VM_MAY_SAFEPOINT Notice next_notice(Thread& thread);
  // True once: the caller starts the notification thread.
  bool claim_thread_start();
  // The start failed: somebody else may try.
  void give_up_thread_start();

 private:
  struct Pool {
    const char* name;
    HeapUsage (*usage)(const Vm& vm);  // null: the heap's
    jobject bean = nullptr;
    uint64_t peak_bytes = 0;           // beside the heap
    std::array<Threshold, kThresholdKinds> thresholds{};
  };
  struct Manager {
    const char* name;
    uint32_t pools;
    jobject bean = nullptr;
    bool notifies = false;
    std::optional<FinishedCollection> last{};
  };

  template <typename T>
  jobject keep_bean(std::vector<T>& owners, size_t index, Ref<> bean);
  template <typename T>
  size_t index_of(const std::vector<T>& owners, jobject bean);
  void check(Threshold& threshold, const HeapUsage& usage, bool counts_each) VM_REQUIRES(mutex_);
  void check_beside_heap() VM_REQUIRES(mutex_);
  bool watches_beside_heap() const VM_REQUIRES(mutex_);
  bool take_crossing(Notice* notice) VM_REQUIRES(mutex_);

  Vm& vm_;
  size_t heap_pools_, heap_collectors_;
  std::vector<Pool> pools_;        // names and functions are fixed; the rest is guarded by mutex_
  std::vector<Manager> managers_;  // likewise
  std::array<HeapUsage, kPoolsBesideHeap> beside_heap_before_{};  // written while the world is stopped
  Mutex mutex_{LockRank::kLeaf, "memory service"};
  ConditionVariable arrived_;
  std::deque<FinishedCollection> collections_ VM_GUARDED_BY(mutex_);  // to be told
  bool is_thread_started_ VM_GUARDED_BY(mutex_) = false;
};

}  // namespace kiln::management
