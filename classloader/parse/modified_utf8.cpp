#include "classloader/parse/modified_utf8.h"

#include <cstdint>
#include <cstring>

namespace kiln {

namespace {
// Decodes one unit at text[i] and advances i. False when the bytes there are malformed (then one byte is passed).
bool decode(std::string_view text, size_t& i, char16_t& unit) {
  auto byte = [&](size_t at) { return static_cast<uint8_t>(text[at]); };
  uint8_t first = byte(i);
  if (first < 0x80) {
    unit = first;
    i++;
    return first != 0;
  }
  auto continues = [&](size_t at) { return at < text.size() && (byte(at) & 0xc0) == 0x80; };
  if ((first & 0xe0) == 0xc0 && continues(i + 1)) {
    unit = static_cast<char16_t>((first & 0x1f) << 6 | (byte(i + 1) & 0x3f));
    i += 2;
    return true;
  }
  if ((first & 0xf0) == 0xe0 && continues(i + 1) && continues(i + 2)) {
    unit = static_cast<char16_t>((first & 0x0f) << 12 | (byte(i + 1) & 0x3f) << 6 | (byte(i + 2) & 0x3f));
    i += 3;
    return true;
  }
  unit = first;
  i++;
  return false;
}
}  // namespace

bool is_ascii(std::string_view text) {
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + i, 8);
    // A zero byte borrows into bit 7; so does a byte >= 80, which is refused as well.
    if (((word - 0x0101010101010101u) | word) & 0x8080808080808080u) return false;
  }
  for (; i < text.size(); i++) {
    auto c = static_cast<uint8_t>(text[i]);
    if (c == 0 || c >= 0x80) return false;
  }
  return true;
}

bool is_modified_utf8(std::string_view text, bool allow_overlong) {
  if (is_ascii(text)) return true;
  for (size_t i = 0; i < text.size();) {
    size_t start = i;
    char16_t unit;
    if (!decode(text, i, unit)) return false;
    if (allow_overlong) continue;
    if (i - start == 2 && unit != 0 && unit < 0x80) return false;
    if (i - start == 3 && unit < 0x800) return false;
  }
  return true;
}

size_t utf16_length(std::string_view text) {
  if (is_ascii(text)) return text.size();
  size_t length = 0;
  char16_t unit;
  for (size_t i = 0; i < text.size(); length++) decode(text, i, unit);
  return length;
}

void modified_utf8_to_utf16(std::string_view text, char16_t* out) {
  for (size_t i = 0; i < text.size();) decode(text, i, *out++);
}

std::u16string modified_utf8_to_utf16(std::string_view text) {
  std::u16string result(utf16_length(text), u'\0');
  modified_utf8_to_utf16(text, result.data());
  return result;
}

size_t modified_utf8_length(std::u16string_view text) {
  size_t length = 0;
  for (char16_t unit : text) length += unit != 0 && unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  return length;
}

std::string utf16_to_modified_utf8(std::u16string_view text) {
  std::string result;
  result.reserve(modified_utf8_length(text));
  for (char16_t unit : text) {
    if (unit != 0 && unit < 0x80) {
      result += static_cast<char>(unit);
    } else if (unit < 0x800) {
      result += static_cast<char>(0xc0 | unit >> 6);
      result += static_cast<char>(0x80 | (unit & 0x3f));
    } else {
      result += static_cast<char>(0xe0 | unit >> 12);
      result += static_cast<char>(0x80 | (unit >> 6 & 0x3f));
      result += static_cast<char>(0x80 | (unit & 0x3f));
    }
  }
  return result;
}

}  // namespace kiln
