// classloader/parse/constants.cpp - the constant pool (JVMS 4.4): read all, then check links, then check texts.
#include "classloader/parse/class_parser_impl.h"
#include "classloader/parse/modified_utf8.h"

namespace kiln::classfile {

bool ClassParser::parse_constants() {
  uint16_t count = in_.u2();
  if (overrun() || count == 0) return fail("Illegal constant pool size {} in class file {}", count);
  pool_.entries().resize(count);
  for (uint16_t i = 1; i < count; i++) {
    uint8_t tag = in_.u1();
    if (overrun()) return truncated();
    if (!read_constant(i, tag)) return false;
    Tag seen = pool_[i].tag;
    if ((seen == Tag::kLong || seen == Tag::kDouble) && ++i >= count)
      return fail("Invalid constant pool entry {} in class file {}", i - 1);
  }
  if (overrun()) return truncated();
  if (module_constant_ != 0) return true;  // refused after a look at the access flags
  for (uint16_t i = 1; i < count; i++) {
    if (!check_constant_links(i)) return false;
  }
  if (!check_) return true;
  for (uint16_t i = 1; i < count; i++) {
    if (!check_constant_format(i)) return false;
  }
  return true;
}

bool ClassParser::read_constant(uint16_t index, uint8_t tag) {
  ConstantPoolEntry& entry = pool_.entries()[index];
  uint16_t since = 0;
  switch (tag) {
    case 1: {
      Bytes text = in_.take(in_.u2());
      entry.text = {reinterpret_cast<const char*>(text.data()), text.size()};
      if (!overrun() && in_.at_end()) return truncated();  // before anybody looks at the text
      if (overrun() || (check_ && !is_modified_utf8(entry.text, major() <= 47))) {
        return fail("Illegal UTF8 string in constant pool in class file {}");
      }
      break;
    }
    case 3: case 4: entry.bits = in_.u4(); break;
    case 5: case 6: entry.bits = in_.u8(); break;
    case 7: case 8: entry.first = in_.u2(); break;
    case 9: case 10: case 11: case 12:
      entry.first = in_.u2();
      entry.second = in_.u2();
      break;
    case 15:
      since = kJava7;
      entry.second = in_.u1();
      entry.first = in_.u2();
      break;
    case 16:
      since = kJava7;
      entry.first = in_.u2();
      break;
    case 17: case 18:
      since = tag == 17 ? kJava11 : kJava7;
      entry.first = in_.u2();
      entry.second = in_.u2();
      if (entry.first > highest_bootstrap_method_) highest_bootstrap_method_ = entry.first;
      break;
    case 19: case 20:
      if (major() < kJava9) return fail("Unknown constant tag {} in class file {}", tag);
      // Read on: a module-info is refused with another error once its access flags are seen.
      in_.u2();
      module_constant_ = tag;
      return true;
    default: return fail("Unknown constant tag {} in class file {}", tag);
  }
  if (major() < since) return fail("Class file version does not support constant tag {} in class file {}", tag);
  entry.tag = static_cast<Tag>(tag);
  return true;
}

bool ClassParser::check_constant_links(uint16_t index) {
  const ConstantPoolEntry& entry = pool_[index];
  auto bad = [&](uint16_t target) { return fail("Invalid constant pool index {} in class file {}", target); };
  switch (entry.tag) {
    case Tag::kUnusable:
    case Tag::kUtf8:
    case Tag::kInteger:
    case Tag::kFloat:
    case Tag::kLong:
    case Tag::kDouble:
      return true;
    case Tag::kClass: case Tag::kString: case Tag::kMethodType: return is_utf8(entry.first) || bad(entry.first);
    case Tag::kFieldref: case Tag::kMethodref: case Tag::kInterfaceMethodref:
      if (!is_class(entry.first)) return bad(entry.first);
      return pool_.is(entry.second, Tag::kNameAndType) || bad(entry.second);
    case Tag::kNameAndType:
      if (!is_utf8(entry.first)) return bad(entry.first);
      return is_utf8(entry.second) || bad(entry.second);
    case Tag::kDynamic: case Tag::kInvokeDynamic: return pool_.is(entry.second, Tag::kNameAndType) || bad(entry.second);
    case Tag::kMethodHandle: return check_method_handle(index);
  }
  return true;
}

// JVMS 4.4.8.
bool ClassParser::check_method_handle(uint16_t index) {
  const ConstantPoolEntry& entry = pool_[index];
  Tag target = pool_.tag(entry.first);
  if (entry.first == 0 || entry.first >= pool_.size())
    return fail("Invalid constant pool index {} in class file {}", entry.first);
  switch (entry.second) {
    case 1: case 2: case 3: case 4:
      return target == Tag::kFieldref ||
             fail("Invalid constant pool index {} in class file {} (not a field)", entry.first);
    case 5: case 8:
      return target == Tag::kMethodref ||
             fail("Invalid constant pool index {} in class file {} (not a method)", entry.first);
    case 6: case 7:
      if (target == Tag::kMethodref || (target == Tag::kInterfaceMethodref && major() >= kJava8)) return true;
      return fail("Invalid constant pool index {} in class file {} (not a method)", entry.first);
    case 9:
      return target == Tag::kInterfaceMethodref ||
             fail("Invalid constant pool index {} in class file {} (not an interface method)", entry.first);
    default: return fail("Bad method handle kind at constant pool index {} in class file {}", index);
  }
}

// Names and descriptors. The links were checked before.
bool ClassParser::check_constant_format(uint16_t index) {
  const ConstantPoolEntry& entry = pool_[index];
  int slots;
  switch (entry.tag) {
    case Tag::kClass: return check_class_name(pool_.text_of(index));
    case Tag::kNameAndType: {
      std::string_view name = pool_.utf8(entry.first), descriptor = pool_.utf8(entry.second);
      for (auto [text, at] : {std::pair(descriptor, entry.second), std::pair(name, entry.first)}) {
        if (text.empty()) return fail("Illegal zero length constant pool entry at {} in class {}", at);
      }
      if (descriptor[0] == '(') return check_method_name(name) && check_method_signature(name, descriptor, &slots);
      return check_field_name(name) && check_field_signature(name, descriptor);
    }
    case Tag::kFieldref: case Tag::kDynamic: {
      std::string_view descriptor = pool_.member_descriptor(index);
      if (!descriptor.starts_with('(')) return true;
      return illegal_signature(entry.tag == Tag::kDynamic ? "CONSTANT_Dynamic" : "Field", pool_.member_name(index),
                               descriptor);
    }
    case Tag::kMethodref: case Tag::kInterfaceMethodref: case Tag::kInvokeDynamic: {
      std::string_view name = pool_.member_name(index), descriptor = pool_.member_descriptor(index);
      if (!descriptor.starts_with('(')) return illegal_signature("Method", name, descriptor);
      if (entry.tag == Tag::kMethodref && name.starts_with('<') && name != "<init>") {
        return fail("Bad method name at constant pool index {} in class file {}", pool_[entry.second].first);
      }
      return true;
    }
    case Tag::kMethodHandle: {
      if (entry.second < 5) return true;
      std::string_view name = pool_.member_name(entry.first);
      uint16_t name_index = pool_[pool_[entry.first].second].first;
      if (entry.second == 8) {
        return name == "<init>" || fail("Bad constructor name at constant pool index {} in class file {}", name_index);
      }
      if (entry.second == 9) return true;
      return name != "<init>" || fail("Bad method name at constant pool index {} in class file {}", name_index);
    }
    case Tag::kMethodType: return check_method_signature("type", pool_.text_of(index), &slots);
    case Tag::kUnusable: case Tag::kUtf8: case Tag::kInteger: case Tag::kFloat: case Tag::kLong: case Tag::kDouble:
    case Tag::kString: return true;
  }
  return true;
}

}  // namespace kiln::classfile
