// java.lang.Math: functions that replace Java bodies (StrictMath's). Results are within the bounds that Math promises
// and nearly always correctly rounded; all tiers call these, so results are the same everywhere. What the C functions
// and Java see differently (infinities and NaN in pow) is settled here.
#include <cmath>
#include <limits>

#include "stdlib/natives/native.h"

VM_NATIVE_FUNCTION(jdouble) Math_sin(JNIEnv*, jclass, jdouble x) { return std::sin(x); }
VM_NATIVE_FUNCTION(jdouble) Math_cos(JNIEnv*, jclass, jdouble x) { return std::cos(x); }
VM_NATIVE_FUNCTION(jdouble) Math_tan(JNIEnv*, jclass, jdouble x) { return std::tan(x); }
VM_NATIVE_FUNCTION(jdouble) Math_exp(JNIEnv*, jclass, jdouble x) { return std::exp(x); }
VM_NATIVE_FUNCTION(jdouble) Math_log(JNIEnv*, jclass, jdouble x) { return std::log(x); }
// By way of 64 bits of mantissa: exact for powers of ten.
VM_NATIVE_FUNCTION(jdouble) Math_log10(JNIEnv*, jclass, jdouble x) {
  return static_cast<jdouble>(std::log10(static_cast<long double>(x)));
}

VM_NATIVE_FUNCTION(jdouble) Math_pow(JNIEnv*, jclass, jdouble x, jdouble y) {
  if (y == 0) return 1;
  if (std::isnan(y)) return y;
  if (std::isinf(y) && std::fabs(x) == 1) return std::numeric_limits<jdouble>::quiet_NaN();
  return y == 2 ? x * x : std::pow(x, y);
}

VM_NATIVE_FUNCTION(jdouble) Math_sqrt(JNIEnv*, jclass, jdouble x) { return __builtin_sqrt(x); }
VM_NATIVE_FUNCTION(jdouble) Math_floor(JNIEnv*, jclass, jdouble x) { return __builtin_floor(x); }
VM_NATIVE_FUNCTION(jdouble) Math_ceil(JNIEnv*, jclass, jdouble x) { return __builtin_ceil(x); }
VM_NATIVE_FUNCTION(jdouble) Math_rint(JNIEnv*, jclass, jdouble x) { return __builtin_rint(x); }
VM_NATIVE_FUNCTION(jdouble) Math_fmaD(JNIEnv*, jclass, jdouble a, jdouble b, jdouble c) { return std::fma(a, b, c); }
VM_NATIVE_FUNCTION(jfloat) Math_fmaF(JNIEnv*, jclass, jfloat a, jfloat b, jfloat c) { return std::fma(a, b, c); }
