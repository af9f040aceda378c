// Stopping the world with threads in every state, competing stoppers, threads that come and go, suspension.
#include "fake_vm.h"

namespace kiln::test {
namespace {

TEST(Safepoint, NobodyRunsWhileTheWorldIsStopped) {
  FakeVm vm;
  Attached main(vm);
  std::atomic<bool> stop = false;
  std::atomic<int64_t> work = 0;
  std::vector<std::thread> threads;
  for (int kind = 0; kind < 4; kind++) {
    threads.emplace_back([&, kind] {
      Attached self(vm);
      while (!stop.load()) {
        work.fetch_add(1);
        if (kind == 0) poll(*self);
        if (kind == 1) InNative native(*self);
        if (kind == 2) BlockedInVm blocked(*self);
        if (kind == 3) {
          InNative native(*self);
          nap_ms(1);
          InVm back(*self);
          work.fetch_add(1);
        }
      }
    });
  }
  for (int round = 0; round < 100; round++) {
    vm.threads.stop_the_world(*main);
    EXPECT_TRUE(vm.threads.world_is_stopped());
    int64_t before = work.load();
    nap_ms(1);  // time for the others to run if they could
    EXPECT_EQ(before, work.load());
    vm.threads.resume_the_world(*main);
    std::this_thread::yield();
  }
  stop = true;
  {
    BlockedInVm blocked(*main);
    for (auto& thread : threads) thread.join();
  }
  EXPECT_EQ(vm.threads.count(), 1);
  EXPECT_EQ(vm.threads.safepoint_count(), 100);
}

TEST(Safepoint, StoppersTakeTurnsAndNest) {
  FakeVm vm;
  int64_t counter = 0;  // plain: guarded by the world being stopped
  std::vector<std::thread> threads;
  constexpr int kThreads = 4, kRounds = 200;
  for (int t = 0; t < kThreads; t++) {
    threads.emplace_back([&] {
      Attached self(vm);
      for (int i = 0; i < kRounds; i++) {
        vm.threads.stop_the_world(*self);
        counter++;
        vm.threads.stop_the_world(*self);
        counter++;
        vm.threads.resume_the_world(*self);
        EXPECT_TRUE(vm.threads.world_is_stopped());
        vm.threads.resume_the_world(*self);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter, 2 * kThreads * kRounds);
}

TEST(Safepoint, ThreadsComeAndGo) {
  FakeVm vm;
  Attached main(vm);
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; t++) {
    threads.emplace_back([&] {
      while (!stop.load()) {
        Attached self(vm, true);
        poll(*self);
      }
    });
  }
  for (int i = 0; i < 200; i++) {
    vm.threads.stop_the_world(*main);
    int seen = 0, again = 0;
    vm.threads.for_each([&](Thread&) { seen++; });
    std::this_thread::yield();
    vm.threads.for_each([&](Thread&) { again++; });
    EXPECT_EQ(seen, again);
    vm.threads.resume_the_world(*main);
  }
  EXPECT_EQ(vm.threads.disposed_count() >= 0, true);
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(vm.threads.count(), 1);
  EXPECT_EQ(vm.threads.daemon_count(), 0);
  EXPECT_GE(vm.threads.peak_count(), 1);
}

TEST(Safepoint, SuspendedThreadStandsStill) {
  FakeVm vm;
  Attached main(vm);
  std::atomic<bool> stop = false;
  std::atomic<int64_t> work = 0;
  std::atomic<Thread*> other = nullptr;
  std::thread thread([&] {
    Attached self(vm);
    other = &*self;
    while (!stop.load()) {
      work.fetch_add(1);
      poll(*self);
    }
  });
  while (other.load() == nullptr) poll(*main);
  vm.threads.suspend(*other.load());
  vm.threads.stop_the_world(*main);
  vm.threads.resume_the_world(*main);
  int64_t before = work.load();
  nap_ms(10);
  EXPECT_EQ(before, work.load());
  vm.threads.resume(*other.load());
  while (work.load() == before) std::this_thread::yield();
  stop = true;
  BlockedInVm blocked(*main);
  thread.join();
}

TEST(Registry, DestroyWaitsForNonDaemons) {
  FakeVm vm;
  Attached main(vm);
  std::atomic<bool> done = false, daemon_stop = false;
  std::atomic<int> started = 0;
  std::thread daemon([&] {
    Attached self(vm, true);
    started++;
    InNative native(*self);
    while (!daemon_stop.load()) nap_ms(1);
  });
  std::thread worker([&] {
    Attached self(vm);
    started++;
    InNative native(*self);
    nap_ms(20);
    done = true;
  });
  while (started.load() < 2) std::this_thread::yield();
  vm.threads.wait_for_last_non_daemon(*main);
  EXPECT_TRUE(done.load());
  daemon_stop = true;
  daemon.join();
  worker.join();
}

TEST(Handles, RootsAreVisitedOnce) {
  FakeVm vm;
  Attached self(vm);
  HandleScope scope(*self);
  std::vector<Handle<>> handles;
  for (int i = 0; i < FakeVm::kObjects; i++) handles.emplace_back(*self, Ref<>(vm.bits(i)));
  self->java_thread = vm.bits(3);
  for (int round = 0; round < 3; round++) {
    vm.collect(*self);
    for (int i = 0; i < FakeVm::kObjects; i++) ASSERT_EQ(handles[static_cast<size_t>(i)].unsafe_ref().bits(), vm.bits(i));
    EXPECT_EQ(self->java_thread, vm.bits(3));
  }
  self->java_thread = 0;
}

}  // namespace
}  // namespace kiln::test
