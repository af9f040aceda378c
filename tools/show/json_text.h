// tools/show/json_text.h - text of class files as JSON strings.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "classloader/parse/modified_utf8.h"

namespace kiln::show {

// A JSON string of ASCII letters only, quotes included. `text` is modified UTF-8; bytes that are not come as they are.
inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (char16_t unit : modified_utf8_to_utf16(text)) {
    if (unit == '"' || unit == '\\') out += fmt::format("\\{}", static_cast<char>(unit));
    else if (unit < 0x20 || unit >= 0x7f) out += fmt::format("\\u{:04x}", static_cast<unsigned>(unit));
    else out += static_cast<char>(unit);
  }
  return out + "\"";
}

}  // namespace kiln::show
