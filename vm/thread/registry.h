// vm/thread/registry.h - every thread of a VM, and stopping them all.
//
// A safepoint: the requester becomes the stopper, sets kPollSafepoint on every other thread and waits until each is
// in a safe state (kInNative, kBlocked, kNew, kTerminated). A thread that comes back from a safe state stores its new
// state, then reads the poll word (both sequentially consistent), so either it sees the request or the stopper sees
// it running. A second requester waits, blocked, for its turn. Entering a safe state tells nobody, so the stopper
// looks at intervals; threads that stop at a poll do wake it.
//
// The lock is short: no one holds it while the world stands still, and the list cannot change then.
//
// A Thread* found in a registry, a monitor or Thread.eetop stays good until the finder's own next safepoint:
// Thread objects of threads that ended are freed only while the world is stopped.
#pragma once

#include <functional>

#include "vm/base/sync.h"
#include "vm/thread/thread.h"

namespace kiln {

// What higher layers lend to this one; set once at start.
struct ThreadHooks {
  // Reads (and clears) the interrupted status of the calling thread. State InVm; not a safepoint.
  bool (*is_interrupted)(Thread& self, bool clear) = nullptr;
  // Sets java.lang.Thread.threadStatus of `thread` (JavaThreadStatus), returns the old one. The caller is InVm; not
  // a safepoint.
  int32_t (*set_status)(Thread& thread, int32_t status) = nullptr;
  // Prepares a new Thread for Java code (dispatch tables, JNI functions). Called on the new thread in state InVm.
  void (*prepare)(Thread& self) = nullptr;
  // An OutOfMemoryError with this message is about to be thrown. State InVm; a safepoint.
  void (*on_out_of_memory)(Thread& self, const char* message) = nullptr;
  // The same while there is not even an error object to throw: ends the process.
  void (*on_out_of_memory_at_start)(Thread& self, const char* message) = nullptr;
};

class ThreadRegistry {
 public:
  ~ThreadRegistry();

  // Adds a thread in state kNew (is_daemon and is_hidden set before); not a safepoint for a caller in state InVm.
  // A caller that is not (yet) attached waits for a stopped world to go on.
  void add(Thread& thread);
  // Takes a thread off; its state becomes kTerminated. Called by the thread itself, or by the creator of a thread
  // that never ran.
  void remove(Thread& thread);
  // `remove`, and frees the Thread when no one can hold a pointer to it any more. The caller must not touch it again.
  void dispose(Thread* thread);
  // Threads waiting to be freed: creators of threads run a safepoint when there are many.
  int disposed_count() const { return disposed_count_.load(std::memory_order_relaxed); }

  // Stops every thread but `self` (state InVm or InJava). Fails never; nesting by the same thread is counted.
  VM_MAY_SAFEPOINT void stop_the_world(Thread& self);
  void resume_the_world(Thread& self);
  bool world_is_stopped() const { return stopper_.load(std::memory_order_acquire) != nullptr; }
  int64_t safepoint_count() const { return safepoint_count_.load(std::memory_order_relaxed); }

  // All threads: under the registry lock (then the function must not take locks), or, called by the stopper, without.
  void for_each(const std::function<void(Thread&)>& function);
  // The same without any lock, for the report of a crash: the list may change or be broken under the caller.
  template <typename Visitor>
  void for_each_in_crash(Visitor&& visit) VM_NO_THREAD_SAFETY {
    for (Thread* thread = first_; thread != nullptr; thread = thread->next) visit(*thread);
  }
  // Java-visible threads, daemons included / daemons only.
  int count();
  int daemon_count();
  int64_t started_count() const { return started_.load(std::memory_order_relaxed); }
  int peak_count() const { return peak_.load(std::memory_order_relaxed); }
  void reset_peak_count();

  // Thread.suspend / resume: a suspended thread stops at its next poll or on its way back from a safe state. Not a
  // safepoint; a thread that suspends itself polls afterwards.
  void suspend(Thread& thread);
  void resume(Thread& thread);

  // Called by poll_slow: stands still while the world is stopped by another thread, or this thread is suspended.
  void block_at_safepoint(Thread& self);
  // Blocks until no other thread is a non-daemon: DestroyJavaVM. State InVm.
  VM_MAY_SAFEPOINT void wait_for_last_non_daemon(Thread& self);

  ThreadHooks hooks;
  // How long threads are blocked and wait is measured (ThreadMXBean's contention monitoring); how often always is.
  std::atomic<bool> measures_wait_times{false};

 private:
  bool all_others_safe(Thread& self) VM_REQUIRES(mutex_);
  bool must_stand_still(Thread& self) const;
  void link(Thread& thread) VM_REQUIRES(mutex_);
  void unlink(Thread& thread) VM_REQUIRES(mutex_);
  int non_daemons_except(Thread& self) VM_REQUIRES(mutex_);
  void delete_disposed() VM_REQUIRES(mutex_);

  Mutex mutex_{LockRank::kThreads, "threads"};
  ConditionVariable safe_;     // a thread became safe or left; the stopper waits for it
  ConditionVariable resumed_;  // the world goes on, or a thread is no longer suspended
  ConditionVariable left_;     // a thread was removed
  Thread* first_ = nullptr;    // guarded by mutex_, or by the world being stopped
  Thread* disposed_ VM_GUARDED_BY(mutex_) = nullptr;  // chained by next
  std::atomic<int> disposed_count_{0};
  std::atomic<Thread*> stopper_{nullptr};
  int stop_depth_ = 0;         // stopper's own
  int visible_ VM_GUARDED_BY(mutex_) = 0;
  int daemons_ VM_GUARDED_BY(mutex_) = 0;
  std::atomic<int> peak_{0};
  std::atomic<int64_t> started_{0};
  std::atomic<int64_t> safepoint_count_{0};
};

}  // namespace kiln
