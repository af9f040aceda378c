// vm/thread/monitor_table.h - which object has which inflated monitor.
//
// Invariant: an object's lock bits are `inflated` exactly while the table has its monitor. Both change together under
// the lock of the object's shard, or while the world is stopped. The key is the reference, so each collection rebuilds
// the table; it drops idle monitors on this occasion and makes their objects' locks thin again.
//
// Threads remember the last few monitors they looked up (Thread::monitor_cache); `epoch` says when that is stale.
#pragma once

#include <atomic>
#include <unordered_map>

#include "gc/vm_binding.h"
#include "vm/base/sync.h"
#include "vm/thread/inflated_monitor.h"

namespace kiln {

class MonitorTable {
 public:
  MonitorTable() = default;
  ~MonitorTable();
  MonitorTable(const MonitorTable&) = delete;
  MonitorTable& operator=(const MonitorTable&) = delete;

  // The monitor of an object whose header says that it is inflated. Not a safepoint.
  Monitor& find(Thread& self, Object* object) {
    RefSlot bits = Ref<>::of(object).bits();
    MonitorCacheLine& line = self.monitor_cache[bits % kMonitorCacheLines];
    if (line.object == bits && line.epoch == epoch_.load(std::memory_order_relaxed)) [[likely]]
      return *line.monitor;
    return find_slow(bits, line);
  }
  // The monitor of any object: made if there is none, with the owner that the header tells (none or anonymous).
  Monitor& inflate(Thread& self, Object* object);

  // The collector's, in this order, while the world is stopped. Objects of monitors that somebody owns or queues at are
  // roots; the others' are weak, and their monitors go. Between the two calls and the end of the stop no one may ask.
  void visit_roots(RootVisitor& visitor);
  void update_weak(WeakVisitor& visitor);

  // All monitors, while the world is stopped: thread dumps, exit of threads, counting. Do not add any.
  template <typename Visitor>
  void for_each(Visitor&& visit) VM_NO_THREAD_SAFETY {
    for (Shard& shard : shards_)
      for (auto& [bits, monitor] : shard.monitors) visit(*monitor);
  }
  // Gives up every inflated monitor that `self` still owns: native threads may leave with JNI locks held.
  void release_owned(Thread& self);
  size_t size();

 private:
  static constexpr size_t kShards = 16;
  struct alignas(64) Shard {
    Mutex mutex{LockRank::kMonitorTable, "monitor table"};
    std::unordered_map<RefSlot, Monitor*> monitors VM_GUARDED_BY(mutex);
  };
  Shard& shard_of(RefSlot bits) { return shards_[(bits * 0x9e3779b1u) >> 28]; }
  Monitor& find_slow(RefSlot bits, MonitorCacheLine& line);
  static_assert(kShards == 16, "shard_of takes four bits");

  Shard shards_[kShards];
  std::atomic<uint32_t> epoch_{1};
};

}  // namespace kiln
