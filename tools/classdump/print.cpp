#include "tools/classdump/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/show/json_text.h"

namespace kiln::classdump {

namespace {

constexpr size_t kPerLine = 8;

std::string hex(std::span<const uint8_t> bytes, const char* between) {
  std::string text;
  for (uint8_t b : bytes) text += fmt::format("{}{:02x}", text.empty() ? "" : between, b);
  return text;
}

void print_node(std::FILE* out, std::span<const uint8_t> file, const Node& node, size_t depth) {
  std::span<const uint8_t> bytes;
  if (node.children.empty()) bytes = file.subspan(node.offset, node.size_bytes);
  std::string words = fmt::format("{:{}}{}{}{}{}", "", 2 * depth, node.is_error ? "*** " : "", node.name, node.meaning.empty() ? "" : "  ", node.meaning);
  fmt::print(out, "{:08x}  {:<23}  {}\n", node.offset, hex(bytes.first(std::min(bytes.size(), kPerLine)), " "), words);
  for (size_t i = kPerLine; i < bytes.size(); i += kPerLine) {
    fmt::print(out, "{:08x}  {}\n", node.offset + i, hex(bytes.subspan(i, std::min(kPerLine, bytes.size() - i)), " "));
  }
  // The tree's depth is bounded by the walker, not by the file.
  for (const Node& child : node.children) print_node(out, file, child, depth + 1);
}

void print_json_node(std::FILE* out, std::span<const uint8_t> file, const Node& node, size_t depth) {
  fmt::print(out, "{:{}}{{\"offset\": {}, \"size\": {}, \"name\": {}", "", depth, node.offset, node.size_bytes, show::json_string(node.name));
  if (!node.meaning.empty()) fmt::print(out, ", \"meaning\": {}", show::json_string(node.meaning));
  if (node.is_error) fmt::print(out, ", \"error\": true");
  if (node.children.empty()) {
    fmt::print(out, ", \"bytes\": \"{}\"}}", hex(file.subspan(node.offset, node.size_bytes), ""));
    return;
  }
  fmt::print(out, ", \"children\": [\n");
  for (size_t i = 0; i < node.children.size(); i++) {
    print_json_node(out, file, node.children[i], depth + 1);
    fmt::print(out, "{}\n", i + 1 < node.children.size() ? "," : "");
  }
  fmt::print(out, "{:{}}]}}", "", depth);
}

}  // namespace

void print_text(std::FILE* out, std::span<const uint8_t> file, const Node& root) { print_node(out, file, root, 0); }

void print_json(std::FILE* out, std::span<const uint8_t> file, const Node& root) { print_json_node(out, file, root, 0); }

}  // namespace kiln::classdump
