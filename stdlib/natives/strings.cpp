// java.lang.StringLatin1, StringUTF16, StringCoding, java.util.Arrays and ArraysSupport: the loops over bytes and chars
// that everything else runs through. They replace Java bodies (rows of registry.def for methods with one).
//
// A UTF-16 string is a byte[] in the machine's byte order, two bytes a unit; offsets and lengths are in units.
#include <string.h>

#include <algorithm>

#include "stdlib/natives/array_args.h"
#include "vm/base/vector_loops.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

// A byte[] with UTF-16 units in it.
ArrayView<uint16_t> units_of(jobject array) {
  ArrayView<uint8_t> bytes = view_of<uint8_t>(array);
  return {reinterpret_cast<uint16_t*>(bytes.data), bytes.length / 2};
}
ArrayView<uint8_t> bytes_of(jobject array) { return view_of<uint8_t>(array); }

// Difference of the first elements that differ, else of the lengths.
template <typename A, typename B>
jint compare_at(ArrayView<A> a, ArrayView<B> b, size_t i) {
  if (i < static_cast<size_t>(std::min(a.length, b.length))) return jint{a.data[i]} - jint{b.data[i]};
  return a.length - b.length;
}
template <typename T>
jint compare(ArrayView<T> a, ArrayView<T> b) {
  auto common = static_cast<size_t>(std::min(a.length, b.length));
  return compare_at(a, b, find_mismatch(a.data, b.data, common * sizeof(T)) / sizeof(T));
}
jint compare(ArrayView<uint8_t> a, ArrayView<uint16_t> b) {
  return compare_at(a, b, find_mismatch(a.data, b.data, static_cast<size_t>(std::min(a.length, b.length))));
}
jint compare(ArrayView<uint16_t> a, ArrayView<uint8_t> b) { return -compare(b, a); }

template <typename T>
jboolean same_bytes(jobject a, jobject b) {
  ArrayView<T> x = view_of<T>(a), y = view_of<T>(b);
  return x.length == y.length && memcmp(x.data, y.data, static_cast<size_t>(x.length) * sizeof(T)) == 0;
}

// First unit equal to `wanted` in [from, to); to + 1 or more for none is never returned: -1.
jint find_unit(const uint8_t* data, int32_t from, int32_t to, uint32_t wanted) {
  const void* found = memchr(data + from, static_cast<int>(wanted), static_cast<size_t>(to - from));
  return found == nullptr ? -1 : static_cast<jint>(static_cast<const uint8_t*>(found) - data);
}
jint find_unit(const uint16_t* data, int32_t from, int32_t to, uint32_t wanted) {
  if (wanted > 0xffff) return -1;
  auto count = static_cast<size_t>(to - from);
  size_t at = kiln::find_unit(data + from, count, static_cast<uint16_t>(wanted));
  return at == count ? -1 : from + static_cast<jint>(at);
}

// First place of `pattern` in text[from, count); the pattern is not empty.
template <typename T, typename P>
jint find(const T* text, int32_t count, const P* pattern, int32_t pattern_count, int32_t from) {
  int32_t last = count - pattern_count;
  for (int32_t i = from; i <= last; i++) {
    i = find_unit(text, i, last + 1, pattern[0]);
    if (i < 0) return -1;
    int32_t k = 1;
    while (k < pattern_count && text[i + k] == pattern[k]) k++;
    if (k == pattern_count) return i;
  }
  return -1;
}

template <typename T, typename P>
jint find_all(ArrayView<T> text, ArrayView<P> pattern) {
  if (pattern.length == 0) return 0;
  return find(text.data, text.length, pattern.data, pattern.length, 0);
}

template <typename T, typename P>
jint find_part(JNIEnv* env, ArrayView<T> text, jint count, ArrayView<P> pattern, jint pattern_count, jint from) {
  if (!is_inside(env, 0, count, text.length) || !is_inside(env, 0, pattern_count, pattern.length)) return -1;
  if (pattern_count == 0) return from;
  return find(text.data, count, pattern.data, pattern_count, std::max(from, 0));
}

template <typename From, typename To>
void widen_units(JNIEnv* env, ArrayView<From> source, jint source_offset, ArrayView<To> target, jint target_offset, jint length) {
  if (length <= 0) return;
  if (!is_inside(env, source_offset, length, source.length) || !is_inside(env, target_offset, length, target.length)) return;
  const From* from = source.data + source_offset;
  To* to = target.data + target_offset;
  if constexpr (sizeof(From) == 1) {
    widen_bytes(from, to, static_cast<size_t>(length));
  } else {
    memmove(to, from, static_cast<size_t>(length) * sizeof(To));
  }
}

// Copies units while they are at most `highest`; how many.
jint narrow_units(JNIEnv* env, ArrayView<uint16_t> source, jint source_offset, ArrayView<uint8_t> target, jint target_offset,
                  jint length, uint16_t highest) {
  if (length <= 0) return 0;
  if (!is_inside(env, source_offset, length, source.length) || !is_inside(env, target_offset, length, target.length)) return 0;
  return static_cast<jint>(
      kiln::narrow_units(source.data + source_offset, target.data + target_offset, static_cast<size_t>(length), highest));
}

}  // namespace

VM_NATIVE_FUNCTION(jboolean) String_equalBytes(JNIEnv* env, jclass, jbyteArray a, jbyteArray b) {
  return none_is_null(env, a, b) && same_bytes<uint8_t>(a, b);
}
VM_NATIVE_FUNCTION(jboolean) Arrays_equalBytes(JNIEnv*, jclass, jbyteArray a, jbyteArray b) {
  if (a == nullptr || b == nullptr) return a == b;
  return same_bytes<uint8_t>(a, b);
}
VM_NATIVE_FUNCTION(jboolean) Arrays_equalChars(JNIEnv*, jclass, jcharArray a, jcharArray b) {
  if (a == nullptr || b == nullptr) return a == b;
  return same_bytes<uint16_t>(a, b);
}

VM_NATIVE_FUNCTION(jint) StringLatin1_hashCode(JNIEnv* env, jclass, jbyteArray text) {
  return none_is_null(env, text) ? hash_bytes(bytes_of(text).data, static_cast<size_t>(bytes_of(text).length)) : 0;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_hashCode(JNIEnv* env, jclass, jbyteArray text) {
  return none_is_null(env, text) ? hash_units(units_of(text).data, static_cast<size_t>(units_of(text).length)) : 0;
}

VM_NATIVE_FUNCTION(jint) StringLatin1_compareTo(JNIEnv* env, jclass, jbyteArray a, jbyteArray b) {
  return none_is_null(env, a, b) ? compare(bytes_of(a), bytes_of(b)) : 0;
}
VM_NATIVE_FUNCTION(jint) StringLatin1_compareToUTF16(JNIEnv* env, jclass, jbyteArray a, jbyteArray b) {
  return none_is_null(env, a, b) ? compare(bytes_of(a), units_of(b)) : 0;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_compareTo(JNIEnv* env, jclass, jbyteArray a, jbyteArray b) {
  return none_is_null(env, a, b) ? compare(units_of(a), units_of(b)) : 0;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_compareToLatin1(JNIEnv* env, jclass, jbyteArray a, jbyteArray b) {
  return none_is_null(env, a, b) ? compare(units_of(a), bytes_of(b)) : 0;
}

VM_NATIVE_FUNCTION(jint) StringLatin1_indexOf(JNIEnv* env, jclass, jbyteArray text, jbyteArray pattern) {
  return none_is_null(env, text, pattern) ? find_all(bytes_of(text), bytes_of(pattern)) : -1;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_indexOf(JNIEnv* env, jclass, jbyteArray text, jbyteArray pattern) {
  return none_is_null(env, text, pattern) ? find_all(units_of(text), units_of(pattern)) : -1;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_indexOfLatin1(JNIEnv* env, jclass, jbyteArray text, jbyteArray pattern) {
  return none_is_null(env, text, pattern) ? find_all(units_of(text), bytes_of(pattern)) : -1;
}
VM_NATIVE_FUNCTION(jint) StringLatin1_indexOfPart(JNIEnv* env, jclass, jbyteArray text, jint count, jbyteArray pattern,
                                                  jint pattern_count, jint from) {
  return none_is_null(env, text, pattern) ? find_part(env, bytes_of(text), count, bytes_of(pattern), pattern_count, from) : -1;
}
VM_NATIVE_FUNCTION(jint) StringLatin1_indexOfChar(JNIEnv* env, jclass, jbyteArray text, jint unit, jint from, jint to) {
  if (!none_is_null(env, text) || from >= to) return -1;
  ArrayView<uint8_t> bytes = bytes_of(text);
  return is_inside(env, from, to - from, bytes.length) ? find_unit(bytes.data, from, to, static_cast<uint8_t>(unit)) : -1;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_indexOfChar(JNIEnv* env, jclass, jbyteArray text, jint unit, jint from, jint to) {
  if (!none_is_null(env, text) || from >= to) return -1;
  ArrayView<uint16_t> units = units_of(text);
  return is_inside(env, from, to - from, units.length) ? find_unit(units.data, from, to, static_cast<uint32_t>(unit)) : -1;
}

VM_NATIVE_FUNCTION(void) StringLatin1_inflateBytes(JNIEnv* env, jclass, jbyteArray source, jint source_offset, jbyteArray target,
                                                   jint target_offset, jint length) {
  if (none_is_null(env, source, target)) {
    widen_units(env, bytes_of(source), source_offset, units_of(target), target_offset, length);
  }
}
VM_NATIVE_FUNCTION(void) StringLatin1_inflateChars(JNIEnv* env, jclass, jbyteArray source, jint source_offset, jcharArray target,
                                                   jint target_offset, jint length) {
  if (none_is_null(env, source, target)) {
    widen_units(env, bytes_of(source), source_offset, view_of<uint16_t>(target), target_offset, length);
  }
}
VM_NATIVE_FUNCTION(void) StringUTF16_getChars(JNIEnv* env, jclass, jbyteArray source, jint begin, jint end, jcharArray target,
                                              jint target_offset) {
  if (none_is_null(env, source, target)) {
    widen_units(env, units_of(source), begin, view_of<uint16_t>(target), target_offset, end - begin);
  }
}

// The length when all units fit into bytes, else 0.
VM_NATIVE_FUNCTION(jint) StringUTF16_compressChars(JNIEnv* env, jclass, jcharArray source, jint source_offset, jbyteArray target,
                                                   jint target_offset, jint length) {
  if (!none_is_null(env, source, target)) return 0;
  jint done = narrow_units(env, view_of<uint16_t>(source), source_offset, bytes_of(target), target_offset, length, 0xff);
  return done == length ? length : 0;
}
VM_NATIVE_FUNCTION(jint) StringUTF16_compressBytes(JNIEnv* env, jclass, jbyteArray source, jint source_offset, jbyteArray target,
                                                   jint target_offset, jint length) {
  if (!none_is_null(env, source, target)) return 0;
  jint done = narrow_units(env, units_of(source), source_offset, bytes_of(target), target_offset, length, 0xff);
  return done == length ? length : 0;
}
VM_NATIVE_FUNCTION(jint) StringCoding_implEncodeISOArray(JNIEnv* env, jclass, jbyteArray source, jint source_offset,
                                                         jbyteArray target, jint target_offset, jint length) {
  if (!none_is_null(env, source, target)) return 0;
  return narrow_units(env, units_of(source), source_offset, bytes_of(target), target_offset, length, 0xff);
}
VM_NATIVE_FUNCTION(jint) StringCoding_implEncodeAsciiArray(JNIEnv* env, jclass, jcharArray source, jint source_offset,
                                                           jbyteArray target, jint target_offset, jint length) {
  if (!none_is_null(env, source, target)) return 0;
  return narrow_units(env, view_of<uint16_t>(source), source_offset, bytes_of(target), target_offset, length, 0x7f);
}

VM_NATIVE_FUNCTION(jboolean) StringCoding_hasNegatives(JNIEnv* env, jclass, jbyteArray bytes, jint offset, jint length) {
  if (!none_is_null(env, bytes) || length <= 0) return JNI_FALSE;
  ArrayView<uint8_t> view = bytes_of(bytes);
  if (!is_inside(env, offset, length, view.length)) return JNI_FALSE;
  return has_high_bit(view.data + offset, static_cast<size_t>(length));
}

VM_NATIVE_FUNCTION(jbyteArray) StringUTF16_toBytes(JNIEnv* env, jclass, jcharArray source, jint offset, jint length) {
  if (!none_is_null(env, source) || !is_inside(env, offset, length, view_of<uint16_t>(source).length)) return nullptr;
  return jobject_of<jbyteArray>(env, [&](Thread& t) -> Expected<Ref<java::Array>> {
    if (length > (INT32_MAX >> 1)) {
      return throw_new(t, &Known::java_lang_OutOfMemoryError, "UTF16 String size is {}, should be less than {}", length, INT32_MAX >> 1);
    }
    VM_TRY(Ref<java::Array> bytes, allocate_primitive_array(t, BasicType::kByte, length * 2));
    memcpy(bytes->elements<uint8_t>(), view_of<uint16_t>(source).data + offset, static_cast<size_t>(length) * 2);
    return bytes;
  });
}

// Index of the first element that differs, or -1 (~0: nothing is left to compare) when none does. The caller has
// checked the ranges; offsets are Unsafe's.
VM_NATIVE_FUNCTION(jint) ArraysSupport_vectorizedMismatch(JNIEnv*, jclass, jobject a, jlong a_offset, jobject b, jlong b_offset,
                                                          jint length, jint log2_scale) {
  auto address = [](jobject base, jlong offset) {
    uintptr_t start = base != nullptr ? Ref<>(*slot_of(base)).get()->address() : 0;
    return reinterpret_cast<const uint8_t*>(start + static_cast<uintptr_t>(offset));
  };
  const uint8_t* x = address(a, a_offset);
  const uint8_t* y = address(b, b_offset);
  size_t bytes = static_cast<size_t>(length) << log2_scale;
  size_t at = find_mismatch(x, y, bytes);
  return at == bytes ? -1 : static_cast<jint>(at >> log2_scale);
}
