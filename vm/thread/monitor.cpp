#include "vm/thread/monitor.h"

#include "vm/thread/monitor_table.h"
#include "vm/thread/registry.h"
#include "vm/thread/thin_lock.h"

namespace kiln {

namespace {
constexpr int kThinSpins = 50;

uint32_t lock_bits(Object* object) { return object->header().load(std::memory_order_acquire) & kLockMask; }

// The monitor of an inflated object, which no longer stands on this thread's lock stack.
Monitor& monitor_of(Thread& thread, Object* object) {
  Monitor& monitor = thread.vm().monitors->find(thread, object);
  if (monitor.owner() == Monitor::anonymous()) [[unlikely]] {
    int32_t times = thin_lock::remove_all(thread, Ref<>::of(object).bits());
    if (times > 0) monitor.claim(thread, times);
  }
  return monitor;
}

Monitor& inflate(Thread& thread, Object* object) {
  if (lock_bits(object) != kLockInflated) thread.vm().monitors->inflate(thread, object);
  return monitor_of(thread, object);
}
}  // namespace

bool try_monitor_enter(Thread& thread, Object* object) {
  if (thin_lock::try_enter(thread, object)) return true;
  return lock_bits(object) == kLockInflated && monitor_of(thread, object).try_enter(thread);
}

bool try_monitor_exit(Thread& thread, Object* object) {
  if (thin_lock::try_exit(thread, object)) return true;
  if (lock_bits(object) != kLockInflated) return false;
  Monitor& monitor = monitor_of(thread, object);
  if (!monitor.owned_by(thread)) return false;
  monitor.exit(thread);
  return true;
}

void monitor_enter(Thread& thread, Handle<> handle) {
  Object* object = handle.unsafe_ref().get();
  for (int i = 0; i < kThinSpins; i++) {
    if (try_monitor_enter(thread, object)) return;
    if (lock_bits(object) == kLockInflated || thread.lock_stack_size == kLockStackCapacity) break;
    __builtin_ia32_pause();
  }
  inflate(thread, object).enter(thread);
}

MonitorStatus monitor_exit(Thread& thread, Object* object) {
  return try_monitor_exit(thread, object) ? MonitorStatus::kOk : MonitorStatus::kNotOwner;
}

MonitorStatus monitor_wait(Thread& thread, Handle<> handle, int64_t timeout_ms) {
  VM_DCHECK(timeout_ms >= 0);
  Object* object = handle.unsafe_ref().get();
  if (!holds_monitor(thread, object)) return MonitorStatus::kNotOwner;
  auto is_interrupted = thread.vm().threads->hooks.is_interrupted;
  if (is_interrupted != nullptr && is_interrupted(thread, true)) return MonitorStatus::kInterrupted;
  Deadline deadline = timeout_ms == 0 ? Deadline::never() : Deadline::after_ms(timeout_ms);
  if (inflate(thread, object).wait(thread, deadline)) return MonitorStatus::kOk;
  if (is_interrupted != nullptr && is_interrupted(thread, true)) return MonitorStatus::kInterrupted;
  return MonitorStatus::kTimedOut;
}

MonitorStatus monitor_notify(Thread& thread, Handle<> handle, bool all) {
  Object* object = handle.unsafe_ref().get();
  if (!holds_monitor(thread, object)) return MonitorStatus::kNotOwner;
  // A thin lock has no waiters.
  if (lock_bits(object) == kLockInflated) monitor_of(thread, object).notify(thread, all);
  return MonitorStatus::kOk;
}

bool holds_monitor(Thread& thread, Object* object) {
  if (thin_lock::find(thread, Ref<>::of(object).bits()) >= 0) return true;
  return lock_bits(object) == kLockInflated && monitor_of(thread, object).owned_by(thread);
}

Thread* monitor_owner(Vm& vm, Object* object) {
  uint32_t bits = lock_bits(object);
  if (bits == kLockFree) return nullptr;
  if (bits == kLockInflated) {
    Thread* owner = vm.monitors->find(*Thread::current(), object).owner();
    if (owner != Monitor::anonymous()) return owner;
  }
  Thread* found = nullptr;
  vm.threads->for_each([&](Thread& thread) {
    if (thin_lock::find(thread, Ref<>::of(object).bits()) >= 0) found = &thread;
  });
  return found;
}

void release_all_monitors(Thread& thread) {
  while (thread.lock_stack_size > 0) {
    Object* object = Ref<>(thread.lock_stack[thread.lock_stack_size - 1]).get();
    VM_CHECK(try_monitor_exit(thread, object));
  }
  if (thread.inflated_held > 0) thread.vm().monitors->release_owned(thread);
}

}  // namespace kiln
