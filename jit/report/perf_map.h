// jit/report/perf_map.h - /tmp/perf-PID.map, by which `perf report` names compiled methods.
//
// A line for each piece of code: START SIZE NAME, numbers in hexadecimal. Lines are written as code appears, so that a
// process that dies leaves them behind. A later line for the same addresses wins.
#pragma once

#include <cstdio>

#include "jit/report/compilation.h"

namespace kiln::jit {

class PerfMap {
 public:
  PerfMap();
  ~PerfMap();
  PerfMap(const PerfMap&) = delete;
  PerfMap& operator=(const PerfMap&) = delete;

  void add(const Compilation& compilation);

 private:
  std::FILE* file_ = nullptr;
};

}  // namespace kiln::jit
