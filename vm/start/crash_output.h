// vm/start/crash_output.h - writing, reading memory and reading /proc inside a signal handler.
//
// Nothing here allocates, locks or uses stdio: the process is broken, and another part of it may hold any lock.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kiln {

// Text to a file descriptor through a small buffer.
class CrashOutput {
 public:
  explicit CrashOutput(int file) : file_(file) {}
  ~CrashOutput() { flush(); }
  CrashOutput(const CrashOutput&) = delete;
  CrashOutput& operator=(const CrashOutput&) = delete;

  void put(std::string_view text);
  // Lines longer than kLongest are cut. For integers, pointers and text only: those make fmt allocate nothing.
  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    print_formatted(format, fmt::make_format_args(args...));
  }
  void flush();
  int file() const { return file_; }

 private:
  static constexpr size_t kLongest = 1024;
  void print_formatted(fmt::string_view format, fmt::format_args args);
  int file_;
  size_t used_ = 0;
  char buffer_[4096];
};

// Copies memory of this process that may not be mapped. False: not readable.
[[nodiscard]] bool read_memory(uintptr_t address, void* copy, size_t size);
template <typename T>
[[nodiscard]] bool read_memory(uintptr_t address, T* copy) {
  return read_memory(address, copy, sizeof(T));
}

// Lines of a file such as /proc/self/maps, each without its newline; very long ones come in pieces.
class LineReader {
 public:
  explicit LineReader(const char* path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  // False at the end. The line is good until the next call.
  bool next(std::string_view* line);

 private:
  int file_;
  bool at_end_ = false;
  size_t begin_ = 0, end_ = 0;
  char buffer_[8192];
};

}  // namespace kiln
