#include "tools/classdump/walker.h"

namespace kiln::classdump {

uint32_t Walker::peek(size_t offset, unsigned bytes) const {
  uint32_t value = 0;
  for (unsigned i = 0; i < bytes; i++) value = value << 8 | (offset + i < file_.size() ? file_[offset + i] : 0u);
  return value;
}

uint32_t Walker::number(unsigned bytes) {
  if (room() < bytes) {
    overrun_ = true;
    at_ = end_;
    return 0;
  }
  uint32_t value = peek(at_, bytes);
  at_ += bytes;
  return value;
}

uint32_t Walker::number_leaf(Node& parent, unsigned bytes, std::string_view label) {
  size_t from = at_;
  uint32_t value = number(bytes);
  if (!overrun_) leaf(parent, from, std::string(label), fmt::format("{}", value));
  return value;
}

uint16_t Walker::constant_leaf(Node& parent, std::string_view label) {
  size_t from = at_;
  uint16_t index = u2();
  if (!overrun_) leaf(parent, from, std::string(label), fmt::format("#{} {}", index, describe(index)));
  return index;
}

void Walker::flags_leaf(Node& parent, std::string_view label, char kind) {
  size_t from = at_;
  uint16_t bits = u2();
  if (!overrun_) leaf(parent, from, std::string(label), fmt::format("0x{:04x}{}", bits, flag_names(bits, kind)));
}

std::string flag_names(uint16_t bits, char kind) {
  struct Flag {
    uint16_t bit;
    const char* kinds;
    const char* name;
  };
  static constexpr Flag kFlags[] = {
      {0x0001, "CFMI", "public"},     {0x0002, "FMI", "private"},     {0x0004, "FMI", "protected"},   {0x0008, "FMI", "static"},
      {0x0010, "CFMIP", "final"},     {0x0020, "C", "super"},         {0x0020, "M", "synchronized"},  {0x0020, "O", "open"},
      {0x0020, "R", "transitive"},    {0x0040, "F", "volatile"},      {0x0040, "M", "bridge"},        {0x0040, "R", "static_phase"},
      {0x0080, "F", "transient"},     {0x0080, "M", "varargs"},       {0x0100, "M", "native"},        {0x0200, "CI", "interface"},
      {0x0400, "CMI", "abstract"},    {0x0800, "M", "strict"},        {0x1000, "CFMIPXRO", "synthetic"}, {0x2000, "CI", "annotation"},
      {0x4000, "CFI", "enum"},        {0x8000, "C", "module"},        {0x8000, "PXRO", "mandated"},
  };
  std::string text;
  uint16_t rest = bits;
  for (const Flag& flag : kFlags) {
    if ((bits & flag.bit) == 0 || std::string_view(flag.kinds).find(kind) == std::string_view::npos) continue;
    text += fmt::format(" {}", flag.name);
    rest &= static_cast<uint16_t>(~flag.bit);
  }
  if (rest != 0) text += fmt::format(" (undefined: 0x{:04x})", rest);
  return text;
}

Node Walker::walk() {
  Node root = group("class file", fmt::format("{} bytes", file_.size()));
  size_t from = at_;
  uint32_t magic = u4();
  if (!overrun_) leaf(root, from, "magic", magic == 0xcafebabe ? "0xcafebabe" : fmt::format("0x{:08x}, not 0xcafebabe", magic));
  number_leaf(root, 2, "minor_version");
  from = at_;
  uint16_t major = u2();
  if (!overrun_) leaf(root, from, "major_version", fmt::format("{}{}", major, major >= 49 ? fmt::format(" (Java {})", major - 44) : ""));
  if (!overrun_ && read_constants(root)) {
    flags_leaf(root, "access_flags", 'C');
    constant_leaf(root, "this_class");
    constant_leaf(root, "super_class");
    Node interfaces = group("interfaces");
    uint32_t count = number_leaf(interfaces, 2, "interfaces_count");
    for (uint32_t i = 0; i < count && !overrun_; i++) constant_leaf(interfaces, "interface");
    close(root, std::move(interfaces));
    if (!overrun_) read_members(root, false);
    if (!overrun_) read_members(root, true);
    if (!overrun_) read_attributes(root, 'C');
    if (!overrun_ && at_ < file_.size()) {
      from = at_;
      at_ = file_.size();
      leaf(root, from, "extra bytes", fmt::format("{} bytes behind the class", at_ - from));
      root.children.back().is_error = true;
    }
  }
  if (overrun_) error(root, "the file ends here, in the middle of an item");
  root.size_bytes = file_.size();
  return root;
}

void Walker::read_members(Node& parent, bool methods) {
  Node list = group(methods ? "methods" : "fields");
  uint32_t count = number_leaf(list, 2, methods ? "methods_count" : "fields_count");
  for (uint32_t i = 0; i < count && !overrun_; i++) {
    Node member = group(methods ? "method" : "field");
    flags_leaf(member, "access_flags", methods ? 'M' : 'F');
    uint16_t name = constant_leaf(member, "name_index");
    uint16_t descriptor = constant_leaf(member, "descriptor_index");
    member.meaning = text(name) + (methods ? "" : ":") + text(descriptor);
    if (!overrun_) read_attributes(member, methods ? 'M' : 'F');
    close(list, std::move(member));
  }
  close(parent, std::move(list));
}

}  // namespace kiln::classdump
