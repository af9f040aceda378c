// Monitors: thin and inflated, recursion, contention with a moving collector, wait and notify.
#include <deque>

#include "fake_vm.h"
#include "vm/thread/thin_lock.h"

namespace kiln::test {
namespace {

uint32_t lock_bits(Object* object) { return object->header().load() & kLockMask; }

Handle<> handle(Thread& thread, FakeVm& vm, int i) { return Handle<>(thread, Ref<>(vm.bits(i))); }

TEST(ThinLock, RecursionAndOrder) {
  FakeVm vm;
  Attached self(vm);
  Object* a = vm.object(0);
  Object* b = vm.object(1);
  EXPECT_EQ(monitor_exit(*self, a), MonitorStatus::kNotOwner);
  EXPECT_TRUE(try_monitor_enter(*self, a));
  EXPECT_TRUE(try_monitor_enter(*self, b));
  EXPECT_TRUE(try_monitor_enter(*self, a));
  EXPECT_EQ(lock_bits(a), kLockThin);
  EXPECT_TRUE(holds_monitor(*self, a));
  EXPECT_EQ(monitor_owner(vm.vm, a), &*self);
  a->header().fetch_or(kHashByAddress);
  EXPECT_TRUE(try_monitor_exit(*self, a));  // not the order of locking
  EXPECT_TRUE(holds_monitor(*self, a));
  EXPECT_TRUE(try_monitor_exit(*self, a));
  EXPECT_FALSE(holds_monitor(*self, a));
  EXPECT_TRUE(holds_monitor(*self, b));
  EXPECT_EQ(monitor_exit(*self, a), MonitorStatus::kNotOwner);
  EXPECT_EQ(monitor_exit(*self, b), MonitorStatus::kOk);
  EXPECT_EQ(a->header_bits(), FakeVm::kFakeClass | kHashByAddress);
  EXPECT_EQ(self->lock_stack_size, 0);
  EXPECT_EQ(vm.monitors.size(), 0u);
}

TEST(ThinLock, FullLockStackInflates) {
  FakeVm vm;
  Attached self(vm);
  HandleScope scope(*self);
  for (int i = 0; i < 100; i++) monitor_enter(*self, handle(*self, vm, i));
  for (int i = 0; i < 100; i++) monitor_enter(*self, handle(*self, vm, 7));
  EXPECT_EQ(lock_bits(vm.object(7)), kLockInflated);
  vm.collect(*self);
  for (int i = 0; i < 100; i++) EXPECT_TRUE(holds_monitor(*self, vm.object(i)));
  EXPECT_FALSE(holds_monitor(*self, vm.object(100)));
  for (int i = 0; i < 100; i++) EXPECT_EQ(monitor_exit(*self, vm.object(7)), MonitorStatus::kOk);
  for (int i = 0; i < 100; i++) EXPECT_EQ(monitor_exit(*self, vm.object(i)), MonitorStatus::kOk) << i;
  EXPECT_EQ(monitor_exit(*self, vm.object(7)), MonitorStatus::kNotOwner);
  EXPECT_EQ(self->lock_stack_size, 0);
  EXPECT_EQ(self->inflated_held, 0);
  vm.collect(*self);
  EXPECT_EQ(vm.monitors.size(), 0u);
  for (int i = 0; i < 100; i++) EXPECT_EQ(vm.object(i)->header_bits(), FakeVm::kFakeClass);
}

TEST(Monitor, ContenderInflatesAndOwnerClaims) {
  FakeVm vm;
  Attached self(vm);
  HandleScope scope(*self);
  Handle<> object = handle(*self, vm, 5);
  monitor_enter(*self, object);
  monitor_enter(*self, object);
  std::atomic<bool> inside = false;
  std::thread contender([&] {
    Attached other(vm);
    HandleScope other_scope(*other);
    Handle<> same = handle(*other, vm, 5);
    EXPECT_EQ(monitor_exit(*other, same.unsafe_ref().get()), MonitorStatus::kNotOwner);
    monitor_enter(*other, same);
    inside = true;
    monitor_exit(*other, same.unsafe_ref().get());
  });
  while (lock_bits(vm.object(5)) != kLockInflated) poll(*self);
  vm.collect(*self);
  EXPECT_EQ(monitor_owner(vm.vm, vm.object(5)), &*self);
  monitor_enter(*self, object);
  for (int i = 0; i < 3; i++) {
    EXPECT_FALSE(inside.load());
    EXPECT_EQ(monitor_exit(*self, vm.object(5)), MonitorStatus::kOk);
  }
  {
    BlockedInVm blocked(*self);
    contender.join();
  }
  EXPECT_TRUE(inside.load());
  vm.collect(*self, false);
  EXPECT_EQ(vm.monitors.size(), 0u);
}

// Threads lock random objects, some recursively, while hashes appear and everything moves.
TEST(Monitor, MutualExclusionUnderMovingCollections) {
  FakeVm vm;
  constexpr int kThreads = 4, kHot = 3;
  const int rounds = 20'000;
  int64_t counters[FakeVm::kObjects] = {};
  std::atomic<int> running = kThreads;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; t++) {
    threads.emplace_back([&, t] {
      Attached self(vm);
      uint32_t random = static_cast<uint32_t>(t) * 77 + 1;
      for (int i = 0; i < rounds; i++) {
        random = random * 1664525 + 1013904223;
        int which = (random >> 8) % ((random >> 20) % 4 == 0 ? FakeVm::kObjects : kHot);
        int depth = 1 + (random >> 16) % 3;
        HandleScope scope(*self);
        Handle<> object = handle(*self, vm, which);
        for (int d = 0; d < depth; d++) {
          if (!try_monitor_enter(*self, object.unsafe_ref().get())) monitor_enter(*self, object);
        }
        counters[which]++;
        object.unsafe_ref()->header().fetch_or(kHashByAddress);
        if (i % 64 == 0) poll(*self);
        for (int d = 0; d < depth; d++) EXPECT_EQ(monitor_exit(*self, object.unsafe_ref().get()), MonitorStatus::kOk);
        poll(*self);
      }
      EXPECT_EQ(self->lock_stack_size, 0);
      EXPECT_EQ(self->inflated_held, 0);
      running--;
    });
  }
  {
    Attached collector(vm);
    while (running.load() > 0) {
      vm.collect(*collector);
      InNative native(*collector);
      nap_ms(1);
    }
    BlockedInVm blocked(*collector);
    for (auto& thread : threads) thread.join();
  }
  int64_t sum = 0;
  for (int64_t counter : counters) sum += counter;
  EXPECT_EQ(sum, int64_t{kThreads} * rounds);
  Attached self(vm);
  vm.collect(*self);
  EXPECT_EQ(vm.monitors.size(), 0u);
  for (int i = 0; i < FakeVm::kObjects; i++) EXPECT_EQ(lock_bits(vm.object(i)), kLockFree);
}

TEST(Monitor, BoundedBuffer) {
  FakeVm vm;
  constexpr int kProducers = 3, kConsumers = 2, kItems = 2'000;
  std::deque<int> buffer;
  int64_t sum = 0;
  int taken = 0;
  std::vector<std::thread> threads;
  auto lock = [&](Thread& self) {
    Handle<> object = handle(self, vm, 0);
    monitor_enter(self, object);
    return object;
  };
  for (int p = 0; p < kProducers; p++) {
    threads.emplace_back([&] {
      Attached self(vm);
      for (int i = 1; i <= kItems; i++) {
        HandleScope scope(*self);
        Handle<> object = lock(*self);
        while (buffer.size() >= 4) EXPECT_EQ(monitor_wait(*self, object, 0), MonitorStatus::kOk);
        buffer.push_back(i);
        monitor_notify(*self, object, true);
        monitor_exit(*self, object.unsafe_ref().get());
      }
    });
  }
  for (int c = 0; c < kConsumers; c++) {
    threads.emplace_back([&] {
      Attached self(vm);
      for (;;) {
        HandleScope scope(*self);
        Handle<> object = lock(*self);
        while (buffer.empty() && taken < kProducers * kItems) monitor_wait(*self, object, 50);
        bool done = buffer.empty();
        if (!done) {
          sum += buffer.front();
          taken++;
          buffer.pop_front();
        }
        monitor_notify(*self, object, true);
        monitor_exit(*self, object.unsafe_ref().get());
        if (done) break;
      }
    });
  }
  std::atomic<bool> stop = false;
  std::thread collector([&] {
    Attached self(vm);
    while (!stop.load()) {
      vm.collect(*self);
      InNative native(*self);
      nap_ms(1);
    }
  });
  for (auto& thread : threads) thread.join();
  stop = true;
  collector.join();
  EXPECT_EQ(sum, int64_t{kProducers} * kItems * (kItems + 1) / 2);
}

TEST(Monitor, NotifyIsFirstInFirstOut) {
  FakeVm vm;
  Attached self(vm);
  HandleScope scope(*self);
  Handle<> object = handle(*self, vm, 0);
  std::vector<int> order;
  std::vector<std::thread> threads;
  std::atomic<int> waiting = 0;
  for (int t = 0; t < 4; t++) {
    threads.emplace_back([&, t] {
      Attached other(vm);
      HandleScope other_scope(*other);
      Handle<> same = handle(*other, vm, 0);
      monitor_enter(*other, same);
      monitor_enter(*other, same);
      waiting++;
      EXPECT_EQ(monitor_wait(*other, same, 0), MonitorStatus::kOk);
      order.push_back(t);
      EXPECT_EQ(monitor_exit(*other, same.unsafe_ref().get()), MonitorStatus::kOk);
      EXPECT_EQ(monitor_exit(*other, same.unsafe_ref().get()), MonitorStatus::kOk);
    });
    BlockedInVm blocked(*self);
    while (waiting.load() <= t) nap_ms(1);
  }
  EXPECT_EQ(monitor_notify(*self, object, false), MonitorStatus::kNotOwner);
  EXPECT_EQ(monitor_wait(*self, object, 1), MonitorStatus::kNotOwner);
  for (size_t t = 0; t < 4; t++) {
    monitor_enter(*self, object);
    EXPECT_EQ(order.size(), t);
    EXPECT_EQ(monitor_notify(*self, object, false), MonitorStatus::kOk);
    monitor_exit(*self, object.unsafe_ref().get());
    for (;;) {
      monitor_enter(*self, object);
      bool arrived = order.size() == t + 1;
      monitor_exit(*self, object.unsafe_ref().get());
      if (arrived) break;
    }
  }
  BlockedInVm blocked(*self);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3}));
}

std::atomic<Thread*> interrupted_thread = nullptr;

TEST(Monitor, TimeoutsAndInterrupts) {
  FakeVm vm;
  interrupted_thread = nullptr;
  vm.threads.hooks.is_interrupted = [](Thread& self, bool clear) {
    Thread* me = &self;
    return clear ? interrupted_thread.compare_exchange_strong(me, nullptr) : interrupted_thread.load() == me;
  };
  Attached self(vm);
  HandleScope scope(*self);
  Handle<> object = handle(*self, vm, 0);
  monitor_enter(*self, object);
  int64_t start = monotonic_now_ns();
  EXPECT_EQ(monitor_wait(*self, object, 20), MonitorStatus::kTimedOut);
  EXPECT_GE(monotonic_now_ns() - start, 20'000'000);
  EXPECT_TRUE(holds_monitor(*self, vm.object(0)));

  interrupted_thread = &*self;
  EXPECT_EQ(monitor_wait(*self, object, 0), MonitorStatus::kInterrupted);
  EXPECT_EQ(interrupted_thread.load(), nullptr);

  std::thread interrupter([&, target = &*self] {
    nap_ms(10);
    interrupted_thread = target;
    target->park_event->monitor.set();
  });
  EXPECT_EQ(monitor_wait(*self, object, 0), MonitorStatus::kInterrupted);
  interrupter.join();
  EXPECT_TRUE(holds_monitor(*self, vm.object(0)));
  EXPECT_EQ(monitor_exit(*self, vm.object(0)), MonitorStatus::kOk);
  vm.collect(*self);
  EXPECT_EQ(vm.monitors.size(), 0u);
}

TEST(Monitor, LeavingThreadsGiveUpTheirLocks) {
  FakeVm vm;
  Attached self(vm);
  HandleScope scope(*self);
  std::thread owner([&] {
    Attached other(vm);
    HandleScope other_scope(*other);
    for (int i = 0; i < 40; i++) {
      monitor_enter(*other, handle(*other, vm, i % 36));
    }
  });
  {
    BlockedInVm blocked(*self);
    owner.join();
  }
  for (int i = 0; i < 36; i++) {
    monitor_enter(*self, handle(*self, vm, i));
    EXPECT_EQ(monitor_exit(*self, vm.object(i)), MonitorStatus::kOk);
  }
}

}  // namespace
}  // namespace kiln::test
