// jit/report/compilation_lines.h - what -XX:+PrintCompilation and -XX:+PrintInlining print, in HotSpot's format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jit/baseline/inline_plan.h"
#include "vm/exec/compiled_code.h"

namespace kiln::jit {

// Columns: milliseconds since the start, id, attributes (OSR, synchronized, exceptions, blocking, native), tier, method, bytes.
std::string compilation_line(const CompiledCode& code, int64_t elapsed_ms, bool is_blocking, std::string_view remark = {});
// A line for each call done in place, indented by its depth.
std::string inlining_lines(const std::vector<std::unique_ptr<InlinedCall>>& calls, int depth = 1);

}  // namespace kiln::jit
