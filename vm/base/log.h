// vm/base/log.h - the VM's log, with the syntax of -Xlog:what:output:decorators:output-options.
//
//   VM_LOG(log, info, (class, load), "{} source: {}", name, source);
//   -> [0.012s][info][class,load] java.lang.Object source: jrt:/java.base
//
// A message has a level and a tag set. Tag sets are the rows of log_tags.def; VM_LOG finds the row at compile time. For
// every set the Log keeps the lowest level anyone listens to, so a disabled VM_LOG costs one byte load and a compare,
// and its arguments are not evaluated. Each output keeps a level per set:
//
//                        class,load   gc    safepoint ...
//   #0 stdout            warning      info  warning          starts with all=warning
//   #1 stderr            off          off   off
//   #2 file=gc.txt       off          debug off              made by -Xlog
//   least_level_         warning      debug warning          what enabled() reads
//
// A Log belongs to one Vm. Thread safe; writing takes a lock of rank kLog and never safepoints.
#pragma once

#include <fmt/core.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vm/base/sync.h"

namespace kiln {

// Lower case as in -Xlog and in VM_LOG.
enum class LogLevel : uint8_t { trace, debug, info, warning, error, off };

// A row of the tag set table.
enum class LogSet : uint8_t {};

namespace log_detail {
inline constexpr std::string_view kSets[] = {
#define VM_LOG_SET(tags) tags,
#include "vm/base/log_tags.def"
#undef VM_LOG_SET
};
inline constexpr size_t kSetCount = std::size(kSets);
static_assert(kSetCount < 256);

void no_such_tag_set_add_a_row_to_log_tags_def();  // not constexpr: naming it stops compilation

// From "(class, load)", as VM_LOG spells it.
consteval LogSet find_set(std::string_view spelled) {
  for (size_t set = 0; set < kSetCount; set++) {
    std::string_view row = kSets[set];
    size_t at = 0;
    bool same = true;
    for (char c : spelled) {
      if (c == '(' || c == ')' || c == ' ') continue;
      same = same && at < row.size() && row[at] == c;
      at++;
    }
    if (same && at == row.size()) return static_cast<LogSet>(set);
  }
  no_such_tag_set_add_a_row_to_log_tags_def();
  return LogSet{};
}
}  // namespace log_detail

class LogOutput;
struct LogSelection;

class Log {
 public:
  Log();
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool enabled(LogSet set, LogLevel level) const {
    return level >= static_cast<LogLevel>(least_level_[static_cast<size_t>(set)].load(std::memory_order_relaxed));
  }
  template <typename... Args>
  void write(LogSet set, LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
    write_formatted(set, level, format, fmt::make_format_args(args...));
  }
  void write_text(LogSet set, LogLevel level, std::string_view message);

  // Applies the text after "-Xlog", that is "" or ":...". False when it makes no sense; why has then been logged under
  // [error][logging], and is in *error if given. "help" is the caller's business (see print_help).
  [[nodiscard]] bool configure(std::string_view option, std::string* error = nullptr);
  // For -verbose:x: this tag set ("class,load"), or every set with its tags, at `level` and above on stdout.
  void listen_on_stdout(std::string_view tags, LogLevel level);
  // Turns everything off, warnings included (-Xlog:disable).
  void disable_all();

  // What goes where at the moment, a line for each output:  #0: stdout all=warning uptime,level,tags
  std::string describe();
  // Every file output starts a new file, as if it were full.
  void rotate_files();
  static std::string help_text();
  static std::string tag_list();  // "add, age, ..."

 private:
  friend class LogConfiguration;
  void write_formatted(LogSet set, LogLevel level, fmt::string_view format, fmt::format_args args);
  void update_levels() VM_REQUIRES(mutex_);

  std::array<std::atomic<uint8_t>, log_detail::kSetCount> least_level_;
  mutable Mutex mutex_{LockRank::kLog, "log"};
  std::vector<std::unique_ptr<LogOutput>> outputs_ VM_GUARDED_BY(mutex_);
  int64_t start_ns_;    // CLOCK_MONOTONIC, when this Log was made
  int64_t start_time_s_;  // seconds since 1970, for %t in file names
};

}  // namespace kiln

#define VM_LOG_ENABLED(log, level, tags) (log).enabled(::kiln::log_detail::find_set(#tags), ::kiln::LogLevel::level)
#define VM_LOG(log, level, tags, ...)                                                   \
  do {                                                                                  \
    if (VM_LOG_ENABLED(log, level, tags)) [[unlikely]]                                  \
      (log).write(::kiln::log_detail::find_set(#tags), ::kiln::LogLevel::level, __VA_ARGS__); \
  } while (false)
