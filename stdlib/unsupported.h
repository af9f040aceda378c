// stdlib/unsupported.h - native methods that Kiln has not: each throws UnsupportedOperationException with its name.
#pragma once

#include <algorithm>
#include <cstddef>

#include "stdlib/entry.h"

namespace kiln::stdlib {

template <size_t n>
struct FixedText {
  char text[n];
  consteval FixedText(const char (&source)[n]) { std::copy_n(source, n, text); }  // NOLINT: implicit on purpose
};

// Stands for any native method: arguments behind the environment are not looked at, and the result is null or 0.
template <FixedText name>
jlong unsupported_native(JNIEnv* env) {
  run_in_vm(env, [](Thread& t) -> Expected<void> { return throw_unimplemented(t, name.text); });
  return 0;
}

}  // namespace kiln::stdlib
