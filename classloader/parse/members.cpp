// classloader/parse/members.cpp - fields and methods (JVMS 4.5, 4.6) and their attributes.
#include <algorithm>
#include <bit>

#include "classloader/parse/class_parser_impl.h"

namespace kiln::classfile {

namespace {
constexpr uint16_t kVisibility = kAccPublic | kAccPrivate | kAccProtected;
}

// ---- fields ----

bool ClassParser::parse_fields() {
  uint16_t count = in_.u2();
  if (overrun()) return truncated();
  out_.fields.reserve(std::min<size_t>(count, in_.remaining() / 8));
  for (uint16_t i = 0; i < count; i++) {
    if (!parse_field(out_.fields.emplace_back())) return false;
  }
  return !check_ || check_duplicates(false);
}

bool ClassParser::check_field_flags(uint16_t flags) {
  if (!check_) return true;
  bool since_5 = major() >= kJava1_5;
  bool illegal;
  if (out_.is_interface()) {
    constexpr uint16_t kConstant = kAccPublic | kAccStatic | kAccFinal;
    uint16_t banned = kAccPrivate | kAccProtected | kAccVolatile | kAccTransient;
    if (since_5) banned |= kAccEnum;
    illegal = (flags & kConstant) != kConstant || (flags & banned) != 0;
  } else {
    illegal = std::popcount(static_cast<unsigned>(flags & kVisibility)) > 1 ||
              (flags & (kAccFinal | kAccVolatile)) == (kAccFinal | kAccVolatile);
  }
  if (!illegal) return true;
  return fail_with(ParseErrorKind::kClassFormatError,
                   fmt::format("Illegal field modifiers in class {}: 0x{:X}", class_name_, flags));
}

bool ClassParser::parse_field(ParsedField& field) {
  if (in_.remaining() < 8) return truncated();
  field.access_flags =
      in_.u2() & (kVisibility | kAccStatic | kAccFinal | kAccVolatile | kAccTransient | kAccEnum | kAccSynthetic);
  if (!check_field_flags(field.access_flags)) return false;
  field.name_index = in_.u2();
  if (!is_utf8(field.name_index))
    return fail("Invalid constant pool index {} for field name in class file {}", field.name_index);
  field.name = pool_.utf8(field.name_index);
  if (!check_field_name(field.name)) return false;
  field.descriptor_index = in_.u2();
  if (!is_utf8(field.descriptor_index)) {
    return fail("Invalid constant pool index {} for field signature in class file {}", field.descriptor_index);
  }
  field.descriptor = pool_.utf8(field.descriptor_index);
  if (!check_field_signature(field.name, field.descriptor)) return false;

  SeenAnnotations seen;
  for (uint16_t left = in_.u2(); left > 0; left--) {
    uint16_t name_index = in_.u2();
    uint32_t length = in_.u4();
    if (overrun()) return truncated();
    if (!is_utf8(name_index)) return fail("Invalid field attribute index {} in class file {}", name_index);
    // A content that leaves the file is read as far as it goes; the skip finds out.
    if (!parse_field_attribute(field, pool_.utf8(name_index), length, in_.peek(length), seen)) return false;
    in_.skip(length);
    if (overrun()) return truncated();
  }
  recognise_annotations(field.annotations.visible, Owner::kField, &field.vm_annotations, &field.contended_group);
  return true;
}

bool ClassParser::parse_field_attribute(ParsedField& field, std::string_view name, uint32_t length, Bytes body,
                                        SeenAnnotations& seen) {
  if (name == "ConstantValue") {
    if ((field.access_flags & kAccStatic) == 0) return true;
    if (field.constant_value_index != 0) return fail("Duplicate ConstantValue attribute in class file {}");
    if (length != 2) return fail("Invalid ConstantValue field attribute length {} in class file {}", length);
    if (body.size() < 2) return truncated();
    if (!parse_constant_value(field, ByteReader(body))) return false;
  } else if (name == "Synthetic") {
    if (length != 0) return fail("Invalid Synthetic field attribute length {} in class file {}", length);
    field.is_synthetic_attribute = true;
  } else if (name == "Deprecated") {
    if (length != 0) return fail("Invalid Deprecated field attribute length {} in class file {}", length);
    field.is_deprecated = true;
  } else if (major() < kJava1_5) {
    return true;
  } else if (name == "Signature") {
    if (field.signature_index != 0) return fail("Multiple Signature attributes for field in class file {}");
    if (length != 2) return fail("Wrong size {} for field's Signature attribute in class file {}", length);
    if (body.size() < 2) return truncated();
    field.signature_index = ByteReader(body).u2();
    if (!is_utf8(field.signature_index)) {
      return fail("Invalid Signature attribute at constant pool index {} in class file {}", field.signature_index);
    }
  } else {
    bool taken;
    if (!take_annotations(name, body, " for field", seen, &field.annotations, &taken)) return false;
  }
  return true;
}

// JVMS 4.7.2.
bool ClassParser::parse_constant_value(ParsedField& field, ByteReader body) {
  uint16_t index = body.u2();
  Tag tag = pool_.tag(index);
  if (tag == Tag::kUnusable)
    return fail("Bad initial value index {} in ConstantValue attribute in class file {}", index);
  bool fits = false;
  switch (field.descriptor.empty() ? '\0' : field.descriptor[0]) {
    case 'J': fits = tag == Tag::kLong; break;
    case 'F': fits = tag == Tag::kFloat; break;
    case 'D': fits = tag == Tag::kDouble; break;
    case 'B': case 'C': case 'I': case 'S': case 'Z': fits = tag == Tag::kInteger; break;
    case 'L':
      if (field.descriptor != "Ljava/lang/String;" || tag != Tag::kString) {
        return fail("Bad string initial value in class file {}");
      }
      fits = true;
      break;
    default: return fail("Unable to set initial value {} in class file {}", index);
  }
  if (!fits) return fail("Inconsistent constant value type in class file {}");
  field.constant_value_index = index;
  return true;
}

// ---- methods ----

bool ClassParser::parse_methods() {
  uint16_t count = in_.u2();
  if (overrun()) return truncated();
  out_.methods.reserve(std::min<size_t>(count, in_.remaining() / 8));
  for (uint16_t i = 0; i < count; i++) {
    if (!parse_method(out_.methods.emplace_back())) return false;
  }
  return !check_ || check_duplicates(true);
}

bool ClassParser::check_method_flags(uint16_t flags, std::string_view name) {
  if (!check_) return true;
  auto any = [flags](unsigned bits) { return (flags & bits) != 0; };
  bool since_5 = major() >= kJava1_5, since_17 = major() >= kJava17;
  bool illegal = false;
  if (out_.is_interface()) {
    if (major() >= kJava8) {
      illegal = any(kAccPublic) == any(kAccPrivate) || any(kAccNative | kAccProtected | kAccFinal | kAccSynchronized) ||
                (any(kAccAbstract) && (any(kAccPrivate | kAccStatic) || (!since_17 && any(kAccStrict))));
    } else if (since_5) {
      illegal = !any(kAccPublic) || !any(kAccAbstract) ||
                any(kAccPrivate | kAccProtected | kAccStatic | kAccFinal | kAccSynchronized | kAccNative | kAccStrict);
    } else {
      illegal = !any(kAccPublic) || !any(kAccAbstract) || any(kAccStatic | kAccFinal | kAccNative);
    }
  } else if (std::popcount(static_cast<unsigned>(flags & kVisibility)) > 1) {
    illegal = true;
  } else if (name == "<init>") {
    illegal =
        any(kAccStatic | kAccFinal | kAccSynchronized | kAccNative | kAccAbstract) || (since_5 && any(kAccBridge));
  } else if (any(kAccAbstract)) {
    illegal = any(kAccFinal | kAccNative | kAccPrivate | kAccStatic) ||
              (since_5 && (any(kAccSynchronized) || (!since_17 && any(kAccStrict))));
  }
  if (!illegal) return true;
  return fail_with(ParseErrorKind::kClassFormatError,
                   fmt::format("Method {} in class {} has illegal modifiers: 0x{:X}", name, class_name_, flags));
}

bool ClassParser::parse_method(ParsedMethod& method) {
  if (in_.remaining() < 8) return truncated();
  const uint16_t raw_flags = in_.u2();
  uint16_t flags = raw_flags & (kVisibility | kAccStatic | kAccFinal | kAccSynchronized | kAccBridge | kAccVarargs |
                                kAccNative | kAccAbstract | kAccStrict | kAccSynthetic);
  method.name_index = in_.u2();
  if (!is_utf8(method.name_index))
    return fail("Illegal constant pool index {} for method name in class file {}", method.name_index);
  method.name = pool_.utf8(method.name_index);
  if (!check_method_name(method.name)) return false;
  method.descriptor_index = in_.u2();
  if (!is_utf8(method.descriptor_index)) {
    return fail("Illegal constant pool index {} for method signature in class file {}", method.descriptor_index);
  }
  method.descriptor = pool_.utf8(method.descriptor_index);
  if (method.name == "<clinit>") {
    if (major() < kJava7) {
      flags = kAccStatic;
    } else if ((flags & kAccStatic) == 0) {
      return fail("Method <clinit> is not static in class file {}");
    } else {
      flags &= kAccStatic | (major() <= kJava16 ? kAccStrict : 0);
    }
    out_.has_clinit |= method.descriptor == "()V";
  } else if (!check_method_flags(raw_flags, method.name)) {
    return false;
  }
  method.access_flags = flags;
  if (method.name == "<init>" && out_.is_interface())
    return fail("Interface cannot have a method named <init>, class file {}");

  int slots = 0;
  if (!check_method_signature(method.name, method.descriptor, &slots)) return false;
  slots += method.is_static() ? 0 : 1;
  if (slots > 255) return fail("Too many arguments in method signature in class file {}");
  method.argument_slots = static_cast<uint8_t>(slots);

  SeenMethodAttributes seen;
  for (uint16_t left = in_.u2(); left > 0; left--) {
    uint16_t name_index = in_.u2();
    uint32_t length = in_.u4();
    if (overrun()) return truncated();
    if (!is_utf8(name_index)) return fail("Invalid method attribute name index {} in class file {}", name_index);
    std::string_view name = pool_.utf8(name_index);
    if (name == "Code") {
      if (!parse_code(method, length)) return false;
      continue;
    }
    if (!parse_method_attribute(method, name, length, in_.peek(length), seen)) return false;
    in_.skip(length);
    if (overrun()) return truncated();
  }
  recognise_annotations(method.annotations.visible, Owner::kMethod, &method.vm_annotations, nullptr);

  if (method.has_code && !attach_local_types(method)) return false;
  bool bodyless = (flags & (kAccNative | kAccAbstract)) != 0;
  if (!method.has_code && !bodyless)
    return fail("Absent Code attribute in method that is not native or abstract in class file {}");
  constexpr uint8_t kReturnVoid = 0xb1;
  if (method.name == "finalize" && method.descriptor == "()V" &&
      !(method.code.size() == 1 && method.code[0] == kReturnVoid)) {
    out_.has_finalizer = true;
  }
  if (out_.is_interface() && (flags & (kAccAbstract | kAccStatic)) == 0) out_.has_nonstatic_concrete_methods = true;
  return true;
}

bool ClassParser::parse_method_attribute(ParsedMethod& method, std::string_view name, uint32_t length, Bytes body,
                                         SeenMethodAttributes& seen) {
  if (name == "Exceptions") {
    if (seen.exceptions) return fail("Multiple Exceptions attributes in class file {}");
    seen.exceptions = true;
    if (!parse_exceptions(method, in_, length)) return false;
  } else if (name == "MethodParameters") {
    if (method.has_method_parameters) return fail("Multiple MethodParameters attributes in class file {}");
    method.has_method_parameters = true;
    if (length != 0 && body.empty()) return truncated();
    if (body.empty() || length != body[0] * 4u + 1) {
      return fail_with(ParseErrorKind::kClassFormatError,
                       fmt::format("Invalid MethodParameters method attribute length {} in class file", length));
    }
    method.method_parameters = body.subspan(1);  // cut short only if the file is, which is told later
  } else if (name == "Synthetic") {
    if (length != 0) return fail("Invalid Synthetic method attribute length {} in class file {}", length);
    method.is_synthetic_attribute = true;
  } else if (name == "Deprecated") {
    if (length != 0) return fail("Invalid Deprecated method attribute length {} in class file {}", length);
    method.is_deprecated = true;
  } else if (major() < kJava1_5) {
    return true;
  } else if (name == "Signature") {
    if (method.signature_index != 0) return fail("Multiple Signature attributes for method in class file {}");
    if (length != 2) return fail("Invalid Signature attribute length {} in class file {}", length);
    if (body.size() < 2) return truncated();
    method.signature_index = ByteReader(body).u2();
    if (!is_utf8(method.signature_index)) {
      return fail("Invalid Signature attribute at constant pool index {} in class file {}", method.signature_index);
    }
  } else if (name == "RuntimeVisibleParameterAnnotations") {
    if (seen.parameters)
      return fail("Multiple RuntimeVisibleParameterAnnotations attributes for method in class file {}");
    seen.parameters = true;
    method.parameter_annotations = body;
  } else if (name == "RuntimeInvisibleParameterAnnotations") {
    if (seen.invisible_parameters)
      return fail("Multiple RuntimeInvisibleParameterAnnotations attributes for method in class file {}");
    seen.invisible_parameters = true;
  } else if (name == "AnnotationDefault") {
    if (seen.annotation_default) return fail("Multiple AnnotationDefault attributes for method in class file {}");
    seen.annotation_default = true;
    method.annotation_default = body;
  } else {
    bool taken;
    if (!take_annotations(name, body, " for method", seen, &method.annotations, &taken)) return false;
  }
  return true;
}

// JVMS 4.7.5.
bool ClassParser::parse_exceptions(ParsedMethod& method, ByteReader in, uint32_t length) {
  uint16_t count = in.u2();
  method.exceptions = U2List(in.take(2 * size_t{count}));
  if (in.overrun()) return truncated();
  for (size_t i = 0; i < method.exceptions.size(); i++) {
    uint16_t index = method.exceptions[i];
    if (!is_class(index)) return fail("Exception name has bad type at constant pool {} in class file {}", index);
  }
  if (length != 2 + 2u * count) return fail("Exceptions attribute has wrong length in class file {}");
  return true;
}

bool ClassParser::check_duplicates(bool methods) {
  size_t count = methods ? out_.methods.size() : out_.fields.size();
  if (count < 2) return true;
  std::vector<uint16_t> texts;
  texts.reserve(2 * count);
  auto add = [&](const auto& members) {
    for (const auto& member : members) {
      texts.push_back(member.name_index);
      texts.push_back(member.descriptor_index);
    }
  };
  if (methods) add(out_.methods);
  if (!methods) add(out_.fields);
  std::vector<uint32_t> classes = text_classes(pool_, texts);
  std::vector<uint64_t> keys(count);
  for (size_t i = 0; i < count; i++) keys[i] = uint64_t{classes[2 * i]} << 32 | classes[2 * i + 1];
  int at = find_duplicate(std::move(keys));
  if (at < 0) return true;
  std::string_view name = pool_.utf8(texts[2 * static_cast<size_t>(at)]);
  std::string_view descriptor = pool_.utf8(texts[2 * static_cast<size_t>(at) + 1]);
  // The message has the classes of the descriptor as Java programs write them.
  std::string external(descriptor);
  std::replace(external.begin(), external.end(), '/', '.');
  return methods ? fail("Duplicate method name \"{}\" with signature \"{}\" in class file {}", name, external)
                 : fail("Duplicate field name \"{}\" with signature \"{}\" in class file {}", name, external);
}

}  // namespace kiln::classfile
