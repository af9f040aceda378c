#include "classloader/parse/class_parser.h"

#include <algorithm>
#include <numeric>

#include "classloader/parse/class_parser_impl.h"

namespace kiln::classfile {

bool parse_class(Bytes bytes, const ParseOptions& options, ParsedClass* result, ParseError* error) {
  *result = ParsedClass();
  *error = ParseError();
  result->file = bytes;
  return ClassParser(bytes, options, *result, *error).parse();
}

const char* throwable_class(ParseErrorKind kind) {
  switch (kind) {
    case ParseErrorKind::kNone: case ParseErrorKind::kStopped: break;
    case ParseErrorKind::kClassFormatError: return "java/lang/ClassFormatError";
    case ParseErrorKind::kUnsupportedClassVersionError: return "java/lang/UnsupportedClassVersionError";
    case ParseErrorKind::kNoClassDefFoundError: return "java/lang/NoClassDefFoundError";
    case ParseErrorKind::kIncompatibleClassChangeError: return "java/lang/IncompatibleClassChangeError";
    case ParseErrorKind::kVerifyError: return "java/lang/VerifyError";
  }
  VM_UNREACHABLE();
}

bool ClassParser::fail_with(ParseErrorKind kind, std::string message) {
  error_.byte_offset = in_.offset();
  if (overrun()) {
    error_.kind = ParseErrorKind::kClassFormatError;
    error_.message = "Truncated class file";
  } else {
    error_.kind = kind;
    error_.message = std::move(message);
  }
  return false;
}

bool ClassParser::illegal_signature(const char* what, std::string_view name, std::string_view signature) {
  return fail_with(ParseErrorKind::kClassFormatError, fmt::format("{} \"{}\" in class {} has illegal signature \"{}\"",
                                                                  what, name, class_name_, signature));
}

bool ClassParser::parse() {
  constexpr uint32_t kMagic = 0xcafebabe;
  if (in_.remaining() < 8) return truncated();
  uint32_t magic = in_.u4();
  if (magic != kMagic) return fail("Incompatible magic value {} in class file {}", magic);
  if (!parse_version()) return false;
  if (check_ && !options_.relax_names)
    name_rule_ = major() < kJava1_5 ? NameRule::kIdentifiers : NameRule::kUnqualified;
  if (!parse_constants() || !parse_names() || !parse_interfaces()) return false;
  if (!parse_fields() || !parse_methods() || !parse_class_attributes()) return false;
  if (overrun()) return truncated();
  if (out_.is_interface() && out_.super_name != "java/lang/Object") {
    return fail("Interfaces must have java.lang.Object as superclass in class file {}");
  }
  if (check_ && !in_.at_end()) return fail("Extra bytes at the end of class file {}");
  return true;
}

// JVMS 4.1, minor_version and major_version.
bool ClassParser::parse_version() {
  out_.minor_version = in_.u2();
  out_.major_version = in_.u2();
  uint16_t minor = out_.minor_version;
  constexpr auto kUnsupported = ParseErrorKind::kUnsupportedClassVersionError;
  if (major() < 45) {
    return fail_with(kUnsupported,
                     fmt::format("{} (class file version {}.{}) was compiled with an invalid major version",
                                 class_name_, major(), minor));
  }
  if (major() > kMaxMajorVersion) {
    return fail_with(
        kUnsupported,
        fmt::format("{} has been compiled by a more recent version of the Java Runtime (class file version {}.{}), "
                    "this version of the Java Runtime only recognizes class file versions up to {}.0",
                    class_name_, major(), minor, kMaxMajorVersion));
  }
  if (major() < kJava12 || minor == 0) return true;
  if (minor != kPreviewMinorVersion) {
    return fail_with(kUnsupported,
                     fmt::format("{} (class file version {}.{}) was compiled with an invalid non-zero minor version",
                                 class_name_, major(), minor));
  }
  if (major() != kMaxMajorVersion) {
    return fail_with(
        kUnsupported,
        fmt::format("{} (class file version {}.{}) was compiled with preview features that are unsupported. "
                    "This version of the Java Runtime only recognizes preview features for class file version {}.{}",
                    class_name_, major(), minor, kMaxMajorVersion, kPreviewMinorVersion));
  }
  if (!options_.enable_preview) {
    return fail_with(kUnsupported, fmt::format("Preview features are not enabled for {} (class file version {}.{}). "
                                               "Try running with '--enable-preview'",
                                               class_name_, major(), minor));
  }
  return true;
}

bool ClassParser::check_class_flags(uint16_t flags) {
  if ((flags & kAccModule) != 0) {
    return fail_with(ParseErrorKind::kNoClassDefFoundError,
                     fmt::format("{} is not a class because access_flag ACC_MODULE is set", class_name_));
  }
  if (!check_) return true;
  bool is_interface = flags & kAccInterface, is_abstract = flags & kAccAbstract, is_final = flags & kAccFinal;
  bool since_5 = major() >= kJava1_5;
  if ((is_abstract && is_final) || (is_interface && !is_abstract) ||
      (is_interface && since_5 && (flags & (kAccSuper | kAccEnum))) ||
      (!is_interface && since_5 && (flags & kAccAnnotation))) {
    return fail_with(ParseErrorKind::kClassFormatError,
                     fmt::format("Illegal class modifiers in class {}: 0x{:X}", class_name_, flags));
  }
  return true;
}

// access_flags, this_class, super_class.
bool ClassParser::parse_names() {
  if (in_.remaining() < 8) return truncated();
  uint16_t known =
      kAccPublic | kAccFinal | kAccSuper | kAccInterface | kAccAbstract | kAccAnnotation | kAccEnum | kAccSynthetic;
  if (major() >= kJava9) known |= kAccModule;
  uint16_t flags = in_.u2() & known;
  if ((flags & kAccInterface) && major() < kJava6) flags |= kAccAbstract;
  if (!check_class_flags(flags)) return false;
  if (module_constant_ != 0) return fail("Unknown constant tag {} in class file {}", module_constant_);
  out_.access_flags = flags;

  out_.this_class = in_.u2();
  if (!is_class(out_.this_class))
    return fail("Invalid this class index {} in constant pool in class file {}", out_.this_class);
  out_.name = pool_.class_name(out_.this_class);
  if (out_.name.starts_with('[')) return fail("Bad class name in class file {}");
  if (!options_.expected_name.empty() && !options_.hidden && out_.name != options_.expected_name) {
    return fail_with(ParseErrorKind::kNoClassDefFoundError, fmt::format("{} (wrong name: {})", class_name_, out_.name));
  }
  if (options_.expected_name.empty()) class_name_ = out_.name;

  out_.super_class = in_.u2();
  if (out_.super_class == 0) {
    if (out_.name != "java/lang/Object") return fail("Invalid superclass index {} in class file {}", out_.super_class);
  } else {
    if (!is_class(out_.super_class)) return fail("Invalid superclass index {} in class file {}", out_.super_class);
    out_.super_name = pool_.class_name(out_.super_class);
    if (out_.super_name.starts_with('[')) return fail("Bad superclass name in class file {}");
  }
  return true;
}

bool ClassParser::parse_interfaces() {
  uint16_t count = in_.u2();
  Bytes indices = in_.peek(2 * size_t{count});
  std::vector<uint16_t> names;
  for (size_t i = 0; i < count; i++) {
    uint16_t index = in_.u2();
    if (overrun()) return truncated();
    if (!is_class(index)) return fail("Interface name has bad constant pool index {} in class file {}", index);
    if (pool_.class_name(index).starts_with('[')) return fail("Bad interface name in class file {}");
    names.push_back(pool_[index].first);
    if (options_.listener != nullptr && !options_.listener->interface_named(pool_.class_name(index))) {
      return fail_with(ParseErrorKind::kStopped, {});
    }
  }
  out_.interfaces = U2List(indices);
  if (check_ && count > 1) {
    auto classes = text_classes(pool_, names);
    int at = find_duplicate({classes.begin(), classes.end()});
    if (at >= 0) {
      return fail("Duplicate interface name \"{}\" in class file {}", pool_.utf8(names[static_cast<size_t>(at)]));
    }
  }
  if (out_.name == "java/lang/Object" && count != 0)
    return fail("java.lang.Object cannot implement an interface in class file {}");
  return true;
}

// ---- names and descriptors ----

bool ClassParser::check_class_name(std::string_view name) {
  if (name_rule_ == NameRule::kAny) return true;
  bool legal = name.starts_with('[') ? true : is_class_name(name, name_rule_);
  if (name.starts_with('[')) {
    DescriptorError error = check_field_descriptor(name, name_rule_);
    if (error == DescriptorError::kBadClassName || error == DescriptorError::kTooManyDimensions) {
      return descriptor_failure(error, "", name, name);
    }
    legal = error == DescriptorError::kNone;
  }
  return legal || fail("Illegal class name \"{}\" in class file {}", name);
}
bool ClassParser::check_field_name(std::string_view name) {
  return is_field_name(name, name_rule_) || fail("Illegal field name \"{}\" in class {}", name);
}
bool ClassParser::check_method_name(std::string_view name) {
  return is_method_name(name, name_rule_) || fail("Illegal method name \"{}\" in class {}", name);
}

bool ClassParser::descriptor_failure(DescriptorError error, const char* what, std::string_view name,
                                     std::string_view descriptor) {
  switch (error) {
    case DescriptorError::kNone: return true;
    case DescriptorError::kMalformed: return illegal_signature(what, name, descriptor);
    case DescriptorError::kBadClassName:
      return fail("Class name is empty or contains illegal character in descriptor in class file {}");
    case DescriptorError::kTooManyDimensions:
      return fail("Array type descriptor has more than 255 dimensions in class file {}");
  }
  return false;
}

bool ClassParser::check_field_signature(std::string_view name, std::string_view descriptor) {
  return descriptor_failure(check_field_descriptor(descriptor, name_rule_), "Field", name, descriptor);
}

bool ClassParser::check_method_signature(std::string_view name, std::string_view descriptor, int* argument_slots) {
  DescriptorError error = check_method_descriptor(descriptor, name_rule_, argument_slots);
  if (error == DescriptorError::kNone && check_ && name.starts_with('<')) {
    if (name == "<clinit>" && descriptor != "()V" && major() >= kJava7) error = DescriptorError::kMalformed;
    if (!descriptor.ends_with(")V")) error = DescriptorError::kMalformed;
  }
  return descriptor_failure(error, "Method", name, descriptor);
}

// ---- duplicates ----

int find_duplicate(std::vector<uint64_t> keys) {
  if (keys.size() <= 8) {
    for (size_t i = 1; i < keys.size(); i++) {
      for (size_t j = 0; j < i; j++) {
        if (keys[i] == keys[j]) return static_cast<int>(i);
      }
    }
    return -1;
  }
  std::vector<uint32_t> order(keys.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return keys[a] != keys[b] ? keys[a] < keys[b] : a < b; });
  int first = -1;
  for (size_t i = 1; i < order.size(); i++) {
    int at = static_cast<int>(order[i]);
    if (keys[order[i]] == keys[order[i - 1]] && (first < 0 || at < first)) first = at;
  }
  return first;
}

std::vector<uint32_t> text_classes(const ConstantPool& pool, const std::vector<uint16_t>& indices) {
  // Distinct entries are sorted by text: each entry of length n takes part in few comparisons longer than itself,
  // so the work stays near the size of the file whatever the texts are.
  std::vector<uint16_t> distinct(indices);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  auto text = [&](uint16_t i) { return pool.utf8(i); };
  std::sort(distinct.begin(), distinct.end(), [&](uint16_t a, uint16_t b) {
    return text(a).size() != text(b).size() ? text(a).size() < text(b).size() : text(a) < text(b);
  });
  std::vector<uint32_t> class_of(pool.size());
  uint32_t current = 0;
  for (size_t i = 0; i < distinct.size(); i++) {
    if (i > 0 && text(distinct[i]) != text(distinct[i - 1])) current++;
    class_of[distinct[i]] = current;
  }
  std::vector<uint32_t> result;
  result.reserve(indices.size());
  for (uint16_t i : indices) result.push_back(class_of[i]);
  return result;
}

}  // namespace kiln::classfile
