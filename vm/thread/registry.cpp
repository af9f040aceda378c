#include "vm/thread/registry.h"

#include <sched.h>

#include <algorithm>

#include "vm/thread/transitions.h"

namespace kiln {

namespace {
bool is_safe(ThreadState state) {
  switch (state) {
    case ThreadState::kNew:
    case ThreadState::kInNative:
    case ThreadState::kBlocked:
    case ThreadState::kTerminated: return true;
    case ThreadState::kInJava:
    case ThreadState::kInVm: return false;
  }
  VM_UNREACHABLE();
}

// Does the world wait for the calling system thread? If so it cannot be stopped now, and must not wait for its end.
bool caller_runs() {
  Thread* current = Thread::current();
  return current != nullptr && !is_safe(current->state.load(std::memory_order_relaxed));
}

constexpr int kYieldRounds = 16;
constexpr int64_t kFirstLookNs = 20'000;
constexpr int64_t kLongestLookNs = 1'000'000;
}  // namespace

ThreadRegistry::~ThreadRegistry() {
  MutexLock lock(mutex_);
  delete_disposed();
}

void ThreadRegistry::delete_disposed() {
  while (disposed_ != nullptr) {
    Thread* thread = disposed_;
    disposed_ = thread->next;
    thread->next = nullptr;
    delete thread;
  }
  disposed_count_.store(0, std::memory_order_relaxed);
}

void ThreadRegistry::link(Thread& thread) {
  thread.previous = nullptr;
  thread.next = first_;
  if (first_ != nullptr) first_->previous = &thread;
  first_ = &thread;
  if (thread.is_hidden) return;
  visible_++;
  if (thread.is_daemon) daemons_++;
  started_.fetch_add(1, std::memory_order_relaxed);
  if (visible_ > peak_.load(std::memory_order_relaxed)) peak_.store(visible_, std::memory_order_relaxed);
}

void ThreadRegistry::unlink(Thread& thread) {
  (thread.previous != nullptr ? thread.previous->next : first_) = thread.next;
  if (thread.next != nullptr) thread.next->previous = thread.previous;
  thread.next = thread.previous = nullptr;
  if (thread.is_hidden) return;
  visible_--;
  if (thread.is_daemon) daemons_--;
}

void ThreadRegistry::add(Thread& thread) {
  VM_DCHECK(thread.state.load() == ThreadState::kNew);
  bool runs = caller_runs();
  MutexLock lock(mutex_);
  Thread* current = Thread::current();
  while (!runs && stopper_.load() != nullptr && stopper_.load() != current) resumed_.wait(mutex_);
  link(thread);
  // A stop that waits for the caller to become safe must catch the new thread, too.
  if (stopper_.load() != nullptr) thread.poll.fetch_or(kPollSafepoint);
}

void ThreadRegistry::remove(Thread& thread) {
  bool runs = caller_runs();
  MutexLock lock(mutex_);
  Thread* current = Thread::current();
  while (!runs && stopper_.load() != nullptr && stopper_.load() != current) resumed_.wait(mutex_);
  unlink(thread);
  thread.state.store(ThreadState::kTerminated);
  safe_.broadcast();
  left_.broadcast();
}

void ThreadRegistry::dispose(Thread* thread) {
  bool runs = caller_runs();
  MutexLock lock(mutex_);
  Thread* current = Thread::current();
  while (!runs && stopper_.load() != nullptr && stopper_.load() != current) resumed_.wait(mutex_);
  unlink(*thread);
  if (current == thread) Thread::set_current(nullptr);
  thread->state.store(ThreadState::kTerminated);
  thread->next = disposed_;
  disposed_ = thread;
  disposed_count_.fetch_add(1, std::memory_order_relaxed);
  safe_.broadcast();
  left_.broadcast();
}

bool ThreadRegistry::all_others_safe(Thread& self) {
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) {
    if (thread != &self && !is_safe(thread->state.load(std::memory_order_seq_cst))) return false;
  }
  return true;
}

void ThreadRegistry::stop_the_world(Thread& self) {
  VM_DCHECK(self.no_safepoint_depth == 0);
  VM_DCHECK(!is_safe(self.state.load()));
  if (stopper_.load(std::memory_order_relaxed) == &self) {
    stop_depth_++;
    return;
  }
  MutexLock lock(mutex_);
  // Another thread's stop comes first: count as stopped meanwhile.
  ThreadState old = self.state.load(std::memory_order_relaxed);
  while (stopper_.load() != nullptr) {
    self.state.store(ThreadState::kBlocked);
    safe_.broadcast();
    resumed_.wait(mutex_);
  }
  self.state.store(old);
  stopper_.store(&self);
  stop_depth_ = 1;
  safepoint_count_.fetch_add(1, std::memory_order_relaxed);
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) {
    if (thread != &self) thread->poll.fetch_or(kPollSafepoint, std::memory_order_seq_cst);
  }
  int64_t look_ns = kFirstLookNs;
  for (int round = 0; !all_others_safe(self); round++) {
    if (round < kYieldRounds) {
      mutex_.unlock();
      sched_yield();
      mutex_.lock();
    } else {
      safe_.wait_for(mutex_, look_ns);
      look_ns = std::min(look_ns * 2, kLongestLookNs);
    }
  }
}

void ThreadRegistry::resume_the_world(Thread& self) {
  VM_CHECK(stopper_.load(std::memory_order_relaxed) == &self);
  if (--stop_depth_ > 0) return;
  MutexLock lock(mutex_);
  delete_disposed();
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) {
    if (!(thread->poll.load() & kPollSuspend)) thread->poll.fetch_and(~kPollSafepoint);
  }
  stopper_.store(nullptr);
  resumed_.broadcast();
}

bool ThreadRegistry::must_stand_still(Thread& self) const {
  Thread* stopper = stopper_.load();
  if (stopper == &self) return false;
  return stopper != nullptr || (self.poll.load() & kPollSuspend) != 0;
}

void ThreadRegistry::block_at_safepoint(Thread& self) {
  ThreadState old = self.state.load(std::memory_order_relaxed);
  MutexLock lock(mutex_);
  while (must_stand_still(self)) {
    self.state.store(ThreadState::kBlocked);
    safe_.broadcast();
    resumed_.wait(mutex_);
  }
  // Under the lock: a later stop either sees the thread running or is seen by its next poll.
  self.state.store(old);
}

void ThreadRegistry::suspend(Thread& thread) {
  MutexLock lock(mutex_);
  thread.poll.fetch_or(kPollSuspend | kPollSafepoint);
}

void ThreadRegistry::resume(Thread& thread) {
  MutexLock lock(mutex_);
  thread.poll.fetch_and(~kPollSuspend);
  if (stopper_.load() == nullptr) thread.poll.fetch_and(~kPollSafepoint);
  resumed_.broadcast();
}

void ThreadRegistry::for_each(const std::function<void(Thread&)>& function) {
  if (Thread::current() != nullptr && stopper_.load(std::memory_order_relaxed) == Thread::current()) {
    for (Thread* thread = first_; thread != nullptr; thread = thread->next) function(*thread);
    return;
  }
  MutexLock lock(mutex_);
  for (Thread* thread = first_; thread != nullptr; thread = thread->next) function(*thread);
}

int ThreadRegistry::count() {
  MutexLock lock(mutex_);
  return visible_;
}

int ThreadRegistry::daemon_count() {
  MutexLock lock(mutex_);
  return daemons_;
}

void ThreadRegistry::reset_peak_count() {
  MutexLock lock(mutex_);
  peak_.store(visible_, std::memory_order_relaxed);
}

int ThreadRegistry::non_daemons_except(Thread& self) {
  int others = visible_ - daemons_;
  if (!self.is_hidden && !self.is_daemon) others--;
  return others;
}

void ThreadRegistry::wait_for_last_non_daemon(Thread& self) {
  BlockedInVm blocked(self);
  MutexLock lock(mutex_);
  while (non_daemons_except(self) > 0) left_.wait(mutex_);
}

}  // namespace kiln
