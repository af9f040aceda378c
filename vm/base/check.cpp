#include "vm/base/check.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace kiln {

namespace {
// The one process-wide datum: abort() is process-wide too.
std::atomic<FatalHook> fatal_hook{nullptr};
}  // namespace

void set_fatal_hook(FatalHook hook) { fatal_hook.store(hook, std::memory_order_release); }

void fatal_at(const char* file, int line, fmt::string_view format, fmt::format_args args) {
  auto message = fmt::format("{} ({}:{})", fmt::vformat(format, args), file, line);
  std::fflush(stdout);
  std::fprintf(stderr, "fatal: %s\n", message.c_str());
  if (FatalHook hook = fatal_hook.exchange(nullptr)) hook(message.c_str());
  std::abort();
}

}  // namespace kiln
