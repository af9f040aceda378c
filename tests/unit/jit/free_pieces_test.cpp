#include "jit/code/free_pieces.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "jit/code/code_cache.h"

namespace kiln::jit {
namespace {

TEST(FreePieces, GivesTheSmallestThatFits) {
  FreePieces pieces;
  pieces.add(0x1000, 0x100);
  pieces.add(0x2000, 0x40);
  pieces.add(0x3000, 0x80);
  EXPECT_EQ(pieces.take(0x60), 0x3000u);
  EXPECT_EQ(pieces.take(0x40), 0x2000u);
  EXPECT_EQ(pieces.take(0x20), 0x3060u) << "the rest of the first";
  EXPECT_EQ(pieces.take(0x200), 0u);
  EXPECT_EQ(pieces.total_bytes(), 0x100u);
}

TEST(FreePieces, MergesNeighbours) {
  FreePieces pieces;
  pieces.add(0x1000, 0x100);
  pieces.add(0x1200, 0x100);
  EXPECT_EQ(pieces.count(), 2u);
  pieces.add(0x1100, 0x100);
  EXPECT_EQ(pieces.count(), 1u);
  EXPECT_EQ(pieces.take_ending_at(0x1200), 0u);
  EXPECT_EQ(pieces.take_ending_at(0x1300), 0x1000u);
  EXPECT_EQ(pieces.count(), 0u);
  EXPECT_EQ(pieces.total_bytes(), 0u);
}

TEST(CodeCache, PiecesNeverOverlapAndAllComeBack) {
  CodeCache cache(1 << 20);
  ASSERT_TRUE(cache.is_usable());
  std::map<uintptr_t, size_t> taken;
  std::mt19937 random(17);
  for (int i = 0; i < 20000; i++) {
    if (random() % 2 == 0 || taken.empty()) {
      size_t size = 1 + random() % 9000;
      const uint8_t* piece = cache.allocate(size);
      if (piece == nullptr) continue;
      size_t used = 1 + random() % size;
      cache.shrink(piece, size, used);
      cache.writable(piece)[used - 1] = 0xc3;
      auto start = reinterpret_cast<uintptr_t>(piece);
      auto next = taken.lower_bound(start);
      ASSERT_TRUE(next == taken.end() || start + used <= next->first);
      ASSERT_TRUE(next == taken.begin() || std::prev(next)->first + std::prev(next)->second <= start);
      taken.emplace(start, used);
    } else {
      auto victim = std::next(taken.begin(), static_cast<ptrdiff_t>(random() % taken.size()));
      cache.release(reinterpret_cast<const uint8_t*>(victim->first), victim->second);
      taken.erase(victim);
    }
  }
  for (auto [start, size] : taken) cache.release(reinterpret_cast<const uint8_t*>(start), size);
  EXPECT_EQ(cache.used_bytes(), 0u);
  const uint8_t* all = cache.allocate(1 << 20);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(all), cache.base());
}

TEST(CodeCache, AFullOneServesAgainAfterARelease) {
  CodeCache cache(64 << 10);
  const uint8_t* first = cache.allocate(1000);
  ASSERT_NE(first, nullptr);
  ASSERT_NE(cache.allocate((64 << 10) - 1024), nullptr);
  EXPECT_EQ(cache.allocate(32), nullptr);
  cache.release(first, 1000);
  EXPECT_EQ(cache.allocate(1024), first);
}

}  // namespace
}  // namespace kiln::jit
