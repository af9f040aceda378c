// Events: permits, deadlines, races of set and wait.
#include "fake_vm.h"

namespace kiln::test {
namespace {

TEST(Event, SetBeforeWaitIsNotLostAndCountsOnce) {
  Event event;
  event.set();
  event.set();
  EXPECT_TRUE(event.wait());
  EXPECT_FALSE(event.wait(Deadline::after_ms(1)));
  event.set();
  EXPECT_TRUE(event.take());
  EXPECT_FALSE(event.take());
}

TEST(Event, Deadlines) {
  Event event;
  int64_t start = monotonic_now_ns();
  EXPECT_FALSE(event.wait(Deadline::after_ms(20)));
  EXPECT_GE(monotonic_now_ns() - start, 20'000'000);
  EXPECT_LT(monotonic_now_ns() - start, 2'000'000'000);
  start = monotonic_now_ns();
  EXPECT_FALSE(event.wait(Deadline::at_epoch_ms(realtime_now_ns() / 1'000'000 + 20)));
  EXPECT_GE(monotonic_now_ns() - start, 18'000'000);
  EXPECT_FALSE(event.wait(Deadline::at_epoch_ms(1)));
  EXPECT_FALSE(event.wait(Deadline::at_epoch_ms(-1)));
  EXPECT_FALSE(event.wait(Deadline::after_ns(-1)));
  EXPECT_FALSE(event.wait(Deadline::after_ns(INT64_MIN)));
  EXPECT_FALSE(Deadline::after_ms(INT64_MAX).has_passed());
  EXPECT_FALSE(Deadline::after_ns(INT64_MAX).has_passed());
  EXPECT_FALSE(Deadline::at_epoch_ms(INT64_MAX).has_passed());
  EXPECT_TRUE(Deadline::at_epoch_ms(0).has_passed());
  event.set();
  EXPECT_TRUE(event.wait(Deadline::after_ms(INT64_MAX)));
  // A far deadline really waits, and a set ends it.
  std::thread setter([&] {
    nap_ms(10);
    event.set();
  });
  EXPECT_TRUE(event.wait(Deadline::at_epoch_ms(INT64_MAX)));
  setter.join();
}

TEST(Event, PingPong) {
  Event ping, pong;
  constexpr int kRounds = 20'000;
  int64_t shared = 0;
  std::thread other([&] {
    for (int i = 0; i < kRounds; i++) {
      ping.wait();
      shared++;
      pong.set();
    }
  });
  for (int i = 0; i < kRounds; i++) {
    ping.set();
    pong.wait();
    EXPECT_EQ(shared, i + 1);
  }
  other.join();
}

TEST(Event, TimeoutsRaceWithSets) {
  Event event;
  constexpr int kSets = 5'000;
  std::atomic<int> taken = 0, set = 0;
  std::thread waiter([&] {
    while (taken.load() < kSets) {
      if (event.wait(Deadline::after_ns(20'000))) taken.fetch_add(1);
    }
  });
  for (int i = 0; i < kSets; i++) {
    event.set();
    set.fetch_add(1);
    while (taken.load() < i + 1) std::this_thread::yield();
  }
  waiter.join();
  EXPECT_EQ(taken.load(), kSets);
}

}  // namespace
}  // namespace kiln::test
