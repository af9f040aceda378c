// jit/report/jitdump.h - /tmp/jit-PID.dump: code, names and lines in the format of perf's jitdump specification.
//
//   perf record -k mono -g vm -XX:+PerfJitDump ... ; perf inject --jit -i perf.data -o perf.jit.data ; perf report -i perf.jit.data
//
// The file is mapped executable once, because that mapping in perf's own record is how `perf inject` finds it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "jit/report/compilation.h"

namespace kiln::jit {

class JitDump {
 public:
  JitDump();
  ~JitDump();
  JitDump(const JitDump&) = delete;
  JitDump& operator=(const JitDump&) = delete;

  void add(const Compilation& compilation);

 private:
  void write(const std::string& bytes);

  int file_ = -1;
  void* marker_ = nullptr;
  size_t marker_bytes_ = 0;
  uint64_t next_index_ = 0;
};

}  // namespace kiln::jit
