#include "jit/report/compilation_lines.h"

#include <fmt/format.h>

#include <algorithm>

#include "vm/exec/frame.h"

namespace kiln::jit {

std::string compilation_line(const CompiledCode& code, int64_t elapsed_ms, bool is_blocking, std::string_view remark) {
  const Method& method = *code.method;
  std::string class_name(method.holder->name_view());
  std::ranges::replace(class_name, '/', '.');
  return fmt::format("{:7} {:4}  {}{}{}{}{} {:3}       {}::{} ({} bytes){}\n", elapsed_ms, code.compilation_id, ' ',
                     method.is_synchronized() ? 's' : ' ', method.info->handler_count != 0 ? '!' : ' ', is_blocking ? 'b' : ' ', ' ', 1,
                     class_name, method.name(), method.info->code_length, remark);
}

std::string inlining_lines(const std::vector<std::unique_ptr<InlinedCall>>& calls, int depth) {
  std::string lines;
  for (const auto& call : calls) {
    lines += fmt::format("{:{}}@ {}   {}::{} ({} bytes)   inline{}{}\n", "", 28 + 2 * depth, call->bci, call->callee.class_name(),
                         call->callee.method_name(), call->callee.code().size(), call->is_guarded ? " (guarded)" : "",
                         call->plan.may_call ? " (in part)" : "");
    lines += inlining_lines(call->plan.calls, depth + 1);
  }
  return lines;
}

}  // namespace kiln::jit
