#include "vm/thread/monitor_table.h"

#include <vector>

namespace kiln {

MonitorTable::~MonitorTable() {
  // Daemon threads may still own monitors when the VM goes: those are not idle, and are left alone.
  for_each([](Monitor& monitor) {
    if (monitor.is_idle()) delete &monitor;
  });
}

Monitor& MonitorTable::find_slow(RefSlot bits, MonitorCacheLine& line) {
  Shard& shard = shard_of(bits);
  MutexLock lock(shard.mutex);
  auto found = shard.monitors.find(bits);
  VM_CHECK(found != shard.monitors.end());
  line = {bits, epoch_.load(std::memory_order_relaxed), found->second};
  return *found->second;
}

Monitor& MonitorTable::inflate(Thread& self, Object* object) {
  RefSlot bits = Ref<>::of(object).bits();
  std::atomic<uint32_t>& header = object->header();
  Shard& shard = shard_of(bits);
  MutexLock lock(shard.mutex);
  auto found = shard.monitors.find(bits);
  if (found != shard.monitors.end()) {
    VM_DCHECK((header.load() & kLockMask) == kLockInflated);
    return *found->second;
  }
  auto* monitor = new Monitor(bits);
  shard.monitors.emplace(bits, monitor);
  uint32_t old = header.load(std::memory_order_relaxed);
  do {
    // Thread after thread may hold the thin lock while this tries: anonymous means whichever it is.
    VM_DCHECK((old & kLockMask) == kLockFree || (old & kLockMask) == kLockThin);
    monitor->set_initial_owner((old & kLockMask) == kLockThin ? Monitor::anonymous() : nullptr);
  } while (!header.compare_exchange_weak(old, (old & ~kLockMask) | kLockInflated, std::memory_order_seq_cst));
  return *monitor;
}

void MonitorTable::visit_roots(RootVisitor& visitor) {
  for_each([&](Monitor& monitor) {
    monitor.visited_as_root = !monitor.is_idle();
    if (monitor.visited_as_root) visitor.visit(monitor.object_slot());
  });
}

void MonitorTable::update_weak(WeakVisitor& visitor) VM_NO_THREAD_SAFETY {
  std::vector<Monitor*> kept;
  for (Shard& shard : shards_) {
    for (auto& [bits, monitor] : shard.monitors) {
      if (monitor->visited_as_root) {
        monitor->visited_as_root = false;
        kept.push_back(monitor);
        continue;
      }
      VM_CHECK(monitor->is_idle());
      Ref<> object = visitor.current(Ref<>(bits));
      if (!object.is_null()) object->header().fetch_and(~kLockMask);
      delete monitor;
    }
    shard.monitors.clear();
  }
  for (Monitor* monitor : kept) {
    RefSlot bits = *monitor->object_slot();
    shard_of(bits).monitors.emplace(bits, monitor);
  }
  epoch_.fetch_add(1, std::memory_order_relaxed);
}

void MonitorTable::release_owned(Thread& self) {
  for (Shard& shard : shards_) {
    MutexLock lock(shard.mutex);
    for (auto& [bits, monitor] : shard.monitors) {
      while (monitor->owned_by(self)) monitor->exit(self);
    }
  }
}

size_t MonitorTable::size() {
  size_t count = 0;
  for (Shard& shard : shards_) {
    MutexLock lock(shard.mutex);
    count += shard.monitors.size();
  }
  return count;
}

}  // namespace kiln
