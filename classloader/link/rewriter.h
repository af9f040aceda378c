// classloader/link/rewriter.h - the one rewriting of bytecode before it is published (design decision 7).
//
// Opcodes become the internal ones of vm/bytecode/quick_bytecodes.def, which know the type of a field or constant;
// lengths and constant pool indices stay. The zero bytes of an invokedynamic receive its number among the class's call
// sites: resolved entry `pool size + number`.
#pragma once

#include <cstdint>
#include <span>

#include "vm/meta/class.h"

namespace kiln {

// Number of invokedynamic instructions; stops at the first malformed instruction (the verifier will refuse it).
uint32_t count_call_sites(std::span<const uint8_t> code);

// Rewrites `copy`, which holds the bytes of `original`. *next_call_site is the class's running number;
// *has_subroutines says whether the code contains jsr, jsr_w or ret. False: there is an instruction that cannot be walked over or names no fitting constant; only possible in code that was not verified.
[[nodiscard]] bool rewrite_code(std::span<const uint8_t> original, uint8_t* copy, const ConstantPool& constants,
                                bool is_object_constructor, uint32_t* next_call_site, bool* has_subroutines);

}  // namespace kiln
