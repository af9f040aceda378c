// tools/classdump/constants.cpp - the constant pool (JVMS 4.4), and constants in words.
#include <bit>
#include <cmath>

#include "tools/classdump/walker.h"

namespace kiln::classdump {

namespace {

struct TagName {
  uint8_t tag;
  uint8_t bytes;  // of the content; 0: Utf8
  const char* name;
};
constexpr TagName kTags[] = {{1, 0, "Utf8"},         {3, 4, "Integer"},          {4, 4, "Float"},        {5, 8, "Long"},
                             {6, 8, "Double"},       {7, 2, "Class"},            {8, 2, "String"},       {9, 4, "Fieldref"},
                             {10, 4, "Methodref"},   {11, 4, "InterfaceMethodref"}, {12, 4, "NameAndType"}, {15, 3, "MethodHandle"},
                             {16, 2, "MethodType"},  {17, 4, "Dynamic"},         {18, 4, "InvokeDynamic"}, {19, 2, "Module"},
                             {20, 2, "Package"}};

const TagName* find_tag(uint8_t tag) {
  for (const TagName& row : kTags) {
    if (row.tag == tag) return &row;
  }
  return nullptr;
}

constexpr const char* kHandleKinds[] = {"?",           "getField",     "getStatic",     "putField",         "putStatic",
                                        "invokeVirtual", "invokeStatic", "invokeSpecial", "newInvokeSpecial", "invokeInterface"};

// Printable ASCII as it is, other bytes escaped; long texts are cut.
std::string readable(std::span<const uint8_t> bytes) {
  constexpr size_t kLongest = 200;
  std::string text;
  for (uint8_t c : bytes.first(std::min(bytes.size(), kLongest))) {
    if (c == '\n') text += "\\n";
    else if (c == '\\') text += "\\\\";
    else if (c >= ' ' && c < 0x7f) text += static_cast<char>(c);
    else text += fmt::format("\\x{:02x}", c);
  }
  if (bytes.size() > kLongest) text += fmt::format("... ({} bytes)", bytes.size());
  return text;
}

}  // namespace

bool Walker::read_constants(Node& parent) {
  Node pool = group("constant pool");
  uint32_t count = number_leaf(pool, 2, "constant_pool_count");
  constants_.resize(std::max<uint32_t>(count, 1));
  bool fine = true;
  for (uint32_t i = 1; i < count && !overrun_; i++) {
    size_t from = at_;
    uint8_t tag = u1();
    const TagName* row = find_tag(tag);
    if (overrun_) break;
    if (row == nullptr) {
      at_ = from;
      error(pool, fmt::format("#{}: {} is no constant tag; what follows cannot be told apart", i, tag));
      fine = false;
      break;
    }
    uint32_t length = row->bytes;
    if (tag == 1) length = u2();
    constants_[i] = {tag, at_, static_cast<uint16_t>(length)};
    if (room() < length) {
      overrun_ = true;
      length = static_cast<uint32_t>(room());
    }
    at_ += length;
    leaf(pool, from, fmt::format("#{} {}", i, row->name), {});
    if (tag == 5 || tag == 6) i++;
  }
  // Constants name later ones: their meaning is told when all are known.
  for (Node& node : pool.children) {
    if (node.name.starts_with('#')) node.meaning = describe(static_cast<uint16_t>(std::stoi(node.name.substr(1))));
  }
  close(parent, std::move(pool));
  return fine && !overrun_;
}

std::string Walker::text(uint16_t index) const {
  if (index >= constants_.size() || constants_[index].tag != 1) return "?";
  const Constant& c = constants_[index];
  size_t length = std::min<size_t>(c.length, file_.size() - c.offset);
  return readable(file_.subspan(c.offset, length));
}

// References are followed a few steps only, so that circles end.
std::string Walker::describe(uint16_t index, int depth) const {
  if (index == 0) return depth == 0 ? "(none)" : "#0?";
  if (index >= constants_.size() || constants_[index].tag == 0) return "(no such constant)";
  if (depth > 4) return "...";
  const Constant& c = constants_[index];
  auto first = static_cast<uint16_t>(peek(c.offset, 2)), second = static_cast<uint16_t>(peek(c.offset + 2, 2));
  auto sub = [&](uint16_t i) { return describe(i, depth + 1); };
  switch (c.tag) {
    case 1: return text(index);
    case 3: return fmt::format("{}", static_cast<int32_t>(peek(c.offset, 4)));
    case 4: return fmt::format("{}f", std::bit_cast<float>(peek(c.offset, 4)));
    case 5: case 6: {
      uint64_t bits = uint64_t{peek(c.offset, 4)} << 32 | peek(c.offset + 4, 4);
      return c.tag == 5 ? fmt::format("{}L", static_cast<int64_t>(bits)) : fmt::format("{}d", std::bit_cast<double>(bits));
    }
    case 7: case 16: case 19: case 20: return sub(first);
    case 8: return fmt::format("\"{}\"", sub(first));
    case 9: case 10: case 11: return fmt::format("{}.{}", sub(first), sub(second));
    case 12: {
      std::string descriptor = sub(second);
      return fmt::format("{}{}{}", sub(first), descriptor.starts_with('(') ? "" : ":", descriptor);
    }
    case 15: {
      auto kind = static_cast<uint8_t>(peek(c.offset, 1));
      return fmt::format("{} {}", kind < std::size(kHandleKinds) ? kHandleKinds[kind] : "?", sub(static_cast<uint16_t>(peek(c.offset + 1, 2))));
    }
    default: return fmt::format("bootstrap method {}, {}", first, sub(second));
  }
}

}  // namespace kiln::classdump
