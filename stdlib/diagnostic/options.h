// stdlib/diagnostic/options.h - the -XX options about looking in from outside, as vm/start reads them.
#pragma once

#include <string>
#include <string_view>

namespace kiln::diagnostic {

struct Options {
  bool crash_on_out_of_memory = false;
  bool disable_attach = false;
  bool start_attach_listener = false;
  bool use_perf_data = true;
  bool perf_disable_shared_mem = false;
  std::string on_out_of_memory;  // a shell command
  std::string heap_dump_path;    // file or folder; may be changed later (Diagnostics)
};

struct Switch {
  std::string_view name;
  bool Options::*field;
};
inline constexpr Switch kSwitches[] = {
    {"CrashOnOutOfMemoryError", &Options::crash_on_out_of_memory},  // end with a crash report
    {"DisableAttachMechanism", &Options::disable_attach},           // refuse jcmd, jstack and others
    {"StartAttachListener", &Options::start_attach_listener},       // listen from the start
    {"UsePerfData", &Options::use_perf_data},                       // counters for jps and jstat
    {"PerfDisableSharedMem", &Options::perf_disable_shared_mem},    // but not in a file
};

}  // namespace kiln::diagnostic
