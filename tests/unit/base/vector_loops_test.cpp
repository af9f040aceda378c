// Vector loops against the plain loop, at every length up to a few blocks and every place of the one odd element.
#include "vm/base/vector_loops.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace kiln {
namespace {

constexpr size_t kLongest = 140;

// Exactly as long as asked for, so that a sanitizer sees reads behind the end.
template <typename T>
std::vector<T> text(size_t count, unsigned seed) {
  std::vector<T> values(count);
  for (size_t i = 0; i < count; i++) values[i] = static_cast<T>((i * 37 + seed) % 97 + 20);
  return values;
}

TEST(VectorLoops, MismatchOfBytes) {
  for (size_t n = 0; n < kLongest; n++) {
    auto a = text<uint8_t>(n, 3), b = a;
    EXPECT_EQ(find_mismatch(a.data(), b.data(), n), n);
    for (size_t at = 0; at < n; at++) {
      b = a;
      b[at] ^= 0x80;
      if (at + 2 < n) b[at + 2] ^= 1;
      ASSERT_EQ(find_mismatch(a.data(), b.data(), n), at) << n;
    }
  }
}

TEST(VectorLoops, MismatchOfBytesAndUnits) {
  for (size_t n = 0; n < kLongest; n++) {
    auto a = text<uint8_t>(n, 3);
    std::vector<uint16_t> b(a.begin(), a.end());
    EXPECT_EQ(find_mismatch(a.data(), b.data(), n), n);
    for (size_t at = 0; at < n; at++) {
      b[at] = static_cast<uint16_t>(b[at] + (at % 2 ? 0x100 : 1));
      ASSERT_EQ(find_mismatch(a.data(), b.data(), n), at) << n;
      b[at] = a[at];
    }
  }
}

TEST(VectorLoops, FindsAUnit) {
  for (size_t n = 0; n < kLongest; n++) {
    auto a = text<uint16_t>(n, 1);
    EXPECT_EQ(find_unit(a.data(), n, 0x8123), n);
    for (size_t at = 0; at < n; at++) {
      auto b = a;
      b[at] = 0x8123;
      b[n - 1] = 0x8123;
      ASSERT_EQ(find_unit(b.data(), n, 0x8123), at) << n;
    }
  }
}

TEST(VectorLoops, HighBits) {
  for (size_t n = 0; n < kLongest; n++) {
    auto a = text<uint8_t>(n, 5);
    EXPECT_FALSE(has_high_bit(a.data(), n));
    for (size_t at = 0; at < n; at++) {
      a[at] |= 0x80;
      ASSERT_TRUE(has_high_bit(a.data(), n)) << n << " " << at;
      a[at] &= 0x7f;
    }
  }
}

TEST(VectorLoops, NarrowsUntilTheFirstHighUnit) {
  for (uint16_t highest : {uint16_t{0x7f}, uint16_t{0xff}}) {
    for (size_t n = 0; n < kLongest; n++) {
      auto a = text<uint16_t>(n, 9);
      for (size_t at = 0; at <= n; at++) {
        auto b = a;
        if (at < n) b[at] = static_cast<uint16_t>(at % 2 ? highest + 1 : 0x4100);
        std::vector<uint8_t> to(n);
        ASSERT_EQ(narrow_units(b.data(), to.data(), n, highest), at) << n;
        for (size_t i = 0; i < at; i++) ASSERT_EQ(to[i], a[i]);
      }
    }
  }
}

TEST(VectorLoops, Widens) {
  for (size_t n = 0; n < kLongest; n++) {
    auto a = text<uint8_t>(n, 150);
    std::vector<uint16_t> to(n);
    widen_bytes(a.data(), to.data(), n);
    ASSERT_EQ(to, std::vector<uint16_t>(a.begin(), a.end()));
  }
}

template <typename T>
int32_t plain_hash(const std::vector<T>& values) {
  uint32_t h = 0;
  for (T v : values) h = 31 * h + v;
  return static_cast<int32_t>(h);
}

TEST(VectorLoops, Hashes) {
  for (size_t n = 0; n < 700; n++) {
    auto a = text<uint8_t>(n, 200);
    auto b = text<uint16_t>(n, 60000);
    ASSERT_EQ(hash_bytes(a.data(), n), plain_hash(a)) << n;
    ASSERT_EQ(hash_units(b.data(), n), plain_hash(b)) << n;
  }
}

TEST(VectorLoops, CopiesWordsForwardsAndBackwards) {
  constexpr size_t kRoom = 200;
  for (size_t count = 0; count < 90; count++) {
    for (size_t from = 0; from < 80; from += 1 + count % 3) {
      std::vector<uint32_t> words(kRoom), expected;
      for (size_t i = 0; i < kRoom; i++) words[i] = static_cast<uint32_t>(i * 2654435761u);
      for (size_t to : {from, from + 1, from + 3, from + 17, from > 5 ? from - 5 : 0, size_t{100}}) {
        expected = words;
        std::memmove(expected.data() + to, expected.data() + from, count * sizeof(uint32_t));
        copy_words(words.data() + from, words.data() + to, count);
        ASSERT_EQ(words, expected) << from << " to " << to << ", " << count;
      }
    }
  }
}

}  // namespace
}  // namespace kiln
