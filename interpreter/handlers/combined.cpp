// interpreter/handlers/combined.cpp - combined instructions (vm/bytecode/combined_bytecodes.def).
//
// When the last part cannot go the usual way, the parts before it are done and the last part's own handler takes over with
// pc at its bytes: exceptions then come from the right place, and resolution is not repeated here.
#include "interpreter/handler.h"

namespace kiln::interpreter {

// n of the short forms, from the second part's opcode byte at `offset`.
#define FIRST_N(offset) (pc[offset] & 15)
#define SECOND_N(offset) (pc[offset] >> 4)

#define LOAD_LOAD(name, first, second, length)              \
  HANDLER(name) {                                           \
    Slot a = *fp->local(first), b = *fp->local(second);     \
    sp -= 2;                                                \
    sp[1] = a;                                              \
    sp[0] = b;                                              \
    NEXT(length);                                           \
  }
LOAD_LOAD(load_n_load_n, FIRST_N(1), SECOND_N(1), 2)
LOAD_LOAD(load_n_load, FIRST_N(1), pc[2], 3)
LOAD_LOAD(load_load_n, pc[1], SECOND_N(2), 3)
LOAD_LOAD(load_load, pc[1], pc[3], 4)

HANDLER(load_n_const_n) {
  Slot a = *fp->local(FIRST_N(1));
  sp -= 2;
  sp[1] = a;
  sp[0] = slot_of_int(SECOND_N(1) - 1);
  NEXT(2);
}
HANDLER(load_n_load_iaload) {
  Slot a = *fp->local(FIRST_N(1)), b = *fp->local(pc[2]);
  auto i = static_cast<uint32_t>(b);
  Object* array = reference_of(a).get();
  if (static_cast<uint32_t>(a) == 0 || i >= static_cast<uint32_t>(array->array_length())) [[unlikely]] {
    sp -= 2;
    sp[1] = a;
    sp[0] = b;
    pc += 3;
    MUSTTAIL op_iaload(pc, sp, fp, t, NOTHING);
  }
  *--sp = array->elements<uint32_t>()[i];
  NEXT(4);
}

// Declares `entry` and `object`; `part` is where the getfield begins.
#define GET_FIELD_OF(slot, part)                                    \
  ResolvedEntry entry = resolved_entry(fp, u2(pc + (part) + 1));    \
  Slot object = (slot);                                             \
  bool is_usual = static_cast<uint32_t>(object) != 0 && entry.has(ResolvedEntry::kGet)

#define LOAD_N_GET_FIELD(name, last)                                           \
  HANDLER(name) {                                                              \
    GET_FIELD_OF(*fp->local(FIRST_N(1)), 1);                                   \
    sp -= 1;                                                                   \
    if (!is_usual) [[unlikely]] {                                              \
      sp[0] = object;                                                          \
      pc += 1;                                                                 \
      MUSTTAIL last(pc, sp, fp, t, NOTHING);                                   \
    }                                                                          \
    sp[0] = reference_of(object).get()->get<uint32_t>(entry.payload());        \
    NEXT(4);                                                                   \
  }
LOAD_N_GET_FIELD(load_n_getfield_i, op_getfield_i)
LOAD_N_GET_FIELD(load_n_getfield_a, op_getfield_a)

HANDLER(load_getfield_j) {
  GET_FIELD_OF(*fp->local(pc[1]), 2);
  if (!is_usual) [[unlikely]] {
    *--sp = object;
    pc += 2;
    MUSTTAIL op_getfield_j(pc, sp, fp, t, NOTHING);
  }
  sp -= 2;
  sp[1] = reference_of(object).get()->get<uint64_t>(entry.payload());
  NEXT(5);
}
HANDLER(dup_getfield_j) {
  GET_FIELD_OF(sp[0], 1);
  if (!is_usual) [[unlikely]] {
    *--sp = object;
    pc += 1;
    MUSTTAIL op_getfield_j(pc, sp, fp, t, NOTHING);
  }
  sp -= 2;
  sp[1] = reference_of(object).get()->get<uint64_t>(entry.payload());
  NEXT(4);
}
HANDLER(load_n_invokevirtual) {
  *--sp = *fp->local(FIRST_N(1));
  pc += 1;
  MUSTTAIL op_invokevirtual(pc, sp, fp, t, NOTHING);
}

HANDLER(wide_load_n_wide_load_n) {
  Slot a = *fp->local(FIRST_N(1)), b = *fp->local(SECOND_N(1));
  sp -= 4;
  sp[3] = a;
  sp[1] = b;
  NEXT(2);
}
HANDLER(wide_load_dmul) {
  sp[1] = slot_of_double(arithmetic::dmul(double_of(sp[1]), double_of(*fp->local(pc[1]))));
  NEXT(3);
}
HANDLER(const_n_iadd) {
  sp[0] = slot_of_int(arithmetic::iadd(int_of(sp[0]), FIRST_N(1) - 1));
  NEXT(2);
}
HANDLER(iadd_store) {
  *fp->local(pc[2]) = slot_of_int(arithmetic::iadd(int_of(sp[1]), int_of(sp[0])));
  sp += 2;
  NEXT(3);
}
HANDLER(ladd_wide_store_n) {
  *fp->local(SECOND_N(1)) = slot_of_long(arithmetic::ladd(long_of(sp[3]), long_of(sp[1])));
  sp += 4;
  NEXT(2);
}
HANDLER(dadd_wide_store) {
  *fp->local(pc[2]) = slot_of_double(arithmetic::dadd(double_of(sp[3]), double_of(sp[1])));
  sp += 4;
  NEXT(3);
}

HANDLER(iinc_goto) {
  Slot* local = fp->local(pc[1]);
  *local = slot_of_int(arithmetic::iadd(int_of(*local), static_cast<int8_t>(pc[2])));
  pc += 3;
  JUMP(s2(pc + 1));
}
HANDLER(arraylength_if_icmpge) {
  if (static_cast<uint32_t>(sp[0]) == 0) [[unlikely]]
    THROW_NULL_POINTER();
  int32_t length = reference_of(sp[0]).get()->array_length();
  int32_t a = int_of(sp[1]);
  sp += 2;
  pc += 1;
  if (a >= length) JUMP(s2(pc + 1));
  NEXT(3);
}

}  // namespace kiln::interpreter
