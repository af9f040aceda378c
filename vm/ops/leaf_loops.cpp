#include "vm/ops/leaf_loops.h"

#include <algorithm>
#include <cstring>

#include "gc/barrier.h"
#include "vm/base/vector_loops.h"
#include "vm/meta/class.h"
#include "vm/object/object.h"

namespace kiln::ops {

namespace {

Object* object_at(uint32_t bits) { return Ref<>(bits).get(); }
int64_t done(int32_t result) { return static_cast<uint32_t>(result); }

// Elements [start, start + count) of an array of `unit` bytes an element, seen as units of T; null: not all inside.
template <typename T>
T* part_of(uint32_t array, int32_t start, int32_t count, size_t unit) {
  Object* object = object_at(array);
  if (object == nullptr || start < 0 || count < 0) return nullptr;
  int64_t units = static_cast<int64_t>(static_cast<size_t>(object->array_length()) * unit / sizeof(T));
  return int64_t{start} + count <= units ? object->elements<T>() + start : nullptr;
}

template <typename T>
int64_t compare(uint32_t a, uint32_t b) {
  if (a == 0 || b == 0) return kNotDone;
  Object* x = object_at(a);
  Object* y = object_at(b);
  auto x_count = x->array_length() / static_cast<int32_t>(sizeof(T)), y_count = y->array_length() / static_cast<int32_t>(sizeof(T));
  auto common = static_cast<size_t>(std::min(x_count, y_count));
  size_t at = find_mismatch(x->elements<T>(), y->elements<T>(), common * sizeof(T)) / sizeof(T);
  if (at < common) return done(int32_t{x->elements<T>()[at]} - int32_t{y->elements<T>()[at]});
  return done(x_count - y_count);
}

int64_t inflate(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length, size_t target_unit) {
  if (source == 0 || target == 0) return kNotDone;
  if (length <= 0) return 0;
  const uint8_t* bytes = part_of<uint8_t>(source, from, length, 1);
  uint16_t* units = part_of<uint16_t>(target, to, length, target_unit);
  if (bytes == nullptr || units == nullptr) return kNotDone;
  widen_bytes(bytes, units, static_cast<size_t>(length));
  return 0;
}

int64_t compress(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length, size_t source_unit) {
  if (source == 0 || target == 0) return kNotDone;
  if (length <= 0) return length == 0 ? 0 : kNotDone;
  const uint16_t* units = part_of<uint16_t>(source, from, length, source_unit);
  uint8_t* bytes = part_of<uint8_t>(target, to, length, 1);
  if (units == nullptr || bytes == nullptr) return kNotDone;
  auto count = static_cast<size_t>(length);
  return narrow_units(units, bytes, count, 0xff) == count ? length : 0;
}

template <typename T>
int64_t fill(uint32_t array, int64_t value) {
  if (array == 0) return kNotDone;
  Object* object = object_at(array);
  std::fill_n(object->elements<T>(), object->array_length(), static_cast<T>(value));
  return 0;
}

}  // namespace

int64_t leaf_equal_bytes(uint32_t a, uint32_t b) {
  if (a == 0 || b == 0) return kNotDone;
  Object* x = object_at(a);
  Object* y = object_at(b);
  int32_t length = x->array_length();
  return length == y->array_length() && std::memcmp(x->elements<char>(), y->elements<char>(), static_cast<size_t>(length)) == 0;
}

int64_t leaf_hash_latin1(uint32_t text) {
  if (text == 0) return kNotDone;
  Object* object = object_at(text);
  return done(hash_bytes(object->elements<uint8_t>(), static_cast<size_t>(object->array_length())));
}
int64_t leaf_hash_utf16(uint32_t text) {
  if (text == 0) return kNotDone;
  Object* object = object_at(text);
  return done(hash_units(object->elements<uint16_t>(), static_cast<size_t>(object->array_length()) / 2));
}

int64_t leaf_compare_latin1(uint32_t a, uint32_t b) { return compare<uint8_t>(a, b); }
int64_t leaf_compare_utf16(uint32_t a, uint32_t b) { return compare<uint16_t>(a, b); }

int64_t leaf_has_negatives(uint32_t bytes, int32_t offset, int32_t length) {
  const uint8_t* at = length <= 0 ? nullptr : part_of<uint8_t>(bytes, offset, length, 1);
  return at == nullptr ? kNotDone : has_high_bit(at, static_cast<size_t>(length));
}

int64_t leaf_inflate_bytes(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length) {
  return inflate(source, from, target, to, length, 1);
}
int64_t leaf_inflate_chars(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length) {
  return inflate(source, from, target, to, length, 2);
}
int64_t leaf_compress_chars(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length) {
  return compress(source, from, target, to, length, 2);
}
int64_t leaf_compress_bytes(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length) {
  return compress(source, from, target, to, length, 1);
}

int64_t leaf_fill_1(uint32_t array, int64_t value) { return fill<uint8_t>(array, value); }
int64_t leaf_fill_2(uint32_t array, int64_t value) { return fill<uint16_t>(array, value); }
int64_t leaf_fill_4(uint32_t array, int64_t value) { return fill<uint32_t>(array, value); }
int64_t leaf_fill_8(uint32_t array, int64_t value) { return fill<uint64_t>(array, value); }

int64_t leaf_array_copy(uint32_t source, int32_t from, uint32_t target, int32_t to, int32_t length) {
  Object* s = object_at(source);
  Object* d = object_at(target);
  if (s == nullptr || d == nullptr || (from | to | length) < 0) return kNotDone;
  const Class* source_class = class_of(s);
  const Class* target_class = class_of(d);
  if (!source_class->is_array() || !target_class->is_array()) return kNotDone;
  if (source_class != target_class && !source_class->is_subtype_of(target_class)) return kNotDone;
  if (int64_t{from} + length > s->array_length() || int64_t{to} + length > d->array_length()) return kNotDone;
  if (source_class->is_object_array()) {
    barrier::copy_range(d, d->elements<uint32_t>() + to, s->elements<uint32_t>() + from, static_cast<size_t>(length));
    return 0;
  }
  uint32_t shift = source_class->shape.element_shift;
  std::memmove(d->elements<char>() + (static_cast<size_t>(to) << shift), s->elements<char>() + (static_cast<size_t>(from) << shift),
               static_cast<size_t>(length) << shift);
  return 0;
}

int64_t leaf_mismatch(uint32_t a, int64_t a_offset, uint32_t b, int64_t b_offset, int32_t length, int32_t log2_scale) {
  auto address = [](uint32_t base, int64_t offset) {
    return reinterpret_cast<const uint8_t*>((uintptr_t{base} << kReferenceShift) + static_cast<uintptr_t>(offset));
  };
  size_t bytes = static_cast<size_t>(length) << log2_scale;
  size_t at = find_mismatch(address(a, a_offset), address(b, b_offset), bytes);
  return done(at == bytes ? -1 : static_cast<int32_t>(at >> log2_scale));
}

}  // namespace kiln::ops
