// MetaSpace's blocks: sizes, zeroes, merging, giving back; MetaArena on top.
#include "vm/base/meta_space.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <vector>

namespace kiln {
namespace {

bool is_zero(const void* memory, size_t size) {
  auto* bytes = static_cast<const char*>(memory);
  return bytes[0] == 0 && std::memcmp(bytes, bytes + 1, size - 1) == 0;
}

TEST(MetaSpaceTest, BlocksAreAlignedZeroedAndDoNotOverlap) {
  MetaSpace space("test", 4 * kMiB, 0);
  std::vector<std::pair<char*, size_t>> blocks;
  for (size_t size : {1u, 256u, 257u, 1000u, 5000u, 64u * 1024, 64u * 1024 + 1, 300u, 200u * 1024}) {
    auto* block = static_cast<char*>(space.allocate_block(size));
    ASSERT_NE(block, nullptr);
    size_t real = MetaSpace::block_size(size);
    EXPECT_GE(real, size);
    EXPECT_TRUE(is_aligned(reinterpret_cast<uintptr_t>(block), real <= MetaSpace::kRootBytes ? real : MetaSpace::kRootBytes));
    EXPECT_TRUE(is_zero(block, real));
    std::memset(block, 0xab, real);
    for (auto [other, other_size] : blocks) EXPECT_TRUE(block + real <= other || other + other_size <= block);
    blocks.push_back({block, real});
  }
}

TEST(MetaSpaceTest, EverythingFreedIsOnePieceAgain) {
  MetaSpace space("test", kMiB, 0);
  ASSERT_NE(space.allocate(1000, 8), nullptr);
  size_t before = space.committed_bytes();
  for (int round = 0; round < 50; round++) {
    std::vector<std::pair<void*, size_t>> blocks;
    for (size_t i = 0; i < 200; i++) {
      size_t size = 256 + i * 37 % 3000;
      void* block = space.allocate_block(size);
      ASSERT_NE(block, nullptr) << round << " " << i;
      std::memset(block, 1, size);
      blocks.push_back({block, size});
    }
    for (size_t i = 0; i < blocks.size(); i += 2) space.free_block(blocks[i].first, blocks[i].second);
    for (size_t i = 1; i < blocks.size(); i += 2) space.free_block(blocks[i].first, blocks[i].second);
    EXPECT_EQ(space.block_bytes(), 0u);
    EXPECT_EQ(space.committed_bytes(), before);
  }
  void* large = space.allocate_block(512 * kKiB);
  ASSERT_NE(large, nullptr);
  EXPECT_TRUE(is_zero(large, 512 * kKiB));
}

TEST(MetaSpaceTest, PermanentMemoryAndBlocksMeet) {
  MetaSpace space("test", kMiB, 0);
  uintptr_t highest_permanent = 0, lowest_block = UINTPTR_MAX;
  size_t total = 0;
  for (bool more = true; more;) {
    more = false;
    if (void* piece = space.allocate(1000, 8)) {
      EXPECT_TRUE(is_zero(piece, 1000));
      std::memset(piece, 1, 1000);
      highest_permanent = reinterpret_cast<uintptr_t>(piece) + 1000;
      total += 1000;
      more = true;
    }
    if (void* block = space.allocate_block(4096)) {
      EXPECT_TRUE(is_zero(block, 4096));
      std::memset(block, 2, 4096);
      lowest_block = std::min(lowest_block, reinterpret_cast<uintptr_t>(block));
      total += 4096;
      more = true;
    }
  }
  EXPECT_LE(highest_permanent, lowest_block);
  EXPECT_GT(total, kMiB - 128 * kKiB);
  EXPECT_EQ(space.used_bytes(), total);
}

TEST(MetaSpaceTest, AnArenaGivesEverythingBack) {
  MetaSpace space("test", 4 * kMiB, 0);
  {
    MetaArena arena(space, kKiB);
    std::set<void*> seen;
    for (size_t i = 1; i < 2000; i++) {
      void* piece = arena.allocate(i % 100 + 1, 8);
      ASSERT_NE(piece, nullptr);
      EXPECT_TRUE(is_zero(piece, i % 100 + 1));
      std::memset(piece, 0xcd, i % 100 + 1);
      EXPECT_TRUE(seen.insert(piece).second);
    }
    EXPECT_NE(arena.allocate(100 * kKiB, 8), nullptr);
    EXPECT_NE(arena.allocate_block(700), nullptr);
    EXPECT_EQ(space.block_bytes(), arena.held_bytes());
  }
  EXPECT_EQ(space.block_bytes(), 0u);
}

}  // namespace
}  // namespace kiln
