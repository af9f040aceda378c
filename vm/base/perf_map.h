// vm/base/perf_map.h - /tmp/perf-PID.map, by which `perf report` names compiled methods.
//
// A line for each piece of code: START SIZE NAME, numbers in hexadecimal. A later line for the same addresses wins. Two may
// have the file open: lines always go to its end, also after the other one has begun it anew.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace kiln {

class PerfMapFile {
 public:
  // Begins the file anew.
  PerfMapFile();
  ~PerfMapFile();
  PerfMapFile(const PerfMapFile&) = delete;
  PerfMapFile& operator=(const PerfMapFile&) = delete;

  static std::string path();
  void add(const void* start, size_t size_bytes, std::string_view name);
  // Hands what was added to the system. False: the file could not be made, or not all of it written.
  bool flush();

 private:
  std::FILE* file_;
};

}  // namespace kiln
