// vm/thread/registry.h - every thread of a VM, and stopping them all.
//
// A safepoint: the requester holds the registry lock, sets kPollSafepoint on every thread and waits until each is in
// a safe state (kInNative, kBlocked, kNew, kTerminated). A thread that comes back from a safe state stores its new
// state, then reads the poll word (both sequentially consistent), so either it sees the request or the requester
// sees it running. Threads created meanwhile wait for the lock.
#pragma once

#include <functional>

#include "vm/base/sync.h"
#include "vm/thread/thread.h"

namespace kiln {

class ThreadRegistry {
 public:
  // Adds / removes a thread; the caller is not stopped by a safepoint while inside (it waits for one to end).
  void add(Thread& thread);
  void remove(Thread& thread);

  // Stops every thread but `self` (state InVm). Fails never; nesting by the same thread is counted.
  VM_MAY_SAFEPOINT void stop_the_world(Thread& self);
  void resume_the_world(Thread& self);
  bool world_is_stopped() const { return stopper_.load(std::memory_order_acquire) != nullptr; }

  // All threads, under the registry lock; the function must not block or add threads.
  void for_each(const std::function<void(Thread&)>& function);
  // Counts Java-visible threads.
  int count();
  int daemon_count();
  int64_t started_count() const { return started_; }
  int peak_count() const { return peak_; }

  // Called by poll_slow.
  void block_at_safepoint(Thread& self);
  // Blocks (state must already be safe) until at most the calling thread is a non-daemon: DestroyJavaVM.
  void wait_for_last_non_daemon(Thread& self);

 private:
  Mutex mutex_{LockRank::kThreads, "threads"};
  ConditionVariable changed_;        // thread left, or safepoint ended, or a thread became safe
  Thread* first_ VM_GUARDED_BY(mutex_) = nullptr;
  std::atomic<Thread*> stopper_{nullptr};
  int stop_depth_ = 0;
  int count_ = 0;
  int peak_ = 0;
  int64_t started_ = 0;
};

}  // namespace kiln
