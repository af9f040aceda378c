// vm/bytecode/disassembler.h - instructions as text, in the manner of javap -c.
//
//   disassemble_instruction(code, 7, {})   "getfield #7"   or, with a resolver, "getfield #7 // Foo.bar:I"
//
// What a constant pool index means and what the interpreter's internal opcodes stand for are questions put to the
// caller, because this layer knows neither. Safe on any bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "vm/bytecode/bytecodes.h"

namespace kiln::bytecode {

// An internal opcode (0xcb and above) explained: its name, and the JVM instruction whose length and operands it has.
struct InternalOpcode {
  std::string_view name;  // empty: unknown
  Bytecode original = Bytecode::nop;
};

struct DisassemblerCallbacks {
  void* context = nullptr;
  // Text for the constant pool entry `index` used by `code`; empty for nothing to say. May be null.
  std::string (*constant_text)(void* context, Bytecode code, uint16_t index) = nullptr;
  // Meaning of an internal opcode. May be null.
  InternalOpcode (*internal_opcode)(void* context, uint8_t code) = nullptr;
};

// The instruction at `bci` without address. Sets *length (if given) to its length in bytes, at least 1; ill-formed
// instructions read "<illegal 0xcc>" or "<truncated ...>" and have length 1.
std::string disassemble_instruction(std::span<const uint8_t> code, uint32_t bci, const DisassemblerCallbacks& callbacks,
                                    uint32_t* length = nullptr);

// A whole method, one instruction a line: "   12: iadd\n".
std::string disassemble(std::span<const uint8_t> code, const DisassemblerCallbacks& callbacks);

}  // namespace kiln::bytecode
