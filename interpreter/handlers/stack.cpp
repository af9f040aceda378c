// interpreter/handlers/stack.cpp - constants, locals, and the shuffling of the expression stack.
#include "interpreter/handler.h"

namespace kiln::interpreter {

HANDLER(nop) { NEXT(1); }

#define PUSH_CONSTANT_1(name, slot) \
  HANDLER(name) {                   \
    *--sp = (slot);                 \
    NEXT(1);                        \
  }
#define PUSH_CONSTANT_2(name, slot) \
  HANDLER(name) {                   \
    sp -= 2;                        \
    sp[1] = (slot);                 \
    NEXT(1);                        \
  }
PUSH_CONSTANT_1(aconst_null, 0)
PUSH_CONSTANT_1(iconst_m1, slot_of_int(-1))
PUSH_CONSTANT_1(iconst_0, 0)
PUSH_CONSTANT_1(iconst_1, 1)
PUSH_CONSTANT_1(iconst_2, 2)
PUSH_CONSTANT_1(iconst_3, 3)
PUSH_CONSTANT_1(iconst_4, 4)
PUSH_CONSTANT_1(iconst_5, 5)
PUSH_CONSTANT_2(lconst_0, 0)
PUSH_CONSTANT_2(lconst_1, 1)
PUSH_CONSTANT_1(fconst_0, slot_of_float(0.0f))
PUSH_CONSTANT_1(fconst_1, slot_of_float(1.0f))
PUSH_CONSTANT_1(fconst_2, slot_of_float(2.0f))
PUSH_CONSTANT_2(dconst_0, slot_of_double(0.0))
PUSH_CONSTANT_2(dconst_1, slot_of_double(1.0))

HANDLER(bipush) {
  *--sp = slot_of_int(static_cast<int8_t>(pc[1]));
  NEXT(2);
}
HANDLER(sipush) {
  *--sp = slot_of_int(s2(pc + 1));
  NEXT(3);
}

// Loads and stores of every type differ only in the number of slots.
#define LOAD_1(name, index, length) \
  HANDLER(name) {                   \
    *--sp = *fp->local(index);      \
    NEXT(length);                   \
  }
#define LOAD_2(name, index, length) \
  HANDLER(name) {                   \
    sp -= 2;                        \
    sp[1] = *fp->local(index);      \
    NEXT(length);                   \
  }
#define STORE_1(name, index, length) \
  HANDLER(name) {                    \
    *fp->local(index) = *sp++;       \
    NEXT(length);                    \
  }
#define STORE_2(name, index, length) \
  HANDLER(name) {                    \
    *fp->local(index) = sp[1];       \
    sp += 2;                         \
    NEXT(length);                    \
  }
#define FIVE_FORMS(MACRO, base) \
  MACRO(base, pc[1], 2)         \
  MACRO(base##_0, 0, 1)         \
  MACRO(base##_1, 1, 1)         \
  MACRO(base##_2, 2, 1)         \
  MACRO(base##_3, 3, 1)
FIVE_FORMS(LOAD_1, iload)
FIVE_FORMS(LOAD_2, lload)
FIVE_FORMS(LOAD_1, fload)
FIVE_FORMS(LOAD_2, dload)
FIVE_FORMS(LOAD_1, aload)
FIVE_FORMS(STORE_1, istore)
FIVE_FORMS(STORE_2, lstore)
FIVE_FORMS(STORE_1, fstore)
FIVE_FORMS(STORE_2, dstore)
FIVE_FORMS(STORE_1, astore)

HANDLER(iinc) {
  Slot* local = fp->local(pc[1]);
  *local = slot_of_int(arithmetic::iadd(int_of(*local), static_cast<int8_t>(pc[2])));
  NEXT(3);
}

// wide: the next opcode with 16-bit operands (JVMS 6.5 wide).
HANDLER(wide) {
  using bytecode::Bytecode;
  uint16_t index = u2(pc + 2);
  Slot* local = fp->local(index);
  auto opcode = static_cast<Bytecode>(pc[1]);
  if (opcode == Bytecode::iinc) {
    *local = slot_of_int(arithmetic::iadd(int_of(*local), s2(pc + 4)));
    NEXT(6);
  }
  if (opcode == Bytecode::ret) {
    pc = fp->method()->code.get() + int_of(*local);
    NEXT(0);
  }
  if (opcode == Bytecode::lload || opcode == Bytecode::dload) {
    sp -= 2;
    sp[1] = *local;
  } else if (opcode == Bytecode::lstore || opcode == Bytecode::dstore) {
    *local = sp[1];
    sp += 2;
  } else if (opcode >= Bytecode::istore) {
    *local = *sp++;
  } else {
    *--sp = *local;
  }
  NEXT(4);
}

HANDLER(pop) {
  sp += 1;
  NEXT(1);
}
HANDLER(pop2) {
  sp += 2;
  NEXT(1);
}
HANDLER(dup) {
  sp -= 1;
  sp[0] = sp[1];
  NEXT(1);
}
HANDLER(dup_x1) {
  Slot a = sp[0], b = sp[1];
  sp -= 1;
  sp[0] = a, sp[1] = b, sp[2] = a;
  NEXT(1);
}
HANDLER(dup_x2) {
  Slot a = sp[0], b = sp[1], c = sp[2];
  sp -= 1;
  sp[0] = a, sp[1] = b, sp[2] = c, sp[3] = a;
  NEXT(1);
}
HANDLER(dup2) {
  sp -= 2;
  sp[0] = sp[2], sp[1] = sp[3];
  NEXT(1);
}
HANDLER(dup2_x1) {
  Slot a = sp[0], b = sp[1], c = sp[2];
  sp -= 2;
  sp[0] = a, sp[1] = b, sp[2] = c, sp[3] = a, sp[4] = b;
  NEXT(1);
}
HANDLER(dup2_x2) {
  Slot a = sp[0], b = sp[1], c = sp[2], d = sp[3];
  sp -= 2;
  sp[0] = a, sp[1] = b, sp[2] = c, sp[3] = d, sp[4] = a, sp[5] = b;
  NEXT(1);
}
HANDLER(swap) {
  Slot a = sp[0];
  sp[0] = sp[1];
  sp[1] = a;
  NEXT(1);
}

}  // namespace kiln::interpreter
