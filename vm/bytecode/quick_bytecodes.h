// vm/bytecode/quick_bytecodes.h - enum of the internal instructions, and the way back to the standard ones.
#pragma once

#include "vm/bytecode/bytecodes.h"

namespace kiln::bytecode {

enum class Quick : uint8_t {
#define VM_QUICK(name, code, original) name = code,
#include "vm/bytecode/quick_bytecodes.def"
#undef VM_QUICK
};

// The standard instruction that an opcode byte of rewritten code stands for.
constexpr Bytecode original_of(uint8_t code) {
  switch (code) {
#define VM_QUICK(name, value, original) \
  case value:                           \
    return Bytecode::original;
#include "vm/bytecode/quick_bytecodes.def"
#undef VM_QUICK
  }
  return static_cast<Bytecode>(code);
}

}  // namespace kiln::bytecode
