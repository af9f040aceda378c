// vm/base/result.h - `Expected<T>`: a value, or "a Java exception is pending on this thread".
//
// VM_TRY(name, expression)  declares `name` from a value or returns the failure to the caller
// VM_TRY_VOID(expression)   the same for Expected<void>
#pragma once

#include <utility>

#include "vm/base/check.h"

namespace kiln {

struct Pending {};                        // "an exception is pending"
inline constexpr Pending kPending{};

template <typename T>
class [[nodiscard]] Expected {
 public:
  Expected(T value) : value_(std::move(value)), ok_(true) {}  // NOLINT: implicit on purpose
  Expected(Pending) : value_(), ok_(false) {}                 // NOLINT
  bool ok() const { return ok_; }
  explicit operator bool() const = delete;  // a bool-like T would be ambiguous
  T& value() {
    VM_DCHECK(ok_);
    return value_;
  }
  T value_or(T other) const { return ok_ ? value_ : other; }

 private:
  T value_;
  bool ok_;
};

template <>
class [[nodiscard]] Expected<void> {
 public:
  Expected() : ok_(true) {}
  Expected(Pending) : ok_(false) {}  // NOLINT
  bool ok() const { return ok_; }

 private:
  bool ok_;
};

}  // namespace kiln

#define VM_CONCAT_(a, b) a##b
#define VM_CONCAT(a, b) VM_CONCAT_(a, b)
#define VM_TRY(declaration, expression)                                   \
  auto VM_CONCAT(expected_, __LINE__) = (expression);                     \
  if (!VM_CONCAT(expected_, __LINE__).ok()) return ::kiln::kPending;      \
  declaration = std::move(VM_CONCAT(expected_, __LINE__).value())
#define VM_TRY_VOID(expression) \
  if (!(expression).ok()) return ::kiln::kPending
