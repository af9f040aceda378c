// interpreter/trace.h - prints an instruction with the operand stack before it runs (-XX:+TraceBytecodes).
#pragma once

#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln::interpreter {

// To stdout: "[tid] java.lang.String.hashCode()I @12 iload_1      | 3 0x..". Not a safepoint.
void trace_instruction(const Thread& thread, const Frame& frame, const uint8_t* pc, const Slot* sp);

}  // namespace kiln::interpreter
