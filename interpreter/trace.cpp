#include "interpreter/trace.h"

#include <fmt/format.h>

#include <cstdio>
#include <string>

#include "vm/bytecode/quick_bytecodes.h"

namespace kiln::interpreter {

void trace_instruction(const Thread& thread, const Frame& frame, const uint8_t* pc, const Slot* sp) {
  const Method* method = frame.method();
  std::string line = fmt::format("[{}] {}.{}{} @{:<4} {:<16} |", thread.os_id, method->holder->name_view(), method->name(),
                                 method->descriptor(), method->bci_of(pc), bytecode::name(bytecode::original_of(*pc)));
  const Slot* bottom = const_cast<Frame&>(frame).empty_stack();
  for (const Slot* slot = bottom - 1; slot >= sp; slot--) line += fmt::format(" {:x}", *slot);
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stdout);
}

}  // namespace kiln::interpreter
