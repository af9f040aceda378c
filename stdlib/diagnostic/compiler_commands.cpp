// Compiler.*: the methods that have machine code.
#include <fmt/format.h>

#include <algorithm>

#include "stdlib/diagnostic/command_functions.h"
#include "vm/base/perf_map.h"
#include "vm/exec/compiled_code.h"
#include "vm/exec/tiering.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"

namespace kiln::diagnostic {

namespace {

struct Code {
  const Method* method;
  const CompiledCode* code;
};

// In the order of compilation. They stay until the next safepoint.
std::vector<Code> all_code(const Vm& vm) {
  std::vector<Code> found;
  vm.classes->for_each([&](Class& klass) {
    for (uint32_t i = 0; i < klass.method_count; i++) {
      const Method& method = klass.methods[i];
      if (const CompiledCode* code = method.compiled.load(std::memory_order_acquire)) found.push_back({&method, code});
    }
  });
  std::sort(found.begin(), found.end(), [](const Code& a, const Code& b) { return a.code->compilation_id < b.code->compilation_id; });
  return found;
}

std::string name_of(const Method& method) {
  return fmt::format("{}.{}{}", external_name(*method.holder), method.name(), method.descriptor());
}

}  // namespace

// compilation, level (Kiln has one), state (0: calls reach it, 1: they do not), name, code.
Expected<void> print_code_list(Thread& t, const Arguments&, std::string* answer) {
  for (const Code& each : all_code(t.vm())) {
    auto start = reinterpret_cast<uintptr_t>(each.code->start);
    *answer += fmt::format("{} 1 {} {} [{:#018x}, {:#018x} - {:#018x}]\n", each.code->compilation_id, each.code->is_linked ? 0 : 1,
                           name_of(*each.method), start, start, start + each.code->size_bytes);
  }
  return {};
}

Expected<void> print_code_cache(Thread& t, const Arguments&, std::string* answer) {
  const MethodCompiler* compiler = t.vm().compiler;
  CodeMemory memory = compiler != nullptr ? compiler->code_memory() : CodeMemory{};
  *answer += fmt::format("CodeCache: size={}Kb used={}Kb max_used={}Kb free={}Kb\n", memory.reserved_bytes >> 10, memory.used_bytes >> 10,
                         memory.committed_bytes >> 10, (memory.reserved_bytes - memory.used_bytes) >> 10);
  size_t count = all_code(t.vm()).size();
  *answer += fmt::format(" total_blobs={} nmethods={} adapters=0\n compilation: {}\n", count, count, compiler != nullptr ? "enabled" : "disabled");
  return {};
}

Expected<void> print_compile_queue(Thread& t, const Arguments&, std::string* answer) {
  CompileQueueView queue;
  if (t.vm().compiler != nullptr) queue = t.vm().compiler->queue_view();
  auto list = [&](const std::vector<const Method*>& methods) {
    for (const Method* method : methods) {
      *answer += fmt::format("  {}::{} ({} bytes)\n", external_name(*method->holder), method->name(), method->info->code_length);
    }
  };
  *answer += "Current compiles: \n";
  list(queue.compiling);
  *answer += "\nCompile queue:\n";
  if (queue.waiting.empty()) *answer += "Empty\n";
  list(queue.waiting);
  *answer += '\n';
  return {};
}

Expected<void> write_perf_map(Thread& t, const Arguments&, std::string* answer) {
  PerfMapFile map;
  for (const Code& each : all_code(t.vm())) map.add(each.code->start, each.code->size_bytes, name_of(*each.method));
  if (!map.flush()) *answer += fmt::format("Failed to create {} for perf map\n", PerfMapFile::path());
  return {};
}

}  // namespace kiln::diagnostic
