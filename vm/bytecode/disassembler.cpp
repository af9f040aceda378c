#include "vm/bytecode/disassembler.h"

#include <fmt/format.h>

#include <iterator>
#include <vector>

#include "vm/bytecode/iterator.h"

namespace kiln::bytecode {

namespace {

void print_switch(std::string& out, const BytecodeIterator& it) {
  SwitchView view = it.switch_view();
  auto to = std::back_inserter(out);
  fmt::format_to(to, " {{");
  for (uint32_t i = 0; i < view.size(); i++) fmt::format_to(to, " {}: {}", view.key(i), view.target(i));
  fmt::format_to(to, " default: {} }}", view.default_target());
}

void print_operands(std::string& out, const BytecodeIterator& it, const DisassemblerCallbacks& callbacks) {
  std::string_view operands = info(it.opcode()).operands;
  auto to = std::back_inserter(out);
  if (operands == "T" || operands == "L") return print_switch(out, it);
  if (operands.empty()) return;
  switch (operands[0]) {
    case 'l':
      fmt::format_to(to, " {}", it.local_index());
      if (it.opcode() == Bytecode::iinc) fmt::format_to(to, ", {}", it.iinc_amount());
      return;
    case 's': fmt::format_to(to, " {}", it.immediate()); return;
    case 'o': fmt::format_to(to, " {}", static_cast<int32_t>(it.branch_target())); return;
    case 'a': fmt::format_to(to, " {}", array_type_name(it.array_type())); return;
    default: break;
  }
  uint16_t index = it.constant_index();
  fmt::format_to(to, " #{}", index);
  if (it.opcode() == Bytecode::invokeinterface) fmt::format_to(to, ", {}", it.interface_count());
  if (it.opcode() == Bytecode::multianewarray) fmt::format_to(to, ", {}", it.dimensions());
  if (callbacks.constant_text == nullptr) return;
  std::string text = callbacks.constant_text(callbacks.context, it.opcode(), index);
  if (!text.empty()) fmt::format_to(to, " // {}", text);
}

// Replaces an internal opcode by the instruction it stands for, so that the ordinary decoder can print its operands.
std::string disassemble_internal(std::span<const uint8_t> code, uint32_t bci, const InternalOpcode& meaning,
                                 const DisassemblerCallbacks& callbacks, uint32_t* length) {
  uint32_t needed = info(meaning.original).length;
  if (needed == 0 || bci + needed > code.size()) {  // switches are position dependent: copy everything
    std::vector<uint8_t> whole(code.begin(), code.end());
    whole[bci] = static_cast<uint8_t>(meaning.original);
    std::string text = disassemble_instruction(whole, bci, callbacks, length);
    return fmt::format("{} [{}]", meaning.name, text);
  }
  uint8_t bytes[8] = {static_cast<uint8_t>(meaning.original)};
  for (uint32_t i = 1; i < needed; i++) bytes[i] = code[bci + i];
  *length = needed;
  std::string text = fmt::format("{}", meaning.name);
  if (is_branch(meaning.original)) {
    int32_t offset = needed == 5 ? read_s4(bytes + 1) : read_s2(bytes + 1);
    return fmt::format("{} {}", text, static_cast<int32_t>(bci) + offset);
  }
  print_operands(text, BytecodeIterator({bytes, needed}), callbacks);
  return text;
}

}  // namespace

std::string disassemble_instruction(std::span<const uint8_t> code, uint32_t bci, const DisassemblerCallbacks& callbacks,
                                    uint32_t* length) {
  uint32_t ignored;
  if (length == nullptr) length = &ignored;
  *length = 1;
  if (bci >= code.size()) return "<outside the code>";
  if (!is_defined(code[bci])) {
    InternalOpcode meaning;
    if (callbacks.internal_opcode != nullptr) meaning = callbacks.internal_opcode(callbacks.context, code[bci]);
    if (meaning.name.empty()) return fmt::format("<illegal 0x{:02x}>", code[bci]);
    return disassemble_internal(code, bci, meaning, callbacks, length);
  }
  BytecodeIterator it(code, bci);
  if (it.error() != nullptr) return fmt::format("<truncated {}>", name(it.raw_opcode()));
  *length = it.length();
  std::string text(name(it.opcode()));
  if (it.is_wide()) text += "_w";
  print_operands(text, it, callbacks);
  return text;
}

std::string disassemble(std::span<const uint8_t> code, const DisassemblerCallbacks& callbacks) {
  std::string out;
  for (uint32_t bci = 0, length = 0; bci < code.size(); bci += length) {
    std::string text = disassemble_instruction(code, bci, callbacks, &length);
    fmt::format_to(std::back_inserter(out), "{:5}: {}\n", bci, text);
  }
  return out;
}

}  // namespace kiln::bytecode
