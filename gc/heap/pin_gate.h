// gc/heap/pin_gate.h - keeps pins (JNI critical sections) and collections out of each other's way.
//
// While any object is pinned there is no collection; a thread that needs one announces itself (`Wanted`) and waits
// until the last pin is gone. Meanwhile threads without a pin must wait before they take one, so the wait ends.
// All waiting is done through VmBinding::run_blocked: the waiting thread does not hold up a safepoint.
#pragma once

#include <atomic>
#include <cstdint>

#include "gc/mutator.h"
#include "gc/vm_binding.h"
#include "vm/base/sync.h"

namespace kiln::gc {

class PinGate {
 public:
  explicit PinGate(VmBinding& binding) : binding_(binding) {}

  VM_MAY_SAFEPOINT void pin(Mutator& mutator) {
    if (mutator.pins == 0) {
      while (wanted_.load() > 0) wait_until_zero(wanted_);
    }
    mutator.pins++;
    pins_.fetch_add(1);
  }
  void unpin(Mutator& mutator) {
    VM_CHECK(mutator.pins > 0);
    mutator.pins--;
    if (pins_.fetch_sub(1) == 1 && wanted_.load() > 0) wake();
  }
  bool pinned() const { return pins_.load() > 0; }

  // Waits until nothing is pinned (a moment later something may be, until the world is stopped).
  VM_MAY_SAFEPOINT void wait_unpinned() { wait_until_zero(pins_); }

  // The thread wants to collect and finds objects pinned.
  class Wanted {
   public:
    explicit Wanted(PinGate& gate) : gate_(gate) {}
    ~Wanted() {
      if (announced_ && gate_.wanted_.fetch_sub(1) == 1) gate_.wake();
    }
    Wanted(const Wanted&) = delete;
    Wanted& operator=(const Wanted&) = delete;
    void announce() {
      if (!announced_) gate_.wanted_.fetch_add(1);
      announced_ = true;
    }

   private:
    PinGate& gate_;
    bool announced_ = false;
  };

 private:
  VM_MAY_SAFEPOINT void wait_until_zero(const std::atomic<int64_t>& counter) {
    binding_.run_blocked([&] {
      MutexLock lock(mutex_);
      while (counter.load() > 0) changed_.wait(mutex_);
    });
  }
  void wake() {
    MutexLock lock(mutex_);
    changed_.broadcast();
  }

  VmBinding& binding_;
  Mutex mutex_{LockRank::kHeap, "pins"};
  ConditionVariable changed_;
  std::atomic<int64_t> pins_{0};
  std::atomic<int64_t> wanted_{0};
};

}  // namespace kiln::gc
