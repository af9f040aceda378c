#include "vm/base/vector_loops.h"

#include <cstring>

#include "vm/base/tsan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace kiln {

namespace {

constexpr size_t kBlock = 16;

using Bytes = uint8_t __attribute__((vector_size(16)));
using Units = uint16_t __attribute__((vector_size(16)));
using HalfBytes = uint8_t __attribute__((vector_size(8)));

template <typename V>
V load(const void* at) {
  V value;
  memcpy(&value, at, sizeof value);
  return value;
}

// A bit for each byte of a comparison's result (lanes of all ones or all zeros).
template <typename V>
uint32_t mask_of(V lanes) {
#if defined(__SSE2__)
  __m128i bits;
  memcpy(&bits, &lanes, sizeof bits);
  return static_cast<uint32_t>(_mm_movemask_epi8(bits));
#else
  uint8_t bytes[16];
  memcpy(bytes, &lanes, sizeof bytes);
  uint32_t mask = 0;
  for (unsigned i = 0; i < 16; i++) mask |= (bytes[i] & 0x80u) >> 7 << i;
  return mask;
#endif
}

Units widen(const uint8_t* at) { return __builtin_convertvector(load<HalfBytes>(at), Units); }

// sum of 31^(count-1-i) * text[i], four at a time.
template <typename T>
uint32_t hash_plain(uint32_t hash, const T* p, const T* end) {
  for (; end - p >= 4; p += 4) hash = hash * 923521 + p[0] * 29791u + p[1] * 961u + p[2] * 31u + p[3];
  for (; p < end; p++) hash = hash * 31 + *p;
  return hash;
}

#if defined(__x86_64__)
constexpr size_t kHashBlock = 32;

constexpr uint32_t power_of_31(size_t n) {
  uint32_t power = 1;
  for (size_t i = 0; i < n; i++) power *= 31;
  return power;
}

// Eight elements as 32-bit lanes.
__attribute__((target("avx2"))) __m256i load_lanes(const uint8_t* p) {
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
}
__attribute__((target("avx2"))) __m256i load_lanes(const uint16_t* p) {
  return _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}

// 32 independent sums, each over every 32nd element; at the end lane i counts 31^(31-i) times.
template <typename T>
__attribute__((target("avx2"))) uint32_t hash_avx2(const T* p, size_t blocks) {
  alignas(32) uint32_t weights[kHashBlock];
  for (size_t i = 0; i < kHashBlock; i++) weights[i] = 0;
  uint32_t weight = 1;
  for (size_t i = kHashBlock; i-- > 0; weight *= 31) weights[i] = weight;
  const __m256i step = _mm256_set1_epi32(static_cast<int32_t>(power_of_31(kHashBlock)));
  __m256i s0 = _mm256_setzero_si256(), s1 = s0, s2 = s0, s3 = s0;
  for (; blocks > 0; blocks--, p += kHashBlock) {
    s0 = _mm256_add_epi32(_mm256_mullo_epi32(s0, step), load_lanes(p));
    s1 = _mm256_add_epi32(_mm256_mullo_epi32(s1, step), load_lanes(p + 8));
    s2 = _mm256_add_epi32(_mm256_mullo_epi32(s2, step), load_lanes(p + 16));
    s3 = _mm256_add_epi32(_mm256_mullo_epi32(s3, step), load_lanes(p + 24));
  }
  const auto* w = reinterpret_cast<const __m256i*>(weights);
  s0 = _mm256_add_epi32(_mm256_mullo_epi32(s0, w[0]), _mm256_mullo_epi32(s1, w[1]));
  s2 = _mm256_add_epi32(_mm256_mullo_epi32(s2, w[2]), _mm256_mullo_epi32(s3, w[3]));
  alignas(32) uint32_t lanes[8];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), _mm256_add_epi32(s0, s2));
  uint32_t sum = 0;
  for (uint32_t lane : lanes) sum += lane;
  return sum;
}
#endif

template <typename T>
int32_t hash(const T* text, size_t count) {
  uint32_t sum = 0;
  const T* end = text + count;
#if defined(__x86_64__)
  if (count >= 3 * kHashBlock && __builtin_cpu_supports("avx2")) {
    sum = hash_avx2(text, count / kHashBlock);
    text += count / kHashBlock * kHashBlock;
  }
#endif
  return static_cast<int32_t>(hash_plain(sum, text, end));
}

}  // namespace

size_t find_mismatch(const void* a, const void* b, size_t bytes) {
  const auto* x = static_cast<const uint8_t*>(a);
  const auto* y = static_cast<const uint8_t*>(b);
  size_t i = 0;
  for (; i + kBlock <= bytes; i += kBlock) {
    uint32_t differ = mask_of(load<Bytes>(x + i) != load<Bytes>(y + i));
    if (differ != 0) return i + static_cast<size_t>(__builtin_ctz(differ));
  }
  for (; i + 8 <= bytes; i += 8) {
    uint64_t differ = load<uint64_t>(x + i) ^ load<uint64_t>(y + i);
    if (differ != 0) return i + static_cast<size_t>(__builtin_ctzll(differ)) / 8;
  }
  while (i < bytes && x[i] == y[i]) i++;
  return i;
}

size_t find_mismatch(const uint8_t* a, const uint16_t* b, size_t count) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    uint32_t differ = mask_of(widen(a + i) != load<Units>(b + i));
    if (differ != 0) return i + static_cast<size_t>(__builtin_ctz(differ)) / 2;
  }
  while (i < count && a[i] == b[i]) i++;
  return i;
}

size_t find_unit(const uint16_t* text, size_t count, uint16_t wanted) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    uint32_t same = mask_of(load<Units>(text + i) == wanted);
    if (same != 0) return i + static_cast<size_t>(__builtin_ctz(same)) / 2;
  }
  while (i < count && text[i] != wanted) i++;
  return i;
}

bool has_high_bit(const uint8_t* text, size_t count) {
  size_t i = 0;
  for (; i + 2 * kBlock <= count; i += 2 * kBlock) {
    if (mask_of(load<Bytes>(text + i) | load<Bytes>(text + i + kBlock)) != 0) return true;
  }
  for (; i + 8 <= count; i += 8) {
    if ((load<uint64_t>(text + i) & 0x8080808080808080) != 0) return true;
  }
  for (; i < count; i++) {
    if ((text[i] & 0x80) != 0) return true;
  }
  return false;
}

size_t narrow_units(const uint16_t* from, uint8_t* to, size_t count, uint16_t highest) {
  size_t i = 0;
  const auto too_high = static_cast<uint16_t>(~highest);
  for (; i + 8 <= count; i += 8) {
    Units units = load<Units>(from + i);
    if (mask_of((units & too_high) != 0) != 0) break;
    HalfBytes bytes = __builtin_convertvector(units, HalfBytes);
    memcpy(to + i, &bytes, sizeof bytes);
  }
  for (; i < count && from[i] <= highest; i++) to[i] = static_cast<uint8_t>(from[i]);
  return i;
}

void widen_bytes(const uint8_t* from, uint16_t* to, size_t count) {
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    Units units = widen(from + i);
    memcpy(to + i, &units, sizeof units);
  }
  for (; i < count; i++) to[i] = from[i];
}

#if defined(__SSE2__) && !defined(VM_TSAN)
// A processor splits an access of 16 bytes at most where it crosses a line of the cache, which is between words.
void copy_words(const uint32_t* from, uint32_t* to, size_t count) {
  constexpr size_t kWords = 4, kBlocks = 4;
  auto copy = [](const uint32_t* source, uint32_t* target, size_t blocks) {
    __m128i held[kBlocks];
    for (size_t i = 0; i < blocks; i++) held[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source) + i);
    for (size_t i = 0; i < blocks; i++) _mm_storeu_si128(reinterpret_cast<__m128i*>(target) + i, held[i]);
    asm volatile("" ::: "memory");  // no library's copy instead
  };
  auto copy_one = [](const uint32_t* source, uint32_t* target) {
    __atomic_store_n(target, __atomic_load_n(source, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  };
  if (to <= from || to >= from + count) {
    size_t i = 0;
    for (; i + kWords * kBlocks <= count; i += kWords * kBlocks) copy(from + i, to + i, kBlocks);
    for (; i + kWords <= count; i += kWords) copy(from + i, to + i, 1);
    for (; i < count; i++) copy_one(from + i, to + i);
  } else {
    size_t i = count;
    for (; i >= kWords * kBlocks; i -= kWords * kBlocks) copy(from + i - kWords * kBlocks, to + i - kWords * kBlocks, kBlocks);
    for (; i >= kWords; i -= kWords) copy(from + i - kWords, to + i - kWords, 1);
    for (; i > 0; i--) copy_one(from + i - 1, to + i - 1);
  }
}
#else
void copy_words(const uint32_t* from, uint32_t* to, size_t count) {
  if (to <= from || to >= from + count) {
    for (size_t i = 0; i < count; i++) __atomic_store_n(to + i, __atomic_load_n(from + i, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  } else {
    for (size_t i = count; i-- > 0;) __atomic_store_n(to + i, __atomic_load_n(from + i, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
  }
}
#endif

int32_t hash_bytes(const uint8_t* text, size_t count) { return hash(text, count); }
int32_t hash_units(const uint16_t* text, size_t count) { return hash(text, count); }

}  // namespace kiln
