// interpreter/handlers/arithmetic.cpp - arithmetic, logic, conversions and comparisons. The meaning of each is in
// vm/bytecode/java_arithmetic.h; here are only the slots.
#include "interpreter/handler.h"

namespace kiln::interpreter {

#define BINARY_1(name, type)                                                        \
  HANDLER(name) {                                                                   \
    sp[1] = slot_of_##type(arithmetic::name(type##_of(sp[1]), type##_of(sp[0])));   \
    sp += 1;                                                                        \
    NEXT(1);                                                                        \
  }
#define BINARY_2(name, type)                                                        \
  HANDLER(name) {                                                                   \
    sp[3] = slot_of_##type(arithmetic::name(type##_of(sp[3]), type##_of(sp[1])));   \
    sp += 2;                                                                        \
    NEXT(1);                                                                        \
  }
#define DIVISION_1(name)                                                            \
  HANDLER(name) {                                                                   \
    int32_t divisor = int_of(sp[0]);                                                \
    if (divisor == 0) [[unlikely]]                                                  \
      MUSTTAIL throw_division_by_zero(pc, sp, fp, t, NOTHING);                               \
    sp[1] = slot_of_int(arithmetic::name(int_of(sp[1]), divisor));                  \
    sp += 1;                                                                        \
    NEXT(1);                                                                        \
  }
#define DIVISION_2(name)                                                            \
  HANDLER(name) {                                                                   \
    int64_t divisor = long_of(sp[1]);                                               \
    if (divisor == 0) [[unlikely]]                                                  \
      MUSTTAIL throw_division_by_zero(pc, sp, fp, t, NOTHING);                               \
    sp[3] = slot_of_long(arithmetic::name(long_of(sp[3]), divisor));                \
    sp += 2;                                                                        \
    NEXT(1);                                                                        \
  }
#define LONG_SHIFT(name)                                                            \
  HANDLER(name) {                                                                   \
    sp[2] = slot_of_long(arithmetic::name(long_of(sp[2]), int_of(sp[0])));          \
    sp += 1;                                                                        \
    NEXT(1);                                                                        \
  }
#define UNARY(name, word, type)                                                     \
  HANDLER(name) {                                                                   \
    sp[word] = slot_of_##type(arithmetic::name(type##_of(sp[word])));               \
    NEXT(1);                                                                        \
  }

BINARY_1(iadd, int)
BINARY_1(isub, int)
BINARY_1(imul, int)
BINARY_1(iand, int)
BINARY_1(ior, int)
BINARY_1(ixor, int)
BINARY_1(ishl, int)
BINARY_1(ishr, int)
BINARY_1(iushr, int)
DIVISION_1(idiv)
DIVISION_1(irem)
BINARY_2(ladd, long)
BINARY_2(lsub, long)
BINARY_2(lmul, long)
BINARY_2(land, long)
BINARY_2(lor, long)
BINARY_2(lxor, long)
LONG_SHIFT(lshl)
LONG_SHIFT(lshr)
LONG_SHIFT(lushr)
DIVISION_2(ldiv)
DIVISION_2(lrem)
BINARY_1(fadd, float)
BINARY_1(fsub, float)
BINARY_1(fmul, float)
BINARY_1(fdiv, float)
BINARY_1(frem, float)
BINARY_2(dadd, double)
BINARY_2(dsub, double)
BINARY_2(dmul, double)
BINARY_2(ddiv, double)
BINARY_2(drem, double)
UNARY(ineg, 0, int)
UNARY(lneg, 1, long)
UNARY(fneg, 0, float)
UNARY(dneg, 1, double)

#define CONVERT_1_TO_1(name, from, to)                                     \
  HANDLER(name) {                                                          \
    sp[0] = slot_of_##to(arithmetic::name(from##_of(sp[0])));              \
    NEXT(1);                                                               \
  }
#define CONVERT_1_TO_2(name, from, to)                                     \
  HANDLER(name) {                                                          \
    sp -= 1;                                                               \
    sp[1] = slot_of_##to(arithmetic::name(from##_of(sp[1])));              \
    NEXT(1);                                                               \
  }
#define CONVERT_2_TO_1(name, from, to)                                     \
  HANDLER(name) {                                                          \
    sp[1] = slot_of_##to(arithmetic::name(from##_of(sp[1])));              \
    sp += 1;                                                               \
    NEXT(1);                                                               \
  }
#define CONVERT_2_TO_2(name, from, to)                                     \
  HANDLER(name) {                                                          \
    sp[1] = slot_of_##to(arithmetic::name(from##_of(sp[1])));              \
    NEXT(1);                                                               \
  }
CONVERT_1_TO_2(i2l, int, long)
CONVERT_1_TO_1(i2f, int, float)
CONVERT_1_TO_2(i2d, int, double)
CONVERT_2_TO_1(l2i, long, int)
CONVERT_2_TO_1(l2f, long, float)
CONVERT_2_TO_2(l2d, long, double)
CONVERT_1_TO_1(f2i, float, int)
CONVERT_1_TO_2(f2l, float, long)
CONVERT_1_TO_2(f2d, float, double)
CONVERT_2_TO_1(d2i, double, int)
CONVERT_2_TO_2(d2l, double, long)
CONVERT_2_TO_1(d2f, double, float)
CONVERT_1_TO_1(i2b, int, int)
CONVERT_1_TO_1(i2c, int, int)
CONVERT_1_TO_1(i2s, int, int)

#define COMPARE_1(name, type)                                                      \
  HANDLER(name) {                                                                  \
    sp[1] = slot_of_int(arithmetic::name(type##_of(sp[1]), type##_of(sp[0])));     \
    sp += 1;                                                                       \
    NEXT(1);                                                                       \
  }
#define COMPARE_2(name, type)                                                      \
  HANDLER(name) {                                                                  \
    sp[3] = slot_of_int(arithmetic::name(type##_of(sp[3]), type##_of(sp[1])));     \
    sp += 3;                                                                       \
    NEXT(1);                                                                       \
  }
COMPARE_2(lcmp, long)
COMPARE_1(fcmpl, float)
COMPARE_1(fcmpg, float)
COMPARE_2(dcmpl, double)
COMPARE_2(dcmpg, double)

}  // namespace kiln::interpreter
