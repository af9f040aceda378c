#include "vm/base/perf_map.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace kiln {

std::string PerfMapFile::path() { return fmt::format("/tmp/perf-{}.map", getpid()); }

PerfMapFile::PerfMapFile() {
  int file = open(path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
  file_ = file < 0 ? nullptr : fdopen(file, "a");
}

PerfMapFile::~PerfMapFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void PerfMapFile::add(const void* start, size_t size_bytes, std::string_view name) {
  if (file_ == nullptr) return;
  std::string line = fmt::format("{:#x} {:#x} {}\n", reinterpret_cast<uintptr_t>(start), size_bytes, name);
  std::fwrite(line.data(), 1, line.size(), file_);
}

bool PerfMapFile::flush() { return file_ != nullptr && std::fflush(file_) == 0 && std::ferror(file_) == 0; }

}  // namespace kiln
