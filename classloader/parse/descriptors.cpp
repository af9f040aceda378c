#include "classloader/parse/descriptors.h"

#include <algorithm>
#include <cstddef>

#include "classloader/parse/modified_utf8.h"

namespace kiln::classfile {

namespace {

struct CharRange {
  char16_t first, last;
};
constexpr CharRange kStartRanges[] = {
#define VM_START_RANGE(first, last) {first, last},
#define VM_PART_RANGE(first, last)
#include "classloader/parse/identifier_ranges.def"
};
constexpr CharRange kPartRanges[] = {
#define VM_START_RANGE(first, last)
#define VM_PART_RANGE(first, last) {first, last},
#include "classloader/parse/identifier_ranges.def"
};

template <size_t N>
bool is_in(const CharRange (&ranges)[N], char16_t c) {
  auto after = std::upper_bound(ranges, ranges + N, c, [](char16_t x, CharRange r) { return x < r.first; });
  return after != ranges && c <= after[-1].last;
}

bool is_identifier_char(char16_t c, bool first) {
  if (c < 0x80) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || (!first && c >= '0' && c <= '9');
  }
  return is_in(kStartRanges, c) || (!first && is_in(kPartRanges, c));
}

// The rule of old class files, as the reference VM applies it: only the first character of the whole name must be one
// that begins an identifier, and slashes may stand anywhere but next to each other.
bool is_identifier(std::string_view name, bool slashes) {
  if (name.empty()) return false;
  bool first = true, after_slash = false;
  for (char16_t c : modified_utf8_to_utf16(name)) {
    if (slashes && c == '/') {
      if (after_slash) return false;
      after_slash = true;
    } else if (is_identifier_char(c, first)) {
      after_slash = false;
    } else {
      return false;
    }
    first = false;
  }
  return true;
}

// Applies `check` to the parts between slashes.
bool all_parts(std::string_view name, bool (*check)(std::string_view)) {
  for (;;) {
    size_t slash = name.find('/');
    if (!check(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

bool is_unqualified(std::string_view name) {
  if (name.empty()) return false;
  for (char c : name) {
    if (c == '.' || c == ';' || c == '[' || c == '/') return false;
  }
  return true;
}

// Takes one type off the front of `rest`.
DescriptorError take_type(std::string_view& rest, NameRule rule, bool void_allowed, int* slots) {
  size_t dimensions = 0;
  while (dimensions < rest.size() && rest[dimensions] == '[') {
    if (++dimensions > 255) return DescriptorError::kTooManyDimensions;
  }
  rest.remove_prefix(dimensions);
  if (rest.empty()) return DescriptorError::kMalformed;
  *slots = dimensions != 0 ? 1 : slots_of(rest[0]);
  switch (rest[0]) {
    case 'V':
      if (!void_allowed || dimensions != 0) return DescriptorError::kMalformed;
      [[fallthrough]];
    case 'B': case 'C': case 'D': case 'F': case 'I': case 'J': case 'S': case 'Z':
      rest.remove_prefix(1);
      return DescriptorError::kNone;
    case 'L': {
      size_t semicolon = rest.find(';');
      if (semicolon == std::string_view::npos) return DescriptorError::kMalformed;
      std::string_view name = rest.substr(1, semicolon - 1);
      if (rule == NameRule::kIdentifiers && !is_identifier(name, true)) return DescriptorError::kMalformed;
      if (name.empty()) return DescriptorError::kBadClassName;
      if (rule == NameRule::kUnqualified && !is_class_name(name, rule)) return DescriptorError::kBadClassName;
      rest.remove_prefix(semicolon + 1);
      return DescriptorError::kNone;
    }
    default:
      return DescriptorError::kMalformed;
  }
}

}  // namespace

DescriptorError check_field_descriptor(std::string_view descriptor, NameRule rule) {
  int slots;
  DescriptorError error = take_type(descriptor, rule, false, &slots);
  if (error != DescriptorError::kNone) return error;
  return descriptor.empty() ? DescriptorError::kNone : DescriptorError::kMalformed;
}

DescriptorError check_method_descriptor(std::string_view descriptor, NameRule rule, int* argument_slots) {
  *argument_slots = 0;
  if (descriptor.empty() || descriptor[0] != '(') return DescriptorError::kMalformed;
  descriptor.remove_prefix(1);
  int slots;
  while (!descriptor.empty() && descriptor[0] != ')') {
    DescriptorError error = take_type(descriptor, rule, false, &slots);
    if (error != DescriptorError::kNone) return error;
    *argument_slots += slots;
  }
  if (descriptor.empty()) return DescriptorError::kMalformed;
  descriptor.remove_prefix(1);
  DescriptorError error = take_type(descriptor, rule, true, &slots);
  if (error != DescriptorError::kNone) return error;
  return descriptor.empty() ? DescriptorError::kNone : DescriptorError::kMalformed;
}

bool is_field_name(std::string_view name, NameRule rule) {
  switch (rule) {
    case NameRule::kAny: return true;
    case NameRule::kIdentifiers: return is_identifier(name, false);
    case NameRule::kUnqualified: return is_unqualified(name);
  }
  return false;
}

bool is_method_name(std::string_view name, NameRule rule) {
  if (rule == NameRule::kAny || name == "<init>" || name == "<clinit>") return true;
  return is_field_name(name, rule) && name.find_first_of("<>") == std::string_view::npos;
}

bool is_class_name(std::string_view name, NameRule rule) {
  switch (rule) {
    case NameRule::kAny: return true;
    case NameRule::kIdentifiers: return is_identifier(name, true);
    case NameRule::kUnqualified: return all_parts(name, is_unqualified);
  }
  return false;
}

DescriptorTypes::DescriptorTypes(std::string_view descriptor) : rest_(descriptor) {
  if (!rest_.empty() && rest_[0] == '(') rest_.remove_prefix(1);
  take();
}

void DescriptorTypes::take() {
  if (!rest_.empty() && rest_[0] == ')') {
    in_return_ = true;
    rest_.remove_prefix(1);
  }
  size_t length = 0;
  while (length < rest_.size() && rest_[length] == '[') length++;
  if (length < rest_.size() && rest_[length] == 'L') {
    size_t semicolon = rest_.find(';', length);
    length = semicolon == std::string_view::npos ? rest_.size() : semicolon + 1;
  } else if (length < rest_.size()) {
    length++;
  }
  current_ = rest_.substr(0, length);
  rest_.remove_prefix(length);
}

std::string_view return_descriptor(std::string_view method_descriptor) {
  for (DescriptorTypes types(method_descriptor); !types.at_end(); types.next()) {
    if (types.is_return()) return types.current();
  }
  return {};
}

}  // namespace kiln::classfile
