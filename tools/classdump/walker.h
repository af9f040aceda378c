// tools/classdump/walker.h - reads a class file that need not be well formed into a tree of nodes.
//
// The walker goes on as long as it knows where things are: a wrong index or an unknown tag inside an attribute is
// marked and skipped over, since the attribute says how long it is; a bad constant tag, or the end of the file, ends it.
// It does not judge: what the VM thinks of the file is told by parse_class, see main.cpp.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/classdump/node.h"

namespace kiln::classdump {

class Walker {
 public:
  explicit Walker(std::span<const uint8_t> file) : file_(file), end_(file.size()) {}

  // The whole file. Total memory is a multiple of the file's size; nesting of annotations is followed to a fixed depth.
  Node walk();

 private:
  struct Constant {
    uint8_t tag = 0;
    size_t offset = 0;  // of its content
    uint16_t length = 0;
  };

  // ---- reading: beyond end_ it yields zeroes and sets overrun_ ----
  uint8_t u1() { return static_cast<uint8_t>(number(1)); }
  uint16_t u2() { return static_cast<uint16_t>(number(2)); }
  uint32_t u4() { return number(4); }
  uint32_t number(unsigned bytes);
  uint32_t peek(size_t offset, unsigned bytes) const;
  size_t room() const { return end_ - at_; }

  // ---- nodes ----
  // A leaf for the bytes since `from`.
  void leaf(Node& parent, size_t from, std::string name, std::string meaning) {
    parent.children.push_back({from, at_ - from, std::move(name), std::move(meaning), false, {}});
  }
  void error(Node& parent, std::string meaning) {
    parent.children.push_back({at_, 0, "error", std::move(meaning), true, {}});
  }
  Node group(std::string name, std::string meaning = {}) const { return {at_, 0, std::move(name), std::move(meaning), false, {}}; }
  void close(Node& parent, Node node) {
    node.size_bytes = at_ - node.offset;
    parent.children.push_back(std::move(node));
  }
  // A number of 1, 2 or 4 bytes as a leaf.
  uint32_t number_leaf(Node& parent, unsigned bytes, std::string_view label);
  uint16_t constant_leaf(Node& parent, std::string_view label);
  void flags_leaf(Node& parent, std::string_view label, char kind);

  // ---- walker.cpp ----
  void read_members(Node& parent, bool methods);
  // ---- constants.cpp ----
  bool read_constants(Node& parent);
  std::string describe(uint16_t index, int depth = 0) const;
  std::string text(uint16_t index) const;
  // ---- attributes.cpp ----
  void read_attributes(Node& parent, char place);
  void read_attribute(Node& parent, std::string_view name, char place);
  bool read_format(Node& parent, std::string_view& format, bool skip);
  void read_special(Node& parent, std::string_view what);
  void read_annotation(Node& parent, int depth);
  void read_element_value(Node& parent, int depth);
  void read_type_annotation(Node& parent);
  // ---- code.cpp ----
  void read_code(Node& parent);
  void read_instructions(Node& parent, uint32_t length);
  void read_stack_map(Node& parent);
  void read_verification_type(Node& parent);

  std::span<const uint8_t> file_;
  size_t at_ = 0;
  size_t end_;  // of the attribute being read, or of the file
  bool overrun_ = false;
  std::vector<Constant> constants_;
};

// Names of the flags in `bits`; kinds as in formats.def.
std::string flag_names(uint16_t bits, char kind);

}  // namespace kiln::classdump
