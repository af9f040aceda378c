// interpreter/handlers/control.cpp - branches, switches, subroutines and returns.
#include "interpreter/handler.h"
#include "interpreter/slow_paths.h"

namespace kiln::interpreter {

#define BRANCH_IF(name, popped, condition)             \
  HANDLER(name) {                                      \
    int32_t a = int_of(sp[0]);                         \
    sp += (popped);                                    \
    if (condition) JUMP(s2(pc + 1));                   \
    NEXT(3);                                           \
  }
#define COMPARE_BRANCH(name, type, operator_)          \
  HANDLER(name) {                                      \
    type a = static_cast<type>(sp[1]);                 \
    type b = static_cast<type>(sp[0]);                 \
    sp += 2;                                           \
    if (a operator_ b) JUMP(s2(pc + 1));               \
    NEXT(3);                                           \
  }
BRANCH_IF(ifeq, 1, a == 0)
BRANCH_IF(ifne, 1, a != 0)
BRANCH_IF(iflt, 1, a < 0)
BRANCH_IF(ifge, 1, a >= 0)
BRANCH_IF(ifgt, 1, a > 0)
BRANCH_IF(ifle, 1, a <= 0)
BRANCH_IF(ifnull, 1, a == 0)
BRANCH_IF(ifnonnull, 1, a != 0)
COMPARE_BRANCH(if_icmpeq, int32_t, ==)
COMPARE_BRANCH(if_icmpne, int32_t, !=)
COMPARE_BRANCH(if_icmplt, int32_t, <)
COMPARE_BRANCH(if_icmpge, int32_t, >=)
COMPARE_BRANCH(if_icmpgt, int32_t, >)
COMPARE_BRANCH(if_icmple, int32_t, <=)
COMPARE_BRANCH(if_acmpeq, uint32_t, ==)
COMPARE_BRANCH(if_acmpne, uint32_t, !=)

HANDLER(goto_) { JUMP(s2(pc + 1)); }
HANDLER(goto_w) { JUMP(s4(pc + 1)); }

// A return address is a bci: it survives as an int and is no reference.
HANDLER(jsr) {
  *--sp = slot_of_int(static_cast<int32_t>(pc + 3 - fp->method()->code.get()));
  JUMP(s2(pc + 1));
}
HANDLER(jsr_w) {
  *--sp = slot_of_int(static_cast<int32_t>(pc + 5 - fp->method()->code.get()));
  JUMP(s4(pc + 1));
}
HANDLER(ret) {
  pc = fp->method()->code.get() + int_of(*fp->local(pc[1]));
  NEXT(0);
}

namespace {
// Operands of a switch start at the next bci that is a multiple of 4.
const uint8_t* switch_operands(const uint8_t* pc, const Frame* fp) {
  const uint8_t* code = fp->method()->code.get();
  return code + ((pc - code + 4) & ~ptrdiff_t{3});
}
}  // namespace

HANDLER(tableswitch) {
  const uint8_t* operands = switch_operands(pc, fp);
  int32_t key = int_of(*sp++);
  int32_t low = s4(operands + 4), high = s4(operands + 8);
  if (key < low || key > high) JUMP(s4(operands));
  JUMP(s4(operands + 12 + 4 * (static_cast<int64_t>(key) - low)));
}
HANDLER(lookupswitch) {
  const uint8_t* operands = switch_operands(pc, fp);
  int32_t key = int_of(*sp++);
  const uint8_t* pairs = operands + 8;
  int32_t low = 0, high = s4(operands + 4) - 1;
  while (low <= high) {
    int32_t middle = low + (high - low) / 2;
    int32_t match = s4(pairs + 8 * middle);
    if (match == key) JUMP(s4(pairs + 8 * middle + 4));
    if (match < key) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  JUMP(s4(operands));
}

// The lock slot is empty unless there are monitors to give back; the poll stands at the return, so that loops of calls
// stop too.
#define LEAVE(value)                                                                                    \
  do {                                                                                                  \
    if ((*fp->lock_slot() | t->poll.load(std::memory_order_relaxed)) != 0) [[unlikely]]                  \
      MUSTTAIL slow_return(pc, sp, fp, t, (value));                                                      \
    JUMP_TO_MACHINE_CODE(&leave_frame, pc, sp, fp, t, (value));                                          \
  } while (false)

namespace {
// JVMS 6.5 ireturn: the result is narrowed to the declared type.
int32_t narrow(BasicType type, int32_t value) {
  if (type == BasicType::kBoolean) return value & 1;
  if (type == BasicType::kByte) return static_cast<int8_t>(value);
  if (type == BasicType::kChar) return static_cast<uint16_t>(value);
  if (type == BasicType::kShort) return static_cast<int16_t>(value);
  return value;
}
}  // namespace

HANDLER(ireturn) {
  int32_t value = int_of(sp[0]);
  BasicType type = fp->method()->result();
  if (type != BasicType::kInt) value = narrow(type, value);
  LEAVE(slot_of_int(value));
}
HANDLER(lreturn) { LEAVE(sp[1]); }
HANDLER(freturn) { LEAVE(static_cast<uint32_t>(sp[0])); }
HANDLER(dreturn) { LEAVE(sp[1]); }
HANDLER(areturn) { LEAVE(static_cast<uint32_t>(sp[0])); }
HANDLER(return_) { LEAVE(0); }
HANDLER(return_register_finalizer) {
  // The class tells whether instances have a finaliser (JLS 12.6.1); this is Object.<init>'s only return.
  Object* object = reference_of(*fp->local(0)).get();
  if (class_of(object)->has_flag(Class::kHasFinalizer)) [[unlikely]] {
    PUBLISH();
    if (!register_finalizer(*t, fp)) THROW_PENDING();
  }
  LEAVE(0);
}

HANDLER(athrow) {
  if (static_cast<uint32_t>(sp[0]) == 0) THROW_NULL_POINTER();
  t->exception = static_cast<uint32_t>(sp[0]);
  THROW_PENDING();
}

}  // namespace kiln::interpreter
