#include "vm/start/heap_ergonomics.h"

#include <gtest/gtest.h>

namespace kiln {
namespace {

constexpr uint64_t kMega = uint64_t{1} << 20;

// Sizes in MB as `java -XX:+UseSerialGC -XX:+PrintFlagsFinal` gives them for -XX:MaxRAM=memory.
void expect(RamShares shares, uint64_t memory_mb, int64_t max_mb, int64_t initial_mb, Flags flags = {}) {
  shares.are_given = true;
  shares.memory_bytes = memory_mb * kMega;
  apply_ram_shares(shares, uint64_t{64} << 30, &flags);
  EXPECT_EQ(flags.max_heap_size, max_mb << 20) << memory_mb;
  EXPECT_EQ(flags.initial_heap_size, initial_mb << 20) << memory_mb;
}

TEST(HeapErgonomics, SharesOfMemory) {
  expect({}, 1024, 256, 16);
  expect({}, 300, 126, 8);
  expect({}, 200, 100, 8);
  expect({.maximum_percent = 80}, 1024, 820, 16);
  expect({.small_maximum_percent = 80}, 150, 120, 8);
  expect({.initial_percent = 10}, 1000, 250, 100);
}

TEST(HeapErgonomics, WhatIsAskedForStays) {
  Flags flags;
  flags.initial_heap_size = int64_t{3} << 30;
  expect({}, 10240, 3072, 3072, flags);
  flags.initial_heap_size = 0;
  flags.max_heap_size = int64_t{4} << 20;
  expect({}, 10240, 4, 4, flags);
}

TEST(HeapErgonomics, NothingGivenNothingDone) {
  Flags flags;
  apply_ram_shares({}, uint64_t{64} << 30, &flags);
  EXPECT_EQ(flags.max_heap_size, 0);
  EXPECT_EQ(flags.initial_heap_size, 0);
}

TEST(ProcessBudget, IsSharedOut) {
  Flags flags;
  EXPECT_EQ(apply_process_budget(&flags), nullptr);
  EXPECT_EQ(flags.max_heap_size, 0);
  flags.max_process_memory = int64_t{256} << 20;
  ASSERT_EQ(apply_process_budget(&flags), nullptr);
  EXPECT_EQ(flags.max_metaspace_size, 32 << 20);
  EXPECT_EQ(flags.reserved_code_cache_size, 16 << 20);
  EXPECT_EQ(flags.max_heap_size, (256 - 24 - 32 - 16 - 16) / 2 << 20);
}

TEST(ProcessBudget, WhatIsGivenMustFit) {
  Flags flags;
  flags.max_process_memory = int64_t{256} << 20;
  flags.max_metaspace_size = int64_t{64} << 20;
  flags.max_heap_size = int64_t{60} << 20;
  EXPECT_EQ(apply_process_budget(&flags), nullptr);
  EXPECT_EQ(flags.max_heap_size, 60 << 20);
  flags.max_heap_size = int64_t{100} << 20;
  EXPECT_STREQ(apply_process_budget(&flags), "The maximum heap size does not fit into MaxProcessMemory");
  Flags small;
  small.max_process_memory = int64_t{40} << 20;
  EXPECT_STREQ(apply_process_budget(&small), "MaxProcessMemory is too small for heap, classes, code and threads");
}

}  // namespace
}  // namespace kiln
