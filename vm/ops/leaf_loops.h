// vm/ops/leaf_loops.h - loops over arrays (vm/base/vector_loops.h) that compiled code calls in place of the library's methods:
// plain C calls without a frame, a transition or handles.
//
// Each takes the arguments of its method: references as their 32 bits. kNotDone: nothing was done, as something is null or out of
// bounds or for others to judge; the caller calls the method itself, which throws what is due. Else the method's result, its 32
// bits zero-extended (void: 0). State InJava, never a safepoint.
#pragma once

#include <cstdint>

namespace kiln::ops {

inline constexpr int64_t kNotDone = -1;

// StringLatin1.equals, StringUTF16.equals, Arrays.equals of bytes.
int64_t leaf_equal_bytes(uint32_t a, uint32_t b);
int64_t leaf_hash_latin1(uint32_t text);
int64_t leaf_hash_utf16(uint32_t text);
int64_t leaf_compare_latin1(uint32_t a, uint32_t b);
int64_t leaf_compare_utf16(uint32_t a, uint32_t b);
int64_t leaf_has_negatives(uint32_t bytes, int32_t offset, int32_t length);
// Latin-1 to UTF-16 in a byte[], to a char[].
int64_t leaf_inflate_bytes(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length);
int64_t leaf_inflate_chars(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length);
// UTF-16 in a char[], in a byte[], to Latin-1: `length`, or 0 when a unit does not fit.
int64_t leaf_compress_chars(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length);
int64_t leaf_compress_bytes(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length);
// Arrays.fill of elements of 1, 2, 4 and 8 bytes.
int64_t leaf_fill_1(uint32_t array, int64_t value);
int64_t leaf_fill_2(uint32_t array, int64_t value);
int64_t leaf_fill_4(uint32_t array, int64_t value);
int64_t leaf_fill_8(uint32_t array, int64_t value);
// System.arraycopy where it needs no exception.
int64_t leaf_array_copy(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length);
// ArraysSupport.vectorizedMismatch. The caller has checked the ranges; offsets are Unsafe's.
int64_t leaf_mismatch(uint32_t a, int64_t a_offset, uint32_t b, int64_t b_offset, int32_t length, int32_t log2_scale);

}  // namespace kiln::ops
