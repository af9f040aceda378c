#include "vm/base/text.h"

namespace kiln {

double similarity(std::string_view a, std::string_view b) {
  int hits = 0;
  for (size_t i = 0; i + 1 < a.size(); i++) {
    if (b.find(a.substr(i, 2)) != std::string_view::npos) hits++;
  }
  return a.empty() && b.empty() ? 0 : 2.0 * hits / static_cast<double>(a.size() + b.size());
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t end; (end = text.find(separator)) != std::string_view::npos; text.remove_prefix(end + 1)) {
    parts.push_back(text.substr(0, end));
  }
  parts.push_back(text);
  return parts;
}

bool parse_size(std::string_view text, uint64_t* result, bool allow_hex) {
  uint64_t base = 10, value = 0;
  if (allow_hex && (text.starts_with("0x") || text.starts_with("0X"))) {
    base = 16;
    text.remove_prefix(2);
  }
  auto digit = [&](char c) -> uint64_t {
    if (c >= '0' && c <= '9') return static_cast<uint64_t>(c - '0');
    char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? static_cast<uint64_t>(lower - 'a' + 10) : 99;
  };
  size_t i = 0;
  for (; i < text.size() && digit(text[i]) < base; i++) {
    if (__builtin_mul_overflow(value, base, &value) || __builtin_add_overflow(value, digit(text[i]), &value)) return false;
  }
  if (i == 0) return false;
  if (i < text.size()) {
    int shift;
    switch (text[i] | 0x20) {
      case 'k': shift = 10; break;
      case 'm': shift = 20; break;
      case 'g': shift = 30; break;
      case 't': shift = 40; break;
      default: return false;
    }
    if (i + 1 != text.size() || (value << shift) >> shift != value) return false;
    value <<= shift;
  }
  *result = value;
  return true;
}

}  // namespace kiln
