// vm/base/sync.h - the VM's own locks: ranked mutexes and condition variables.
//
// A thread may take a mutex only if its rank is lower than that of every mutex it already holds
// (checked in debug builds), so no cycle of waiting can form. Ranks are listed outermost first.
// A thread in state InVm that may block for long takes a mutex through `SafepointMutexLock`
// (vm/thread/transitions.h), never directly; direct use is for short critical sections without
// safepoints inside.
#pragma once

#include <pthread.h>

#include <cstdint>

#include "vm/base/annotations.h"
#include "vm/base/check.h"

namespace kiln {

enum class LockRank : uint8_t {
  kLeaf,          // nothing is taken while held
  kThreads,       // list of threads, safepoints: a thread may stop while it holds any SafepointMutexLock
  kMonitor,       // queues of an inflated Java monitor
  kMonitorTable,
  kLog,
  kMemory,        // meta spaces
  kArena,         // memory of one class loader
  kCode,          // call shapes, code memory
  kSymbols,
  kHandles,       // global JNI references
  kHeap,
  kMethodHandles,
  kResolution,    // resolved entries, call sites
  kDictionary,
  kModules,
  kClassLinking,
  kCompileQueue,
  kShutdown,
  kOutermost,
};

class VM_CAPABILITY("mutex") Mutex {
 public:
  explicit Mutex(LockRank rank, const char* name);
  ~Mutex();
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void lock() VM_ACQUIRE();
  void unlock() VM_RELEASE();
  bool try_lock() VM_TRY_ACQUIRE(true);
  LockRank rank() const { return rank_; }

 private:
  friend class ConditionVariable;
  pthread_mutex_t mutex_;
  LockRank rank_;
  const char* name_;
};

class VM_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) VM_ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() VM_RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits measure CLOCK_MONOTONIC. Spurious wake-ups happen; callers loop.
class ConditionVariable {
 public:
  ConditionVariable();
  ~ConditionVariable();
  ConditionVariable(const ConditionVariable&) = delete;
  ConditionVariable& operator=(const ConditionVariable&) = delete;

  void wait(Mutex& mutex) VM_REQUIRES(mutex);
  // Returns false when `timeout_ns` nanoseconds have passed without a signal.
  bool wait_for(Mutex& mutex, int64_t timeout_ns) VM_REQUIRES(mutex);
  void signal();
  void broadcast();

 private:
  pthread_cond_t condition_;
};

}  // namespace kiln
