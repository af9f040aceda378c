// classloader/verify/inference_state.h - what type inference knows at one instruction (JVMS 4.10.2.2).
//
// Locals hold long and double as two types, the stack as one. Within subroutines (jsr/ret) the state also lists the
// subroutines being executed, outermost first, and which locals each has touched: after `ret` the untouched ones keep
// what they had at the jsr.
#pragma once

#include <cstdint>
#include <vector>

#include "classloader/verify/verification_type.h"

namespace kiln::classfile {

struct ActiveSubroutine {
  uint16_t entry = 0;          // bci of its first instruction
  std::vector<bool> modified;  // by local; may be shorter than the locals
  bool operator==(const ActiveSubroutine&) const = default;
};

struct InferenceState {
  bool reached = false;
  bool constructed = true;      // this(...) or super(...) was called on every way here; only looked at in constructors
  bool cannot_return = false;   // came by a handler around that call
  std::vector<VerificationType> locals;
  std::vector<VerificationType> stack;
  std::vector<ActiveSubroutine> subroutines;

  static uint32_t slots(const VerificationType& type) { return type.is_category2() ? 2 : 1; }
  uint32_t stack_slots() const {
    uint32_t sum = 0;
    for (const VerificationType& type : stack) sum += slots(type);
    return sum;
  }
  void set_local(uint32_t index, VerificationType type) {
    if (index >= locals.size()) locals.resize(index + 1);
    // Half a long is no value.
    if (locals[index].is_category2() && index + 1 < locals.size()) locals[index + 1] = TypeKind::kTop;
    if (locals[index].is_category2_2nd() && index > 0) locals[index - 1] = TypeKind::kTop;
    locals[index] = type;
    for (ActiveSubroutine& s : subroutines) {
      if (index >= s.modified.size()) s.modified.resize(index + 1);
      s.modified[index] = true;
    }
  }
};

}  // namespace kiln::classfile
