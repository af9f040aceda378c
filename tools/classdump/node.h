// tools/classdump/node.h - a class file as a tree: every item with the bytes it is made of and what they mean.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kiln::classdump {

struct Node {
  size_t offset = 0;
  size_t size_bytes = 0;
  std::string name;     // what it is: "access_flags", "#12 Utf8", "instruction"
  std::string meaning;  // what it says: "0x0021 public super"
  bool is_error = false;
  std::vector<Node> children;  // empty: a leaf, whose bytes are shown
};

}  // namespace kiln::classdump
