// vm/exec/thread_waiting.cpp - park, sleep, interrupt, stop, suspend; the fields of java.lang.Thread they go by.
#include <sched.h>

#include <chrono>

#include "vm/exec/java_thread.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {
// Sets threadStatus for as long as it lives.
class StatusScope {
 public:
  StatusScope(Thread& self, int32_t status) : self_(self), old_(set_status(self, status)) {}
  ~StatusScope() { set_status(self_, old_); }
  StatusScope(const StatusScope&) = delete;
  StatusScope& operator=(const StatusScope&) = delete;

 private:
  Thread& self_;
  int32_t old_;
};

void wake(Thread& thread) {
  thread.park_event->sleep.set();
  thread.park_event->permit.set();
  thread.park_event->monitor.set();
}
bool must_throw(Thread& self) { return (self.poll.load(std::memory_order_relaxed) & kPollAsyncException) != 0; }
}  // namespace

bool is_interrupted(Thread& self, bool clear) {
  if (self.java_thread == 0) return false;
  auto& flag = Ref<>(self.java_thread)->atomic_at<uint8_t>(self.vm().known->java_lang_Thread_interrupted);
  bool set = flag.load() != 0;
  if (set && clear) flag.store(0);
  return set;
}

int32_t status_of(const Known& known, const Object* java_thread) {
  return const_cast<Object*>(java_thread)->atomic_at<int32_t>(known.java_lang_Thread_threadStatus).load();
}

int32_t set_status(Thread& thread, int32_t status) {
  if (thread.java_thread == 0) return java_status::kRunnable;
  const bool is_measured = thread.vm().threads->measures_wait_times.load(std::memory_order_relaxed);
  thread.wait_statistics.changed(status, is_measured ? std::chrono::steady_clock::now().time_since_epoch().count() : 0);
  return Ref<>(thread.java_thread)->atomic_at<int32_t>(thread.vm().known->java_lang_Thread_threadStatus).exchange(status);
}

void install_java_thread_hooks(Vm& vm) {
  vm.threads->hooks.is_interrupted = is_interrupted;
  vm.threads->hooks.set_status = set_status;
}

void park(Thread& self, bool absolute, int64_t time) {
  Event& permit = self.park_event->permit;
  if (permit.take() || is_interrupted(self, false) || must_throw(self)) return;
  if (time < 0 || (absolute && time == 0)) return;
  Deadline deadline = Deadline::never();
  if (absolute) deadline = Deadline::at_epoch_ms(time);
  if (!absolute && time > 0) deadline = Deadline::after_ns(time);
  StatusScope status(self, deadline.is_never() ? java_status::kParked : java_status::kParkedTimed);
  BlockedInVm blocked(self);
  permit.wait(deadline);
}

void unpark(Thread& self, const Object* java_thread) {
  Thread* target = thread_of_java(*self.vm().known, java_thread);
  if (target != nullptr) target->park_event->permit.set();
}

bool sleep(Thread& self, int64_t millis) {
  if (is_interrupted(self, true)) return false;
  StatusScope status(self, java_status::kSleeping);
  if (millis == 0) {
    yield(self);
    return !is_interrupted(self, true);
  }
  Deadline deadline = Deadline::after_ms(millis);
  do {
    BlockedInVm blocked(self);
    self.park_event->sleep.wait(deadline);
  } while (!is_interrupted(self, false) && !must_throw(self) && !deadline.has_passed());
  return !is_interrupted(self, true);
}

void yield(Thread& self) {
  BlockedInVm blocked(self);
  sched_yield();
}

void interrupt(Thread& self, const Object* java_thread) {
  Thread* target = thread_of_java(*self.vm().known, java_thread);
  if (target != nullptr) wake(*target);
}

void stop_java_thread(Thread& self, Handle<java::Thread> target, Handle<java::Throwable> throwable) {
  const Known& known = *self.vm().known;
  ThreadRegistry& threads = *self.vm().threads;
  // The target's root may be written only while it stands still.
  threads.stop_the_world(self);
  if (Thread* thread = thread_of_java(known, target.unsafe_ref().get())) {
    thread->async_exception = throwable.unsafe_ref().bits();
    thread->poll.fetch_or(kPollAsyncException);
    wake(*thread);
  } else {
    target.unsafe_ref()->set<uint8_t>(known.java_lang_Thread_stillborn, 1);
  }
  threads.resume_the_world(self);
}

void suspend_java_thread(Thread& self, Handle<java::Thread> target) {
  ThreadRegistry& threads = *self.vm().threads;
  Thread* thread = thread_of_java(*self.vm().known, target.unsafe_ref().get());
  if (thread == nullptr) return;
  threads.suspend(*thread);
  if (thread == &self) {
    poll(self);
    return;
  }
  // A safepoint waits until the target has seen the request.
  threads.stop_the_world(self);
  threads.resume_the_world(self);
}

void resume_java_thread(Thread& self, const Object* java_thread) {
  Thread* thread = thread_of_java(*self.vm().known, java_thread);
  if (thread != nullptr) self.vm().threads->resume(*thread);
}

}  // namespace kiln
