#include "jit/report/perf_map.h"

#include <fmt/format.h>
#include <unistd.h>

namespace kiln::jit {

PerfMap::PerfMap() : file_(std::fopen(fmt::format("/tmp/perf-{}.map", getpid()).c_str(), "w")) {}

PerfMap::~PerfMap() {
  if (file_ != nullptr) std::fclose(file_);
}

void PerfMap::add(const Compilation& compilation) {
  if (file_ == nullptr) return;
  std::string line = fmt::format("{:x} {:x} {}\n", reinterpret_cast<uintptr_t>(compilation.start), compilation.size_bytes, compilation.full_name());
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

}  // namespace kiln::jit
