// vm/bytecode/java_arithmetic.h - the arithmetic of the JVM, stated once for every tier (JVMS 2.8, 2.11, 6.5).
//
// C++ leaves overflow, shift counts and out-of-range conversions undefined; Java defines all of them. Each function
// is the meaning of the bytecode of its name. All are constexpr, so that tiers fold constants with the very code they
// run, except frem and drem, for which the compiler has no constexpr fmod. Division needs a non-zero divisor: the
// test and the ArithmeticException are the caller's.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace kiln::java_arithmetic {

namespace detail {
constexpr uint32_t u(int32_t v) { return static_cast<uint32_t>(v); }
constexpr uint64_t u(int64_t v) { return static_cast<uint64_t>(v); }
constexpr int32_t s(uint32_t v) { return static_cast<int32_t>(v); }
constexpr int64_t s(uint64_t v) { return static_cast<int64_t>(v); }

// Round toward zero, saturate, NaN is 0 (JVMS 6.5 f2i, f2l, d2i, d2l).
template <typename Integer, typename Float>
constexpr Integer saturate(Float v) {
  constexpr Float kLimit = static_cast<Float>(std::numeric_limits<Integer>::max() / 2 + 1) * 2;  // 2^31 or 2^63, exact
  if (v != v) return 0;
  if (v >= kLimit) return std::numeric_limits<Integer>::max();
  if (v <= -kLimit) return std::numeric_limits<Integer>::min();
  return static_cast<Integer>(v);
}
template <typename Float>
constexpr int32_t compare(Float a, Float b, int32_t if_nan) {
  if (a > b) return 1;
  if (a == b) return 0;
  if (a < b) return -1;
  return if_nan;
}
}  // namespace detail

// ---- int ----
constexpr int32_t iadd(int32_t a, int32_t b) { return detail::s(detail::u(a) + detail::u(b)); }
constexpr int32_t isub(int32_t a, int32_t b) { return detail::s(detail::u(a) - detail::u(b)); }
constexpr int32_t imul(int32_t a, int32_t b) { return detail::s(detail::u(a) * detail::u(b)); }
constexpr int32_t idiv(int32_t a, int32_t b) { return b == -1 ? detail::s(0u - detail::u(a)) : a / b; }
constexpr int32_t irem(int32_t a, int32_t b) { return b == -1 ? 0 : a % b; }
constexpr int32_t ineg(int32_t a) { return detail::s(0u - detail::u(a)); }
constexpr int32_t ishl(int32_t a, int32_t count) { return detail::s(detail::u(a) << (count & 31)); }
constexpr int32_t ishr(int32_t a, int32_t count) { return a >> (count & 31); }
constexpr int32_t iushr(int32_t a, int32_t count) { return detail::s(detail::u(a) >> (count & 31)); }
constexpr int32_t iand(int32_t a, int32_t b) { return a & b; }
constexpr int32_t ior(int32_t a, int32_t b) { return a | b; }
constexpr int32_t ixor(int32_t a, int32_t b) { return a ^ b; }

// ---- long; shift counts are int ----
constexpr int64_t ladd(int64_t a, int64_t b) { return detail::s(detail::u(a) + detail::u(b)); }
constexpr int64_t lsub(int64_t a, int64_t b) { return detail::s(detail::u(a) - detail::u(b)); }
constexpr int64_t lmul(int64_t a, int64_t b) { return detail::s(detail::u(a) * detail::u(b)); }
constexpr int64_t ldiv(int64_t a, int64_t b) { return b == -1 ? detail::s(uint64_t{0} - detail::u(a)) : a / b; }
constexpr int64_t lrem(int64_t a, int64_t b) { return b == -1 ? 0 : a % b; }
constexpr int64_t lneg(int64_t a) { return detail::s(uint64_t{0} - detail::u(a)); }
constexpr int64_t lshl(int64_t a, int32_t count) { return detail::s(detail::u(a) << (count & 63)); }
constexpr int64_t lshr(int64_t a, int32_t count) { return a >> (count & 63); }
constexpr int64_t lushr(int64_t a, int32_t count) { return detail::s(detail::u(a) >> (count & 63)); }
constexpr int64_t land(int64_t a, int64_t b) { return a & b; }
constexpr int64_t lor(int64_t a, int64_t b) { return a | b; }
constexpr int64_t lxor(int64_t a, int64_t b) { return a ^ b; }
constexpr int32_t lcmp(int64_t a, int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

// ---- float, double: IEEE 754, round to nearest; division by zero is defined (build without fast-math) ----
constexpr float fadd(float a, float b) { return a + b; }
constexpr float fsub(float a, float b) { return a - b; }
constexpr float fmul(float a, float b) { return a * b; }
#ifdef __clang__
__attribute__((no_sanitize("float-divide-by-zero")))
#endif
constexpr float fdiv(float a, float b) { return a / b; }
inline float frem(float a, float b) { return std::fmod(a, b); }  // truncating, sign of the dividend, as Java's %
constexpr float fneg(float a) { return -a; }
constexpr double dadd(double a, double b) { return a + b; }
constexpr double dsub(double a, double b) { return a - b; }
constexpr double dmul(double a, double b) { return a * b; }
#ifdef __clang__
__attribute__((no_sanitize("float-divide-by-zero")))
#endif
constexpr double ddiv(double a, double b) { return a / b; }
inline double drem(double a, double b) { return std::fmod(a, b); }
constexpr double dneg(double a) { return -a; }
// NaN compares as -1 with ..l and as 1 with ..g.
constexpr int32_t fcmpl(float a, float b) { return detail::compare(a, b, -1); }
constexpr int32_t fcmpg(float a, float b) { return detail::compare(a, b, 1); }
constexpr int32_t dcmpl(double a, double b) { return detail::compare(a, b, -1); }
constexpr int32_t dcmpg(double a, double b) { return detail::compare(a, b, 1); }

// ---- Conversions ----
constexpr int64_t i2l(int32_t v) { return v; }
constexpr float i2f(int32_t v) { return static_cast<float>(v); }
constexpr double i2d(int32_t v) { return v; }
constexpr int32_t l2i(int64_t v) { return static_cast<int32_t>(v); }
constexpr float l2f(int64_t v) { return static_cast<float>(v); }
constexpr double l2d(int64_t v) { return static_cast<double>(v); }
constexpr int32_t f2i(float v) { return detail::saturate<int32_t>(v); }
constexpr int64_t f2l(float v) { return detail::saturate<int64_t>(v); }
constexpr double f2d(float v) { return v; }
constexpr int32_t d2i(double v) { return detail::saturate<int32_t>(v); }
constexpr int64_t d2l(double v) { return detail::saturate<int64_t>(v); }
constexpr float d2f(double v) { return static_cast<float>(v); }
constexpr int32_t i2b(int32_t v) { return static_cast<int8_t>(v); }
constexpr int32_t i2c(int32_t v) { return static_cast<uint16_t>(v); }
constexpr int32_t i2s(int32_t v) { return static_cast<int16_t>(v); }

// Bits of NaN are kept by f2d, moves and raw conversions; floatToIntBits canonicalises, the raw forms do not.
constexpr int32_t float_to_raw_bits(float v) { return std::bit_cast<int32_t>(v); }
constexpr int64_t double_to_raw_bits(double v) { return std::bit_cast<int64_t>(v); }
constexpr float bits_to_float(int32_t v) { return std::bit_cast<float>(v); }
constexpr double bits_to_double(int64_t v) { return std::bit_cast<double>(v); }

static_assert(idiv(INT32_MIN, -1) == INT32_MIN && irem(INT32_MIN, -1) == 0 && idiv(-7, 2) == -3 && irem(-7, 2) == -1);
static_assert(ldiv(INT64_MIN, -1) == INT64_MIN && lrem(INT64_MIN, -1) == 0);
static_assert(iadd(INT32_MAX, 1) == INT32_MIN && imul(65536, 65536) == 0 && ineg(INT32_MIN) == INT32_MIN);
static_assert(ishl(1, 33) == 2 && ishr(-8, 1) == -4 && iushr(-1, 28) == 15 && lshl(1, 65) == 2 && lushr(-1, 60) == 15);
static_assert(d2i(1e10) == INT32_MAX && d2i(-1e10) == INT32_MIN && d2l(1e19) == INT64_MAX && d2l(-1e19) == INT64_MIN);
static_assert(f2i(std::numeric_limits<float>::quiet_NaN()) == 0 && d2i(-3.9) == -3 && d2i(2147483647.0) == INT32_MAX);
static_assert(f2i(2147483648.0f) == INT32_MAX && f2l(-9223372036854775808.0f) == INT64_MIN);
static_assert(i2b(200) == -56 && i2c(-1) == 65535 && i2s(40000) == -25536);
static_assert(dcmpl(0.0, -0.0) == 0 && fcmpg(1.0f, std::numeric_limits<float>::quiet_NaN()) == 1);

}  // namespace kiln::java_arithmetic
