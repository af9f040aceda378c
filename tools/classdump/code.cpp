// tools/classdump/code.cpp - the Code attribute: instructions, handlers, stack map frames.
#include "tools/classdump/walker.h"
#include "tools/show/instruction_text.h"
#include "vm/bytecode/iterator.h"

namespace kiln::classdump {

void Walker::read_code(Node& parent) {
  number_leaf(parent, 2, "max_stack");
  number_leaf(parent, 2, "max_locals");
  uint32_t length = number_leaf(parent, 4, "code_length");
  if (overrun_) return;
  Node code = group("code");
  read_instructions(code, length);
  close(parent, std::move(code));
  if (overrun_) return;
  std::string_view handlers = "exception_table_length:2[ start_pc:2 end_pc:2 handler_pc:2 catch_type:c ]";
  if (read_format(parent, handlers, false)) read_attributes(parent, 'O');
}

void Walker::read_instructions(Node& parent, uint32_t length) {
  size_t start = at_;
  if (length > room()) {
    error(parent, fmt::format("code of {} bytes, but only {} are left", length, room()));
    length = static_cast<uint32_t>(room());
    overrun_ = true;
  }
  for (bytecode::BytecodeIterator it(file_.subspan(start, length)); !it.at_end(); it.next()) {
    size_t from = at_ = start + it.bci();
    if (const char* problem = it.error()) {
      at_ = start + length;
      leaf(parent, from, fmt::format("{}:", it.bci()), problem);
      parent.children.back().is_error = true;
      break;
    }
    at_ = start + it.next_bci();
    std::string text = show::instruction_text(it, [&](uint16_t index) { return describe(index); });
    leaf(parent, from, fmt::format("{}:", it.bci()), std::move(text));
  }
  at_ = start + length;
}

void Walker::read_verification_type(Node& parent) {
  static constexpr const char* kNames[] = {"top", "int", "float", "double", "long", "null", "uninitializedThis", "class", "uninitialized"};
  size_t from = at_;
  uint8_t tag = u1();
  if (overrun_) return;
  std::string text = tag < std::size(kNames) ? kNames[tag] : fmt::format("{} is no verification type", tag);
  if (tag == 7) text = describe(u2());
  if (tag == 8) text += fmt::format(" {}", u2());
  if (overrun_) return;
  leaf(parent, from, "type", std::move(text));
  if (tag >= std::size(kNames)) {
    parent.children.back().is_error = true;
    at_ = end_;
    overrun_ = true;
  }
}

void Walker::read_stack_map(Node& parent) {
  uint32_t count = number_leaf(parent, 2, "number_of_entries");
  int64_t bci = -1;
  for (uint32_t i = 0; i < count && !overrun_; i++) {
    Node frame = group("frame");
    size_t from = at_;
    uint8_t tag = u1();
    if (overrun_) break;
    const char* kind = tag < 64    ? "same"
                       : tag < 128 ? "same_locals_1_stack_item"
                       : tag < 247 ? "reserved"
                       : tag == 247 ? "same_locals_1_stack_item_extended"
                       : tag < 251 ? "chop"
                       : tag == 251 ? "same_extended"
                       : tag < 255 ? "append"
                                   : "full";
    uint32_t delta = tag < 128 ? tag & 63u : tag >= 247 ? u2() : 0u;
    if (overrun_) break;
    bci += delta + 1;
    leaf(frame, from, "frame_type", fmt::format("{} {}", tag, kind));
    frame.meaning = fmt::format("@{} {}", bci, kind);
    auto types = [&](const char* label, uint32_t number) {
      Node list = group(label);
      for (uint32_t j = 0; j < number && !overrun_; j++) read_verification_type(list);
      if (!list.children.empty()) close(frame, std::move(list));
    };
    if (tag >= 128 && tag < 247) {
      frame.children.back().is_error = true;
      at_ = end_;
      overrun_ = true;
    } else if ((tag >= 64 && tag < 128) || tag == 247) {
      types("stack", 1);
    } else if (tag >= 248 && tag <= 250) {
      frame.meaning += fmt::format(" {}", 251 - tag);
    } else if (tag >= 252 && tag < 255) {
      types("locals", tag - 251u);
    } else if (tag == 255) {
      types("locals", number_leaf(frame, 2, "number_of_locals"));
      if (!overrun_) types("stack", number_leaf(frame, 2, "number_of_stack_items"));
    }
    close(parent, std::move(frame));
  }
}

}  // namespace kiln::classdump
