// The page space and the sizing policy by themselves.
#include <gtest/gtest.h>

#include <random>

#include "gc/heap/machine_memory.h"
#include "gc/plan/sizing.h"
#include "gc/space/page_space.h"

namespace kiln::gc {
namespace {

Reservation reserve(size_t size_bytes) { return Reservation::below(uintptr_t{1} << 31, size_bytes, 256 * kKiB, 0x40000000); }

TEST(PageSpace, LowAndHighMeet) {
  PageSpace space(reserve(4 * kMiB));
  uintptr_t low = space.take_low(256 * kKiB, 256 * kKiB);
  uintptr_t high = space.take_high(8 * kKiB);
  EXPECT_EQ(space.base(), low);
  EXPECT_EQ(space.end() - 8 * kKiB, high);
  EXPECT_EQ(0u, space.take_high(4 * kMiB));
  uintptr_t rest = space.take_high(4 * kMiB - 264 * kKiB);
  EXPECT_EQ(low + 256 * kKiB, rest);
  EXPECT_EQ(0u, space.take_low(kPageSize, kPageSize));
  space.give(low, 256 * kKiB);
  space.give(high, 8 * kKiB);
  space.give(rest, 4 * kMiB - 264 * kKiB);
  EXPECT_EQ(space.base(), space.take_high(4 * kMiB));
}

TEST(PageSpace, KnowsWhatMustBeCleared) {
  PageSpace space(reserve(4 * kMiB));
  uintptr_t run = space.take_low(64 * kKiB, kPageSize);
  EXPECT_FALSE(space.needs_clearing(run, 6000));
  EXPECT_TRUE(space.needs_clearing(run + 6000, 100));
  EXPECT_FALSE(space.needs_clearing(run + 2 * kPageSize, kPageSize));
  *reinterpret_cast<uint64_t*>(run) = 1;
  space.give(run, 64 * kKiB);
  EXPECT_EQ(3 * kPageSize, space.free_dirty_bytes());
  space.trim(kPageSize);
  EXPECT_EQ(kPageSize, space.free_dirty_bytes());
  space.trim(0);
  EXPECT_EQ(run, space.take_low(64 * kKiB, kPageSize));
  EXPECT_FALSE(space.needs_clearing(run, 64 * kKiB));
  EXPECT_EQ(0u, *reinterpret_cast<uint64_t*>(run));
}

TEST(PageSpace, CapGivesFreePagesBackEarly) {
  PageSpace space(reserve(64 * kMiB));
  space.set_dirty_cap(16 * kMiB);
  uintptr_t high = space.take_high(16 * kMiB);
  EXPECT_FALSE(space.needs_clearing(high, 16 * kMiB));
  space.give(high, 16 * kMiB);
  EXPECT_EQ(16 * kMiB, space.free_dirty_bytes());
  uintptr_t low = space.take_low(kMiB, kMiB);
  space.mark_dirty(low, kMiB);
  EXPECT_LE(space.dirty_bytes(), 16 * kMiB);
  EXPECT_EQ(space.dirty_bytes() - kMiB, space.free_dirty_bytes());
}

TEST(PageSpace, LongRangesWithFewDirtyPagesAreNotTouched) {
  PageSpace space(reserve(64 * kMiB));
  uintptr_t run = space.take_low(64 * kKiB, kPageSize);
  EXPECT_FALSE(space.needs_clearing(run, 64 * kKiB));
  *reinterpret_cast<uint64_t*>(run) = 1;
  space.give(run, 64 * kKiB);
  run = space.take_low(32 * kMiB, kPageSize);
  EXPECT_FALSE(space.needs_clearing(run, 32 * kMiB));
  EXPECT_EQ(0u, *reinterpret_cast<uint64_t*>(run));
  EXPECT_EQ(32 * kMiB, space.dirty_bytes());
}

TEST(PageSpace, RandomRunsNeverOverlap) {
  PageSpace space(reserve(16 * kMiB));
  std::mt19937 random(1);
  std::vector<std::pair<uintptr_t, size_t>> taken;
  for (int step = 0; step < 20'000; step++) {
    if (random() % 2 == 0 || taken.empty()) {
      size_t size_bytes = (1 + random() % 40) * kPageSize;
      uintptr_t address = random() % 2 == 0 ? space.take_low(size_bytes, kPageSize) : space.take_high(size_bytes);
      if (address == 0) continue;
      for (auto [other, length] : taken) ASSERT_TRUE(address + size_bytes <= other || other + length <= address);
      taken.emplace_back(address, size_bytes);
    } else {
      size_t index = random() % taken.size();
      space.give(taken[index].first, taken[index].second);
      taken[index] = taken.back();
      taken.pop_back();
    }
  }
  for (auto [address, size_bytes] : taken) space.give(address, size_bytes);
  EXPECT_EQ(space.base(), space.take_low(16 * kMiB, kPageSize));
}

TEST(Sizing, DefaultsFollowTheMachine) {
  HeapSizes sizes = choose_heap_sizes(16 * kGiB, 0, 0);
  EXPECT_EQ(4 * kGiB, sizes.max_bytes);
  EXPECT_EQ(256 * kMiB, sizes.initial_bytes);
  sizes = choose_heap_sizes(200 * kMiB, 0, 0);
  EXPECT_EQ(100 * kMiB, sizes.max_bytes);
  EXPECT_EQ(8 * kMiB, sizes.initial_bytes);
  sizes = choose_heap_sizes(16 * kGiB, 0, 64 * kMiB);
  EXPECT_EQ(64 * kMiB, sizes.max_bytes);
  EXPECT_EQ(64 * kMiB, sizes.initial_bytes);
}

TEST(Sizing, StaysWithinTheMaximumWhileItCan) {
  Sizing sizing(8 * kMiB, 100 * kMiB, false);
  for (uint64_t live = 0; live <= 100 * kMiB; live += kMiB) {
    for (int i = 0; i < 10; i++) sizing.after_collection(live, 100, 10);  // all the time is spent collecting
    EXPECT_LE(sizing.trigger_bytes(), 100 * kMiB);
    EXPECT_GE(sizing.trigger_bytes(), live);
    if (live <= 40 * kMiB) {
      EXPECT_LE(sizing.trigger_bytes() + live, 100 * kMiB);
    }
  }
}

TEST(Sizing, RoomGrowsWithOverheadAndShrinksWithout) {
  Sizing sizing(256 * kMiB, 4096 * kMiB, false);
  EXPECT_EQ(32 * kMiB, sizing.trigger_bytes());
  for (int i = 0; i < 10; i++) sizing.after_collection(kMiB, 20, 80);
  EXPECT_EQ(257 * kMiB, sizing.trigger_bytes());
  for (int i = 0; i < 30; i++) sizing.after_collection(kMiB, 1, 1000);
  EXPECT_EQ(33 * kMiB, sizing.trigger_bytes());
}

TEST(MachineMemory, IsPlausible) {
  EXPECT_GT(machine_memory_bytes(true), 64 * kMiB);
  EXPECT_LT(machine_memory_bytes(true), uint64_t{1} << 50);
}

}  // namespace
}  // namespace kiln::gc
