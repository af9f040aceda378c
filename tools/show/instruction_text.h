// tools/show/instruction_text.h - an instruction with its operands in words: "iload 4", "goto 17", "ldc #2 String a".
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "vm/bytecode/iterator.h"

namespace kiln::show {

// The instruction that `it` stands on; it.error() must be null. `describe(index)` says what a constant is.
template <typename Describe>
std::string instruction_text(const bytecode::BytecodeIterator& it, Describe describe) {
  Bytecode opcode = it.opcode();
  std::string text = fmt::format("{}{}", it.is_wide() ? "wide " : "", bytecode::name(opcode));
  std::string_view operands = bytecode::info(opcode).operands;
  if (bytecode::is_switch(opcode)) {
    bytecode::SwitchView view = it.switch_view();
    text += fmt::format(" default:{}", view.default_target());
    constexpr uint32_t kShown = 64;
    for (uint32_t i = 0; i < std::min(view.size(), kShown); i++) text += fmt::format(" {}:{}", view.key(i), view.target(i));
    if (view.size() > kShown) text += fmt::format(" ... ({} cases)", view.size());
  } else if (bytecode::is_branch(opcode)) {
    text += fmt::format(" {}", it.branch_target());
  } else if (opcode == Bytecode::iinc) {
    text += fmt::format(" {} {}", it.local_index(), it.iinc_amount());
  } else if (opcode == Bytecode::newarray) {
    static constexpr const char* kTypes[] = {"boolean", "char", "float", "double", "byte", "short", "int", "long"};
    uint8_t type = it.array_type();
    text += type >= 4 && type <= 11 ? fmt::format(" {}", kTypes[type - 4]) : fmt::format(" {}?", type);
  } else if (opcode == Bytecode::bipush || opcode == Bytecode::sipush) {
    text += fmt::format(" {}", it.immediate());
  } else if (it.length() >= 2 && operands.find_first_of("ckfmyi") != std::string_view::npos) {
    uint16_t index = it.constant_index();
    text += fmt::format(" #{} {}", index, describe(index));
    if (opcode == Bytecode::multianewarray) text += fmt::format(" dimensions {}", it.dimensions());
  } else if (it.length() >= 2) {
    text += fmt::format(" {}", it.local_index());
  }
  return text;
}

}  // namespace kiln::show
