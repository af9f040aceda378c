// interpreter/stubs_layout.h - where arguments stand, in Java's convention (vm/exec/call_shape.h) and C's.
#pragma once

#include <asmjit/x86.h>

#include <string_view>
#include <vector>

namespace kiln::interpreter {

inline constexpr asmjit::x86::Gp kJavaRegisters[] = {asmjit::x86::rsi, asmjit::x86::rdx, asmjit::x86::rcx,
                                                     asmjit::x86::r8,  asmjit::x86::r9,  asmjit::x86::rdi};
inline constexpr asmjit::x86::Gp kCRegisters[] = {asmjit::x86::rdi, asmjit::x86::rsi, asmjit::x86::rdx,
                                                  asmjit::x86::rcx, asmjit::x86::r8,  asmjit::x86::r9};

struct Argument {
  char kind;           // A (reference, where it matters), I, J, F, D
  int slot;            // first local / stack slot
  int register_index;  // general or vector register; -1: on the stack
  int stack_index;     // 8-byte words
  bool is_float() const { return kind == 'F' || kind == 'D'; }
};

struct Layout {
  std::vector<Argument> arguments;
  int slots = 0;
  int stack_words = 0;
};

// Assigns argument kinds to the general registers from `first_general` to the sixth, the eight vector registers and the stack.
Layout lay_out(std::string_view kinds, int first_general);

}  // namespace kiln::interpreter
