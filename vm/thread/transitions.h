// vm/thread/transitions.h - the only way to change a thread's state.
//
//            InVm (scope)                     InNative (scope)
//   native ---------------> VM        VM ---------------------> native
//          <---------------              <---------------------
//            ~InVm                            ~InNative: may stop here for a safepoint
//
//   BlockedInVm (scope)   VM -> blocked -> VM, around waiting
//   poll(thread)          an explicit safepoint poll in VM code
//
// Java code enters VM code without a transition of its own: kInJava and kInVm are alike for the collector (both
// run until they poll); handlers and stubs only publish Thread::last_frame.
#pragma once

#include "vm/base/sync.h"
#include "vm/thread/handles.h"

namespace kiln {

// Takes part in whatever is asked of this thread (safepoint). State kInVm or kInJava.
VM_MAY_SAFEPOINT void poll_slow(Thread& thread);

VM_MAY_SAFEPOINT inline void poll(Thread& thread) {
  VM_DCHECK(thread.no_safepoint_depth == 0);
  if (thread.poll.load(std::memory_order_relaxed) & kPollSafepoint) [[unlikely]]
    poll_slow(thread);
}

inline void leave_to_safe_state(Thread& thread, ThreadState state) {
  VM_DCHECK(thread.no_safepoint_depth == 0);
  thread.state.store(state, std::memory_order_release);
}
VM_MAY_SAFEPOINT inline void return_from_safe_state(Thread& thread, ThreadState state) {
  thread.state.store(state, std::memory_order_seq_cst);
  if (thread.poll.load(std::memory_order_seq_cst) & kPollSafepoint) [[unlikely]]
    poll_slow(thread);
}

// Foreign code calls into the VM (JNI and JVM_ functions begin with it).
class InVm {
 public:
  explicit InVm(Thread& thread) VM_MAY_SAFEPOINT : thread_(thread), old_(thread.state.load(std::memory_order_relaxed)) {
    return_from_safe_state(thread, ThreadState::kInVm);
  }
  ~InVm() {
    if (old_ == ThreadState::kInNative || old_ == ThreadState::kBlocked)
      leave_to_safe_state(thread_, old_);
    else
      thread_.state.store(old_, std::memory_order_relaxed);
  }
  InVm(const InVm&) = delete;
  InVm& operator=(const InVm&) = delete;

 private:
  Thread& thread_;
  ThreadState old_;
};

// The VM calls foreign code, or touches no heap object for a while (system calls).
class InNative {
 public:
  explicit InNative(Thread& thread) VM_MAY_SAFEPOINT : thread_(thread), old_(thread.state.load(std::memory_order_relaxed)) {
    leave_to_safe_state(thread, ThreadState::kInNative);
  }
  ~InNative() { return_from_safe_state(thread_, old_); }
  InNative(const InNative&) = delete;
  InNative& operator=(const InNative&) = delete;

 private:
  Thread& thread_;
  ThreadState old_;
};

// The thread waits inside the VM.
class BlockedInVm {
 public:
  explicit BlockedInVm(Thread& thread) VM_MAY_SAFEPOINT : thread_(thread), old_(thread.state.load(std::memory_order_relaxed)) {
    leave_to_safe_state(thread, ThreadState::kBlocked);
  }
  ~BlockedInVm() { return_from_safe_state(thread_, old_); }
  BlockedInVm(const BlockedInVm&) = delete;
  BlockedInVm& operator=(const BlockedInVm&) = delete;

 private:
  Thread& thread_;
  ThreadState old_;
};

// Takes a mutex that may be held across safepoints: waits in state kBlocked, so that the world can stop meanwhile.
class VM_SCOPED_CAPABILITY SafepointMutexLock {
 public:
  SafepointMutexLock(Thread& thread, Mutex& mutex) VM_ACQUIRE(mutex) VM_NO_THREAD_SAFETY : mutex_(mutex) {
    if (mutex.try_lock()) return;
    leave_to_safe_state(thread, ThreadState::kBlocked);
    mutex.lock();
    ThreadState expected = ThreadState::kBlocked;
    // Coming back with the mutex held must not block at a safepoint that waits for the mutex's next owner:
    // let go of it while the world is stopped.
    for (;;) {
      thread.state.store(ThreadState::kInVm, std::memory_order_seq_cst);
      if (!(thread.poll.load(std::memory_order_seq_cst) & kPollSafepoint)) break;
      mutex.unlock();
      poll_slow(thread);
      leave_to_safe_state(thread, expected);
      mutex.lock();
    }
  }
  ~SafepointMutexLock() VM_RELEASE() VM_NO_THREAD_SAFETY { mutex_.unlock(); }
  SafepointMutexLock(const SafepointMutexLock&) = delete;
  SafepointMutexLock& operator=(const SafepointMutexLock&) = delete;

 private:
  Mutex& mutex_;
};

}  // namespace kiln
