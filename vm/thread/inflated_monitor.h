// vm/thread/inflated_monitor.h - the monitor of an object whose lock is contended, waited on or nested too deep.
//
// owner_ is taken by compare-and-swap, so an arriving thread may overtake those that queue (they have to be woken
// first). Leaving is: owner_ = null, then look whether somebody queues; queueing is: enter the queue, then look whether
// owner_ is null. One of the two always sees the other. To spare needless wake-ups, the leaver wakes the first in the
// queue only if no thread it woke earlier (successor_) is still on its way to try.
//
//   entry queue: first come first woken      wait set: first in, first notified (it then moves to the entry queue)
//
// A kAnonymous owner is "the thread that has the object on its lock stack": the monitor was inflated by another
// thread, which cannot know who that is. The owner finds out at its next operation and puts its name there (claim).
//
// All functions are called in state InVm; those marked may-safepoint block in state kBlocked. A monitor is deleted only
// while the world is stopped and it is idle (no owner, nobody in a queue), so a pointer to it is good until the next
// safepoint, and longer while its holder owns it or queues. Allocates nothing.
#pragma once

#include <atomic>

#include "vm/base/sync.h"
#include "vm/thread/handles.h"
#include "vm/thread/park.h"

namespace kiln {

class Monitor {
 public:
  explicit Monitor(RefSlot object_bits) : object_(object_bits) {}
  ~Monitor() { VM_DCHECK(is_idle()); }
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  static Thread* anonymous() { return reinterpret_cast<Thread*>(uintptr_t{1}); }
  // The owner, null or anonymous().
  Thread* owner() const { return owner_.load(std::memory_order_acquire); }
  bool owned_by(const Thread& thread) const { return owner_.load(std::memory_order_relaxed) == &thread; }
  // Times the owner must leave to give it up, minus one. Owner only.
  int32_t recursions() const { return recursions_; }

  // Before the monitor can be seen by others (header not yet inflated): owner as the header says.
  void set_initial_owner(Thread* owner) { owner_.store(owner, std::memory_order_release); }
  // The anonymous owner, which had the object `times` on its lock stack, names itself.
  void claim(Thread& self, int32_t times);

  // Takes the free monitor, or enters once more. Never blocks.
  bool try_enter(Thread& self);
  VM_MAY_SAFEPOINT void enter(Thread& self);
  // Leaves once. Owner only.
  void exit(Thread& self);
  // Gives the monitor up altogether and waits to be notified; owns it again (as often as before) afterwards. True if
  // notified; false: the deadline passed or the thread was interrupted.
  VM_MAY_SAFEPOINT bool wait(Thread& self, const Deadline& deadline);
  // Owner only.
  void notify(Thread& self, bool all);

  // Nobody owns it or queues; then it may go. World stopped, or by the deleter.
  bool is_idle() const { return owner() == nullptr && queued_.load() == 0 && waiting_.load() == 0; }
  int32_t queued_count() const { return queued_.load(); }
  int32_t waiting_count() const { return waiting_.load(); }
  // Calls visit(Thread&) for each thread that waits to enter, and each in the wait set. World stopped.
  template <typename Visitor>
  void for_each_queued(Visitor&& visit) VM_NO_THREAD_SAFETY {
    for (Node* node = entry_.first; node != nullptr; node = node->next) visit(node->thread);
  }
  template <typename Visitor>
  void for_each_waiting(Visitor&& visit) VM_NO_THREAD_SAFETY {
    for (Node* node = wait_set_.first; node != nullptr; node = node->next) visit(node->thread);
  }
  RefSlot* object_slot() { return &object_; }

  // The table's: whether the present collection has treated the object as strongly reachable.
  bool visited_as_root = false;

 private:
  // Lives on the stack of the thread that queues.
  struct Node {
    explicit Node(Thread& owner) : thread(owner) {}
    Thread& thread;
    Node* next = nullptr;
    std::atomic<bool> notified{false};  // moved from the wait set to the entry queue by notify
  };
  struct Queue {
    Node* first = nullptr;
    Node* last = nullptr;
    void append(Node& node);
    Node& take_first();
    void remove(Node& node);
  };

  bool try_take(Thread& self);
  VM_MAY_SAFEPOINT void wait_to_own(Thread& self, Node& node);
  void release(Thread& self);

  std::atomic<Thread*> owner_{nullptr};
  int32_t recursions_ = 0;
  RefSlot object_;
  std::atomic<int32_t> queued_{0};  // length of the entry queue
  std::atomic<int32_t> waiting_{0};
  std::atomic<Thread*> successor_{nullptr};
  Mutex mutex_{LockRank::kMonitor, "monitor"};
  Queue entry_ VM_GUARDED_BY(mutex_);
  Queue wait_set_ VM_GUARDED_BY(mutex_);
};

}  // namespace kiln
