// stdlib/natives/digest_constants.h - the round constants of SHA-2 (FIPS 180-4, 4.2): the first 64 bits of the
// fractional parts of the cube roots of the first eighty primes, computed rather than listed.
#pragma once

#include <array>
#include <cstdint>

namespace kiln::stdlib {

namespace detail {

// Six 32-bit digits, least significant first, times a number below 2^68.
constexpr std::array<uint64_t, 7> times(const std::array<uint64_t, 7>& a, unsigned __int128 b) {
  std::array<uint64_t, 7> product{};
  for (int j = 0; j < 3; j++) {
    uint64_t digit = static_cast<uint32_t>(b >> (32 * j));
    uint64_t carry = 0;
    for (int i = 0; i + j < 7; i++) {
      uint64_t sum = a[static_cast<size_t>(i)] * digit + product[static_cast<size_t>(i + j)] + carry;
      product[static_cast<size_t>(i + j)] = static_cast<uint32_t>(sum);
      carry = sum >> 32;
    }
  }
  return product;
}

// root^3 <= prime * 2^192 ?
constexpr bool cube_fits(unsigned __int128 root, uint32_t prime) {
  std::array<uint64_t, 7> cube{1};
  for (int i = 0; i < 3; i++) cube = times(cube, root);
  return cube[6] < prime || (cube[6] == prime && cube[0] + cube[1] + cube[2] + cube[3] + cube[4] + cube[5] == 0);
}

constexpr bool is_prime(uint32_t n) {
  for (uint32_t d = 2; d * d <= n; d++) {
    if (n % d == 0) return false;
  }
  return true;
}

}  // namespace detail

inline std::array<uint64_t, 80> make_sha2_constants() {
  std::array<uint64_t, 80> constants{};
  uint32_t prime = 1;
  for (uint64_t& constant : constants) {
    do prime++;
    while (!detail::is_prime(prime));
    unsigned __int128 root = 0;  // the largest whose cube fits: cube root of the prime, times 2^64
    for (int bit = 66; bit >= 0; bit--) {
      unsigned __int128 candidate = root | static_cast<unsigned __int128>(1) << bit;
      if (detail::cube_fits(candidate, prime)) root = candidate;
    }
    constant = static_cast<uint64_t>(root);
  }
  return constants;
}

}  // namespace kiln::stdlib
