// classloader/parse/modified_utf8.h - the text encoding of class files and JNI (JVMS 4.4.7): UTF-16 units each
// written in one to three bytes, U+0000 as C0 80, no byte is ever 0 or F0..FF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kiln {

// True for well formed text. Class files up to version 47 may use longer encodings than needed (`allow_overlong`).
bool is_modified_utf8(std::string_view text, bool allow_overlong = false);

// True if every byte is 1..7F: length in bytes equals length in chars.
bool is_ascii(std::string_view text);

// Number of UTF-16 units. Malformed bytes count as one unit each (as decoding delivers them).
size_t utf16_length(std::string_view text);
// Decodes into `out`, which has room for utf16_length(text) units.
void modified_utf8_to_utf16(std::string_view text, char16_t* out);
std::u16string modified_utf8_to_utf16(std::string_view text);

// Encodes; any sequence of UTF-16 units is legal.
std::string utf16_to_modified_utf8(std::u16string_view text);
size_t modified_utf8_length(std::u16string_view text);

}  // namespace kiln
