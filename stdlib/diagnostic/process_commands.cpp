// VM.dynlibs, VM.info, VM.log, System.trim_native_heap.
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "stdlib/diagnostic/command_functions.h"
#include "stdlib/library_environment.h"
#include "vm/base/log.h"
#include "vm/base/memory.h"
#include "vm/thread/transitions.h"

namespace kiln::diagnostic {

namespace {

std::string file_text(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Resident and swapped memory of the process.
int64_t resident_kib() {
  int64_t total = 0;
  std::ifstream file("/proc/self/status");
  for (std::string word; file >> word;) {
    int64_t number = 0;
    if ((word == "VmRSS:" || word == "VmSwap:") && file >> number) total += number;
  }
  return total;
}

}  // namespace

Expected<void> print_dynamic_libraries(Thread& t, const Arguments&, std::string* answer) {
  *answer += "Dynamic libraries:\n" + file_text("/proc/self/maps");
  return {};
}

Expected<void> print_status(Thread& t, const Arguments&, std::string* answer) {
  *answer += t.vm().library->status_text(t);
  return {};
}

Expected<void> configure_log(Thread& t, const Arguments& arguments, std::string* answer) {
  Log& log = *t.vm().log;
  bool is_known = false;
  if (arguments.flag("disable")) {
    is_known = true;
    log.disable_all();
  }
  if (arguments.is_given("output") || arguments.is_given("what") || arguments.is_given("decorators")) {
    is_known = true;
    std::string error, option = fmt::format(":{}:{}:{}:{}", arguments.text("what"), arguments.text("output"), arguments.text("decorators"),
                                            arguments.text("output_options"));
    if (!log.configure(option, &error)) {
      *answer += error + "\n";
      return {};
    }
  }
  if (arguments.flag("list")) {
    is_known = true;
    *answer += "Available log levels: off, trace, debug, info, warning, error\n"
               "Available log decorators: time (t), utctime (utc), uptime (u), timemillis (tm), uptimemillis (um), timenanos (tn), "
               "uptimenanos (un), hostname (hn), pid (p), tid (ti), level (l), tags (tg)\n";
    *answer += fmt::format("Available log tags: {}\nDescribed tag sets:\n logging: Logging for the log framework itself\n", Log::tag_list());
    *answer += "Log output configuration:\n" + log.describe();
  }
  if (arguments.flag("rotate")) {
    is_known = true;
    log.rotate_files();
  }
  if (!is_known) {
    std::string text = help_text(*find_command("VM.log", arguments.source()));
    *answer += text.substr(text.find("Syntax"));
  }
  return {};
}

Expected<void> trim_native_heap(Thread& t, const Arguments&, std::string* answer) {
  int64_t before = resident_kib();
  {
    BlockedInVm outside(t);
    trim_native_memory();
  }
  int64_t after = resident_kib();
  *answer += fmt::format("Trim native heap: RSS+Swap: {}K->{}K ({}{}K)\n", before, after, after > before ? "+" : "", after - before);
  return {};
}

}  // namespace kiln::diagnostic
