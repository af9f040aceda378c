#include "vm/thread/inflated_monitor.h"

#include "vm/thread/java_status.h"
#include "vm/thread/registry.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {
constexpr int kSpins = 100;

int32_t set_status(Thread& thread, int32_t status) {
  auto hook = thread.vm().threads->hooks.set_status;
  return hook != nullptr ? hook(thread, status) : java_status::kRunnable;
}
// Interrupted, or stopped by Thread.stop.
bool must_return(Thread& self) {
  if (self.poll.load(std::memory_order_relaxed) & kPollAsyncException) return true;
  auto hook = self.vm().threads->hooks.is_interrupted;
  return hook != nullptr && hook(self, false);
}
}  // namespace

void Monitor::Queue::append(Node& node) {
  node.next = nullptr;
  (last != nullptr ? last->next : first) = &node;
  last = &node;
}

Monitor::Node& Monitor::Queue::take_first() {
  Node& node = *first;
  first = node.next;
  if (first == nullptr) last = nullptr;
  node.next = nullptr;
  return node;
}

void Monitor::Queue::remove(Node& node) {
  Node* before = nullptr;
  for (Node* at = first; at != &node; at = at->next) before = at;
  (before != nullptr ? before->next : first) = node.next;
  if (last == &node) last = before;
  node.next = nullptr;
}

void Monitor::claim(Thread& self, int32_t times) {
  VM_DCHECK(owner() == anonymous() && times > 0);
  recursions_ = times - 1;
  self.inflated_held++;
  owner_.store(&self, std::memory_order_release);
}

bool Monitor::try_take(Thread& self) {
  Thread* expected = nullptr;
  if (owner_.load(std::memory_order_seq_cst) != nullptr) return false;
  if (!owner_.compare_exchange_strong(expected, &self, std::memory_order_seq_cst)) return false;
  self.inflated_held++;
  return true;
}

bool Monitor::try_enter(Thread& self) {
  if (owned_by(self)) {
    recursions_++;
    return true;
  }
  return try_take(self);
}

void Monitor::enter(Thread& self) {
  if (try_enter(self)) return;
  for (int i = 0; i < kSpins && !(self.poll.load(std::memory_order_relaxed) & kPollSafepoint); i++) {
    __builtin_ia32_pause();
    if (try_take(self)) return;
  }
  int32_t old_status = set_status(self, java_status::kBlockedOnMonitorEnter);
  self.waiting_monitor = this;
  self.waiting_to_enter = true;
  Node node(self);
  {
    MutexLock lock(mutex_);
    entry_.append(node);
    queued_.fetch_add(1, std::memory_order_seq_cst);
  }
  wait_to_own(self, node);
  self.waiting_monitor = nullptr;
  self.waiting_to_enter = false;
  set_status(self, old_status);
}

// The thread stands in the entry queue; when it owns the monitor it leaves the queue.
void Monitor::wait_to_own(Thread& self, Node& node) {
  for (;;) {
    if (try_take(self)) break;
    // Whoever leaves the monitor from now on shall wake somebody again; the try has to be repeated after saying so.
    Thread* me = &self;
    if (successor_.compare_exchange_strong(me, nullptr, std::memory_order_seq_cst)) continue;
    set_status(self, java_status::kBlockedOnMonitorEnter);
    BlockedInVm blocked(self);
    self.park_event->monitor.wait();
  }
  MutexLock lock(mutex_);
  entry_.remove(node);
  queued_.fetch_sub(1, std::memory_order_seq_cst);
  Thread* me = &self;
  successor_.compare_exchange_strong(me, nullptr, std::memory_order_seq_cst);
}

void Monitor::exit(Thread& self) {
  VM_DCHECK(owned_by(self));
  if (recursions_ > 0) {
    recursions_--;
    return;
  }
  release(self);
}

void Monitor::release(Thread& self) {
  self.inflated_held--;
  owner_.store(nullptr, std::memory_order_seq_cst);
  if (queued_.load(std::memory_order_seq_cst) == 0) return;
  if (successor_.load(std::memory_order_seq_cst) != nullptr) return;
  MutexLock lock(mutex_);
  // Has another thread entered meanwhile, it will do the waking when it leaves.
  if (entry_.first == nullptr || owner() != nullptr || successor_.load() != nullptr) return;
  Thread& heir = entry_.first->thread;
  successor_.store(&heir, std::memory_order_seq_cst);
  heir.park_event->monitor.set();
}

bool Monitor::wait(Thread& self, const Deadline& deadline) {
  VM_DCHECK(owned_by(self));
  Node node(self);
  int32_t recursions = recursions_;
  int32_t old_status = set_status(self, deadline.is_never() ? java_status::kInObjectWait : java_status::kInObjectWaitTimed);
  self.waiting_monitor = this;
  {
    MutexLock lock(mutex_);
    wait_set_.append(node);
    waiting_.fetch_add(1, std::memory_order_seq_cst);
  }
  recursions_ = 0;
  release(self);
  while (!node.notified.load(std::memory_order_acquire) && !must_return(self) && !deadline.has_passed()) {
    BlockedInVm blocked(self);
    self.park_event->monitor.wait(deadline);
  }
  bool notified;
  {
    MutexLock lock(mutex_);
    notified = node.notified.load(std::memory_order_relaxed);
    if (!notified) {
      wait_set_.remove(node);
      entry_.append(node);
      queued_.fetch_add(1, std::memory_order_seq_cst);
      waiting_.fetch_sub(1, std::memory_order_seq_cst);
    }
  }
  self.waiting_to_enter = true;
  wait_to_own(self, node);
  self.waiting_to_enter = false;
  self.waiting_monitor = nullptr;
  set_status(self, old_status);
  recursions_ = recursions;
  return notified;
}

void Monitor::notify(Thread& self, bool all) {
  VM_DCHECK(owned_by(self));
  if (waiting_.load(std::memory_order_seq_cst) == 0) return;
  MutexLock lock(mutex_);
  while (wait_set_.first != nullptr) {
    Node& node = wait_set_.take_first();
    entry_.append(node);
    queued_.fetch_add(1, std::memory_order_seq_cst);
    waiting_.fetch_sub(1, std::memory_order_seq_cst);
    set_status(node.thread, java_status::kBlockedOnMonitorEnter);
    node.notified.store(true, std::memory_order_release);
    if (!all) break;
  }
}

}  // namespace kiln
