// java.util.Arrays.fill for primitive types; they replace Java bodies.
#include <algorithm>

#include "stdlib/natives/array_args.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

bool throws_for_null(JNIEnv* env, jobject array) {
  if (array != nullptr) return false;
  run_in_vm(env, [](Thread& t) -> Expected<void> {
    return throw_new(t, &Known::java_lang_NullPointerException, "Cannot read the array length because \"a\" is null");
  });
  return true;
}

bool throws_for_range(JNIEnv* env, int32_t length, jint from, jint to) {
  if (0 <= from && from <= to && to <= length) return false;
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (from > to) return throw_new(t, &Known::java_lang_IllegalArgumentException, "fromIndex({}) > toIndex({})", from, to);
    return throw_new(t, &Known::java_lang_ArrayIndexOutOfBoundsException, "Array index out of range: {}", from < 0 ? from : to);
  });
  return true;
}

}  // namespace

#define VM_ARRAYS_FILL(Name, type)                                                                            \
  VM_NATIVE_FUNCTION(void) Arrays_fill##Name(JNIEnv* env, jclass, jobject array, type value) {                \
    if (throws_for_null(env, array)) return;                                                                  \
    ArrayView<type> view = view_of<type>(array);                                                              \
    std::fill_n(view.data, view.length, value);                                                               \
  }                                                                                                           \
  VM_NATIVE_FUNCTION(void) Arrays_fillRange##Name(JNIEnv* env, jclass, jobject array, jint from, jint to, type value) { \
    if (throws_for_null(env, array)) return;                                                                  \
    ArrayView<type> view = view_of<type>(array);                                                              \
    if (!throws_for_range(env, view.length, from, to)) std::fill(view.data + from, view.data + to, value);    \
  }

VM_ARRAYS_FILL(Z, jboolean)
VM_ARRAYS_FILL(B, jbyte)
VM_ARRAYS_FILL(C, jchar)
VM_ARRAYS_FILL(S, jshort)
VM_ARRAYS_FILL(I, jint)
VM_ARRAYS_FILL(J, jlong)
VM_ARRAYS_FILL(F, jfloat)
VM_ARRAYS_FILL(D, jdouble)
