// jit/codegen/macro_assembler.h - the seam between compilers and processors: registers by their roles, addresses, and the
// instructions that code is made of. Compilers include this file and name no processor.
//
// A processor needs a header of its own beside macro_assembler_x86_64.h, with
//
//   Gp, Vec, Mem       registers and addresses (asmjit has them for each processor), and the functions that make them
//   k... registers     every role below; the numbers of temporaries and pins may differ, flow.h has the most of them
//   MacroAssembler     the same functions. What a processor cannot do in one instruction (arithmetic on memory, a large constant,
//                      a compare-and-swap) it does in several, with registers of its own that have no role
//
// What holds everywhere: instructions on word(r) clear the upper half of r; only `compare`, `test`, arithmetic on general
// registers and compare_and_swap change the flags; moves, load_address and vector arithmetic leave them.
#pragma once

#if defined(__x86_64__)
#include "jit/codegen/macro_assembler_x86_64.h"
#else
#error "no macro assembler for this processor"
#endif
