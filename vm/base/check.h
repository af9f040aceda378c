// vm/base/check.h - three strengths of assertion, and the orderly way to die.
//
//   VM_CHECK       always; for what would corrupt memory or lie to the user
//   VM_DCHECK      debug builds (presets dev, fast, tsan, fuzz)
//   VM_SLOW_CHECK  debug builds with -DKILN_SLOW_CHECKS; may walk whole structures
#pragma once

#include <fmt/core.h>

namespace kiln {

// Prints "fatal: <message> (file:line)", writes the crash report if a Vm is running, and aborts.
[[noreturn]] void fatal_at(const char* file, int line, fmt::string_view format, fmt::format_args args);

template <typename... Args>
[[noreturn]] void fatal_with(const char* file, int line, fmt::format_string<Args...> format, Args&&... args) {
  fatal_at(file, line, format, fmt::make_format_args(args...));
}

// Called once by fatal_at before abort; vm/start installs the crash reporter here.
using FatalHook = void (*)(const char* message);
void set_fatal_hook(FatalHook hook);

}  // namespace kiln

#define VM_FATAL(...) ::kiln::fatal_with(__FILE__, __LINE__, __VA_ARGS__)
#define VM_CHECK(condition)                                          \
  do {                                                               \
    if (!(condition)) [[unlikely]]                                   \
      VM_FATAL("check failed: {}", #condition);                      \
  } while (false)
#define VM_UNREACHABLE() VM_FATAL("unreachable code reached")

#ifdef KILN_DEBUG
#define VM_DCHECK(condition) VM_CHECK(condition)
inline constexpr bool kDebugBuild = true;
#else
#define VM_DCHECK(condition) static_cast<void>(sizeof(!(condition)))
inline constexpr bool kDebugBuild = false;
#endif

#ifdef KILN_SLOW_CHECKS
#define VM_SLOW_CHECK(condition) VM_CHECK(condition)
#else
#define VM_SLOW_CHECK(condition) static_cast<void>(sizeof(!(condition)))
#endif
