// vm/base/log_output.h - one place that log lines go to, and how they are decorated. Part of log.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "vm/base/log.h"

namespace kiln {

// Printed in this order whatever the order asked for.
enum LogDecorator : uint8_t {
  kTimeDecorator,
  kUtcTimeDecorator,
  kUptimeDecorator,
  kTimeMillisDecorator,
  kUptimeMillisDecorator,
  kTimeNanosDecorator,
  kUptimeNanosDecorator,
  kHostnameDecorator,
  kPidDecorator,
  kTidDecorator,
  kLevelDecorator,
  kTagsDecorator,
  kDecoratorCount,
};
inline constexpr uint16_t kDefaultDecorators = 1 << kUptimeDecorator | 1 << kLevelDecorator | 1 << kTagsDecorator;

std::string_view log_level_name(LogLevel level);

// "uptime" or "u"; false when there is none.
[[nodiscard]] bool find_decorator(std::string_view name, LogDecorator* result);

// Not thread safe: the Log locks.
class LogOutput {
 public:
  // For stdout and stderr; `stream` stays open.
  LogOutput(std::string name, FILE* stream) : name_(std::move(name)), stream_(stream) { levels_.fill(LogLevel::off); }
  // For a file; not open yet. `name` as configured, `path` with %p and %t replaced.
  LogOutput(std::string name, std::string path) : name_(std::move(name)), path_(std::move(path)) { levels_.fill(LogLevel::off); }
  ~LogOutput();
  LogOutput(const LogOutput&) = delete;
  LogOutput& operator=(const LogOutput&) = delete;

  // Opens a file output with "filecount=5,filesize=1m". False: *error says why.
  [[nodiscard]] bool open(std::string_view options, std::string* error);
  void write(LogSet set, LogLevel level, std::string_view message, int64_t start_ns);

  // Goes on in a new file; outputs that are no files, or keep only one, stay as they are.
  void rotate();
  // "stdout all=warning,gc=debug uptime,level,tags", for files also "filecount=5,filesize=20480K"
  std::string describe() const;

  const std::string& name() const { return name_; }
  bool is_file() const { return !path_.empty(); }
  LogLevel level(size_t set) const { return levels_[set]; }
  void set_level(size_t set, LogLevel level) { levels_[set] = level; }
  void set_decorators(uint16_t decorators) { decorators_ = decorators; }

 private:
  bool parse_options(std::string_view options, std::string* error);
  std::string archive_name(uint64_t number) const;

  std::string name_;
  std::string path_;  // files only
  FILE* stream_ = nullptr;
  uint16_t decorators_ = kDefaultDecorators;
  std::array<LogLevel, log_detail::kSetCount> levels_;
  std::array<uint8_t, kDecoratorCount> widths_{};  // widest so far: later lines are padded to it
  uint64_t rotate_count_ = 5;
  uint64_t rotate_size_ = 20 << 20;
  uint64_t written_ = 0;
  uint64_t next_archive_ = 0;
};

}  // namespace kiln
