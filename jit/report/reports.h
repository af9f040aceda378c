// jit/report/reports.h - who is told about each compilation, by flags:
//
//   -XX:+DumpPerfMapAtExit   /tmp/perf-PID.map: addresses and names for `perf report`         vm/base/perf_map.h
//   -XX:+PerfJitDump         /tmp/jit-PID.dump: also code and lines, for `perf inject --jit`   jitdump.h
//   -XX:+GdbJitInterface     in-memory object files for debuggers                              gdb_interface.h
//   -XX:+PrintAssembly       machine code with bytecodes between, by Capstone                  assembly_listing.h
//   -XX:+LogCompilation      a line of JSON each                                               compilation_log.h
#pragma once

#include <memory>
#include <string>

#include "jit/report/compilation.h"

namespace kiln::jit {

struct ReportOptions {
  bool perf_map = false, jitdump = false, gdb = false, assembly = false, log = false;
  std::string log_file;  // empty: kiln_compilation_PID.jsonl in the current folder
  void (*print)(void* context, const std::string& text) = nullptr;  // for -XX:+PrintAssembly
  void* print_context = nullptr;
};

class Reports {
 public:
  explicit Reports(const ReportOptions& options);
  ~Reports();
  Reports(const Reports&) = delete;
  Reports& operator=(const Reports&) = delete;

  // Whether somebody wants Compilation::points, ::instructions (they cost time).
  bool want_points() const;
  bool want_instructions() const;
  bool is_anybody_there() const;
  // Code is complete at its address and not yet entered. One caller at a time.
  void installed(const Compilation& compilation);
  // Code goes away.
  void removed(const uint8_t* start);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kiln::jit
