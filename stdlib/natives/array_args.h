// stdlib/natives/array_args.h - primitive arrays as arguments of functions that replace Java bodies: no element is
// touched before the range has been checked, as memory must stay safe whatever Java code passes.
#pragma once

#include "stdlib/natives/native.h"
#include "vm/ops/type_check.h"

namespace kiln::stdlib {

// Elements of an array argument; valid until the next safepoint.
template <typename T>
struct ArrayView {
  T* data = nullptr;
  int32_t length = 0;
};

template <typename T>
ArrayView<T> view_of(jobject array) {
  Object* object = Ref<>(*slot_of(array)).get();
  return {object->elements<T>(), object->array_length()};
}

// Throws and returns false unless none of the arguments is null.
template <typename... Arrays>
bool none_is_null(JNIEnv* env, Arrays... arrays) {
  if ((... && (arrays != nullptr))) [[likely]]
    return true;
  run_in_vm(env, [](Thread& t) -> Expected<void> { return throw_new(t, &Known::java_lang_NullPointerException); });
  return false;
}

// Throws and returns false unless [start, start + count) lies inside `length` elements.
inline bool is_inside(JNIEnv* env, int64_t start, int64_t count, int64_t length) {
  if (start >= 0 && count >= 0 && start + count <= length) [[likely]]
    return true;
  int64_t culprit = start < 0 || start > length ? start : start + count - 1;
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    return ops::throw_index_out_of_bounds(t, static_cast<int32_t>(culprit), static_cast<int32_t>(length));
  });
  return false;
}

}  // namespace kiln::stdlib
