// vm/base/vector_loops.h - loops over bytes and 16-bit units that everything textual runs through, 16 bytes at a time
// (32 for hashes, where the processor can), for the library's natives and for compiled code.
//
// Plain memory in, plain numbers out: ranges are the caller's business. None reads outside of what it was given.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kiln {

// Index of the first byte that differs, `bytes` when none does.
size_t find_mismatch(const void* a, const void* b, size_t bytes);
// The same for bytes against 16-bit units, in elements.
size_t find_mismatch(const uint8_t* a, const uint16_t* b, size_t count);
// Index of the first unit equal to `wanted`, `count` when there is none.
size_t find_unit(const uint16_t* text, size_t count, uint16_t wanted);
// Whether a byte has its highest bit set.
bool has_high_bit(const uint8_t* text, size_t count);
// Copies units to bytes while they are at most `highest` (a power of two less one, 0xff or 0x7f); how many.
size_t narrow_units(const uint16_t* from, uint8_t* to, size_t count, uint16_t highest);
// Copies bytes to units.
void widen_bytes(const uint8_t* from, uint16_t* to, size_t count);
// Copies aligned words, in ranges that may overlap, while others read and write them: none is ever seen half copied.
void copy_words(const uint32_t* from, uint32_t* to, size_t count);
// java.lang.String.hashCode: h = 31 * h + unit for each, from 0.
int32_t hash_bytes(const uint8_t* text, size_t count);
int32_t hash_units(const uint16_t* text, size_t count);

}  // namespace kiln
