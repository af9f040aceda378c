// The corners of Java arithmetic that the header's static_asserts cannot state.
#include "vm/bytecode/java_arithmetic.h"

#include <gtest/gtest.h>

namespace kiln::java_arithmetic {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(JavaArithmetic, Remainders) {
  EXPECT_EQ(drem(5.5, -2.0), 1.5);
  EXPECT_EQ(drem(-5.5, 2.0), -1.5);
  EXPECT_TRUE(std::signbit(drem(-4.0, 2.0)));
  EXPECT_EQ(drem(3.0, kInfinity), 3.0);
  EXPECT_TRUE(std::isnan(drem(kInfinity, 3.0)));
  EXPECT_TRUE(std::isnan(drem(3.0, 0.0)));
  EXPECT_EQ(frem(1e30f, 3.0f), std::fmod(1e30f, 3.0f));
}

TEST(JavaArithmetic, DivisionByZero) {
  volatile double zero = 0.0;
  EXPECT_EQ(ddiv(1.0, zero), kInfinity);
  EXPECT_EQ(ddiv(-1.0, zero), -kInfinity);
  EXPECT_TRUE(std::isnan(ddiv(zero, zero)));
}

TEST(JavaArithmetic, Comparisons) {
  EXPECT_EQ(dcmpl(kNaN, 0), -1);
  EXPECT_EQ(dcmpg(kNaN, 0), 1);
  EXPECT_EQ(dcmpg(1, 2), -1);
  EXPECT_EQ(dcmpl(2, 1), 1);
  EXPECT_EQ(lcmp(INT64_MIN, INT64_MAX), -1);
}

TEST(JavaArithmetic, Conversions) {
  EXPECT_EQ(d2i(kInfinity), INT32_MAX);
  EXPECT_EQ(d2l(-kInfinity), INT64_MIN);
  EXPECT_EQ(d2l(kNaN), 0);
  EXPECT_EQ(d2i(-2147483648.5), INT32_MIN);
  EXPECT_EQ(d2i(-2147483647.9), -2147483647);
  EXPECT_EQ(d2l(9007199254740993.0), 9007199254740992);
  EXPECT_EQ(f2l(9.2233715e18f), 9223371487098961920);
  EXPECT_EQ(l2f(INT64_MAX), 9.223372e18f);
  EXPECT_EQ(d2f(1e300), std::numeric_limits<float>::infinity());
}

}  // namespace
}  // namespace kiln::java_arithmetic
