// A VM of threads and monitors only, with objects that are bare headers in two half spaces below 32 GB.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "vm/base/memory.h"
#include "vm/thread/monitor.h"
#include "vm/thread/monitor_table.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"
#include "vm/thread/roots.h"
#include "vm/thread/transitions.h"

namespace kiln::test {

class FakeVm {
 public:
  static constexpr int kObjects = 256;
  static constexpr uint32_t kFakeClass = 0x12345600;

  FakeVm() {
    vm.threads = &threads;
    vm.monitors = &monitors;
    space_ = Reservation::below(kHeapLimit, 1 << 20, 4096, uint64_t{8} << 30);
    VM_CHECK(space_.commit(space_.base(), space_.size()));
    for (int i = 0; i < kObjects; i++) object(i)->header().store(kFakeClass);
  }

  Object* object(int i) { return at(half_, i); }
  uint32_t bits(int i) { return Ref<>::of(object(i)).bits(); }

  // Moves every object to the other half as a collector would. `alive`: whether those that are no roots live on.
  void collect(Thread& self, bool alive = true) {
    threads.stop_the_world(self);
    int to = 1 - half_;
    for (int i = 0; i < kObjects; i++) {
      at(to, i)->header().store(object(i)->header().load());
      object(i)->header().store(kLockForwarded);
    }
    Mover mover(*this, to, alive);
    threads.for_each([&](Thread& thread) { visit_thread_roots(thread, mover); });
    monitors.visit_roots(mover);
    monitors.update_weak(mover);
    half_ = to;
    threads.resume_the_world(self);
  }

  Vm vm;
  ThreadRegistry threads;
  MonitorTable monitors;

 private:
  struct Mover final : RootVisitor, WeakVisitor {
    FakeVm& vm;
    int to;
    bool alive;
    Mover(FakeVm& v, int t, bool a) : vm(v), to(t), alive(a) {}
    Ref<> moved(Ref<> old) {
      auto offset = (uintptr_t{old.bits()} << kReferenceShift) - vm.space_.base();
      if (static_cast<int>(offset / kHalfBytes) == to) return old;
      return Ref<>::of(vm.at(to, static_cast<int>(offset % kHalfBytes / kSpacing)));
    }
    void visit(RefSlot* slot) override {
      if (*slot != 0) *slot = moved(Ref<>(*slot)).bits();
    }
    Ref<> current(Ref<> old) override { return alive ? moved(old) : Ref<>(); }
  };
  static constexpr size_t kHalfBytes = 512 * 1024;
  static constexpr size_t kSpacing = 64;
  Object* at(int half, int i) {
    return reinterpret_cast<Object*>(space_.base() + static_cast<size_t>(half) * kHalfBytes + static_cast<size_t>(i) * kSpacing);
  }
  Reservation space_;
  int half_ = 0;
};

// Makes the calling system thread one of the VM's, in state InVm, while it lives.
class Attached {
 public:
  explicit Attached(FakeVm& vm, bool daemon = false) : vm_(vm), thread_(new Thread(vm.vm)) {
    thread_->is_daemon = daemon;
    thread_->adopt_current_os_thread();
    vm.threads.add(*thread_);
    Thread::set_current(thread_);
    return_from_safe_state(*thread_, ThreadState::kInVm);
  }
  ~Attached() {
    release_all_monitors(*thread_);
    vm_.threads.dispose(thread_);
  }
  Thread& operator*() const { return *thread_; }
  Thread* operator->() const { return thread_; }

 private:
  FakeVm& vm_;
  Thread* thread_;
};

inline void nap_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

}  // namespace kiln::test
