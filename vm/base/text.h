// vm/base/text.h - small questions about text that several layers ask.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace kiln {

// How alike two words are, 0 to 1: pairs of neighbouring letters of `a` that occur in `b`, doubled, over the sum of
// lengths. For "did you mean" only.
double similarity(std::string_view a, std::string_view b);

// The parts of `text` between `separator`s; one empty part for empty text.
std::vector<std::string_view> split(std::string_view text, char separator);

// A decimal number with an optional suffix k m g t (either case), in bytes. Also 0x... when `allow_hex`. False for
// anything else and for overflow of 64 bits; *result then stays.
[[nodiscard]] bool parse_size(std::string_view text, uint64_t* result, bool allow_hex = true);

}  // namespace kiln
