// tools/classdump/print.h - the tree of a class file as text and as JSON.
#pragma once

#include <cstdint>
#include <cstdio>
#include <span>

#include "tools/classdump/node.h"

namespace kiln::classdump {

// Bytes on the left, eight a line, names and meanings on the right, indented by depth.
void print_text(std::FILE* out, std::span<const uint8_t> file, const Node& root);
// {"offset", "size", "name", "meaning", "bytes" (leaves), "error" (if true), "children"}
void print_json(std::FILE* out, std::span<const uint8_t> file, const Node& root);

}  // namespace kiln::classdump
