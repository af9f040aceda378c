// jit/compiler.h - the compiler as the rest of the VM has it: a MethodCompiler (vm/exec/tiering.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "jit/report/reports.h"
#include "vm/exec/entry_points.h"
#include "vm/exec/tiering.h"

namespace kiln::jit {

struct CompilerOptions {
  bool compile_at_first_call = false;           // -Xcomp
  bool in_background = false;                   // methods of at least -XX:BackgroundCompileSize bytes; not with -Xcomp
  std::vector<std::string> commands;            // -XX:CompileCommand
  // Not 0: every method gets thresholds of its own by this number and its name, from 1 to twice the flags'.
  int64_t thresholds_seed = 0;
  void (*print)(void* context, const std::string& text) = nullptr;  // for the user's eyes; never null
  void* print_context = nullptr;
  ReportOptions reports;
};

// Null, with the reason, when this machine or this process cannot run compiled code.
std::unique_ptr<MethodCompiler> make_compiler(Vm& vm, const EntryPoints& entries, CompilerOptions options, const char** reason);

}  // namespace kiln::jit
