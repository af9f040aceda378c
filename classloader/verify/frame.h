// classloader/verify/frame.h - the types of locals and operand stack at one point of a method.
#pragma once

#include <cstdint>
#include <vector>

#include "classloader/verify/verification_type.h"

namespace kiln::classfile {

// The current frame of the type checker. `locals` and `stack` have room for max_locals and max_stack types; only the
// first locals_size and stack_size are in use. Popped types stay in place until overwritten, so that an error message
// can show the stack as the instruction found it (stack_mark types).
struct Frame {
  uint32_t bci = 0;
  bool this_uninitialized = false;  // in a constructor, before this(...) or super(...)
  uint32_t locals_size = 0;
  uint32_t stack_size = 0;
  int32_t stack_mark = -1;  // stack size at the start of the instruction; -1: not inside an instruction
  std::vector<VerificationType> locals;
  std::vector<VerificationType> stack;

  uint32_t shown_stack_size() const { return stack_mark < 0 ? stack_size : static_cast<uint32_t>(stack_mark); }
};

// A frame as somebody else's message or comparison sees it.
struct FrameView {
  uint32_t bci = 0;
  bool this_uninitialized = false;
  const VerificationType* locals = nullptr;
  uint32_t locals_size = 0;
  const VerificationType* stack = nullptr;
  uint32_t stack_size = 0;
};

}  // namespace kiln::classfile
