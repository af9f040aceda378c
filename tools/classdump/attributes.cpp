// tools/classdump/attributes.cpp - attributes: those that formats.def describes, and annotations.
#include "tools/classdump/walker.h"

namespace kiln::classdump {

namespace {

struct AttributeFormat {
  std::string_view name, places, format;
};
constexpr AttributeFormat kFormats[] = {
#define VM_ATTRIBUTE(name, places, format) {name, places, format},
#include "tools/classdump/formats.def"
};

// Annotations inside annotations are shown to this depth.
constexpr int kDeepest = 50;

// Takes the first word off `format`.
std::string_view take_word(std::string_view& format) {
  format.remove_prefix(std::min(format.find_first_not_of(' '), format.size()));
  std::string_view word = format.substr(0, format.find(' '));
  format.remove_prefix(word.size());
  return word;
}

}  // namespace

void Walker::read_attributes(Node& parent, char place) {
  Node list = group("attributes");
  uint32_t count = number_leaf(list, 2, "attributes_count");
  for (uint32_t i = 0; i < count && !overrun_; i++) {
    Node node = group("attribute");
    uint16_t index = constant_leaf(node, "attribute_name_index");
    node.meaning = text(index);
    size_t outer_end = end_;
    size_t from = at_;
    uint32_t length = u4();
    if (!overrun_) leaf(node, from, "attribute_length", fmt::format("{}", length));
    if (!overrun_ && length > room()) {
      error(node, fmt::format("it says to be {} bytes long, but only {} are left", length, room()));
      at_ = end_;
      overrun_ = true;
    } else if (!overrun_) {
      end_ = at_ + length;
      read_attribute(node, node.meaning, place);
      if (overrun_) error(node, "the attribute ends here, in the middle of an item");
      overrun_ = false;
      if (at_ < end_) {
        from = at_;
        at_ = end_;
        leaf(node, from, "rest", fmt::format("{} bytes behind the attribute's content", at_ - from));
        node.children.back().is_error = true;
      }
      end_ = outer_end;
    }
    close(list, std::move(node));
  }
  close(parent, std::move(list));
}

void Walker::read_attribute(Node& parent, std::string_view name, char place) {
  for (const AttributeFormat& row : kFormats) {
    if (row.name != name || row.places.find(place) == std::string_view::npos) continue;
    std::string_view format = row.format;
    read_format(parent, format, false);
    return;
  }
  size_t from = at_;
  at_ = end_;
  leaf(parent, from, "info", "an attribute that means nothing here");
}

// Reads items up to the end of `format` or of a bracketed group, which is taken off; `skip` only does the latter.
bool Walker::read_format(Node& parent, std::string_view& format, bool skip) {
  for (std::string_view word = take_word(format); !word.empty() && word != "]"; word = take_word(format)) {
    bool repeated = word.ends_with('[');
    if (skip) {
      if (repeated) read_format(parent, format, true);
      continue;
    }
    if (word[0] == '@') {
      read_special(parent, word.substr(1));
      continue;
    }
    size_t colon = word.find(':');
    std::string_view label = word.substr(0, colon);
    char kind = word[colon + 1];
    if (repeated) {
      uint32_t count = number_leaf(parent, kind == '1' ? 1 : 2, label);
      std::string_view inner = format;
      for (uint32_t i = 0; i < count && !overrun_; i++) {
        std::string_view again = inner;
        Node row = group(fmt::format("[{}]", i));
        read_format(row, again, false);
        close(parent, std::move(row));
      }
      read_format(parent, format, true);
    } else if (kind >= '1' && kind <= '4') {
      number_leaf(parent, static_cast<unsigned>(kind - '0'), label);
    } else if (kind == 'c') {
      constant_leaf(parent, label);
    } else if (kind == 't') {
      size_t from = at_;
      at_ = end_;
      leaf(parent, from, std::string(label), std::string(reinterpret_cast<const char*>(file_.data()) + from, std::min<size_t>(at_ - from, 60)));
    } else {
      flags_leaf(parent, label, kind);
    }
    if (overrun_) return false;
  }
  return true;
}

void Walker::read_special(Node& parent, std::string_view what) {
  if (what == "code") return read_code(parent);
  if (what == "stack_map") return read_stack_map(parent);
  if (what == "component_attributes") return read_attributes(parent, 'R');
  if (what == "element_value") return read_element_value(parent, 0);
  if (what == "parameter_annotations") {
    uint32_t parameters = number_leaf(parent, 1, "num_parameters");
    for (uint32_t i = 0; i < parameters && !overrun_; i++) {
      Node node = group(fmt::format("parameter {}", i));
      uint32_t count = number_leaf(node, 2, "num_annotations");
      for (uint32_t j = 0; j < count && !overrun_; j++) read_annotation(node, 0);
      close(parent, std::move(node));
    }
    return;
  }
  uint32_t count = number_leaf(parent, 2, "num_annotations");
  for (uint32_t i = 0; i < count && !overrun_; i++) {
    if (what == "type_annotations") read_type_annotation(parent);
    else read_annotation(parent, 0);
  }
}

void Walker::read_annotation(Node& parent, int depth) {
  Node node = group("annotation");
  node.meaning = describe(constant_leaf(node, "type_index"));
  uint32_t pairs = number_leaf(node, 2, "num_element_value_pairs");
  for (uint32_t i = 0; i < pairs && !overrun_; i++) {
    constant_leaf(node, "element_name_index");
    if (!overrun_) read_element_value(node, depth + 1);
  }
  close(parent, std::move(node));
}

void Walker::read_element_value(Node& parent, int depth) {
  if (depth > kDeepest) {
    error(parent, "nested too deeply to be shown");
    at_ = end_;
    overrun_ = true;
    return;
  }
  size_t from = at_;
  auto tag = static_cast<char>(u1());
  if (overrun_) return;
  leaf(parent, from, "tag", fmt::format("'{}'", tag));
  switch (tag) {
    case 'B': case 'C': case 'D': case 'F': case 'I': case 'J': case 'S': case 'Z': case 's':
      constant_leaf(parent, "const_value_index");
      return;
    case 'c': constant_leaf(parent, "class_info_index"); return;
    case 'e':
      constant_leaf(parent, "type_name_index");
      constant_leaf(parent, "const_name_index");
      return;
    case '@': return read_annotation(parent, depth + 1);
    case '[': {
      Node node = group("array");
      uint32_t count = number_leaf(node, 2, "num_values");
      for (uint32_t i = 0; i < count && !overrun_; i++) read_element_value(node, depth + 1);
      close(parent, std::move(node));
      return;
    }
    default:
      error(parent, "no tag of an element value");
      at_ = end_;
      overrun_ = true;
  }
}

// JVMS 4.7.20: what is annotated, the way to the part of a type, the annotation.
void Walker::read_type_annotation(Node& parent) {
  Node node = group("type annotation");
  size_t from = at_;
  uint8_t target = u1();
  if (!overrun_) leaf(node, from, "target_type", fmt::format("0x{:02x}", target));
  std::string_view format;
  switch (target) {
    case 0x00: case 0x01: format = "type_parameter_index:1"; break;
    case 0x10: format = "supertype_index:2"; break;
    case 0x11: case 0x12: format = "type_parameter_index:1 bound_index:1"; break;
    case 0x13: case 0x14: case 0x15: break;
    case 0x16: format = "formal_parameter_index:1"; break;
    case 0x17: format = "throws_type_index:2"; break;
    case 0x40: case 0x41: format = "table_length:2[ start_pc:2 length:2 index:2 ]"; break;
    case 0x42: format = "exception_table_index:2"; break;
    case 0x43: case 0x44: case 0x45: case 0x46: format = "offset:2"; break;
    case 0x47: case 0x48: case 0x49: case 0x4a: case 0x4b: format = "offset:2 type_argument_index:1"; break;
    default:
      error(node, "no target of a type annotation");
      at_ = end_;
      overrun_ = true;
  }
  if (!overrun_) read_format(node, format, false);
  std::string_view path = "path_length:1[ type_path_kind:1 type_argument_index:1 ]";
  if (!overrun_) read_format(node, path, false);
  if (!overrun_) read_annotation(node, 0);
  close(parent, std::move(node));
}

}  // namespace kiln::classdump
