// stdlib/diagnostic/diagnostics.h - the part of a Vm that other processes look at.
#pragma once

#include <atomic>
#include <string>

#include "stdlib/diagnostic/attach_listener.h"
#include "stdlib/diagnostic/perf_data.h"
#include "vm/base/sync.h"

namespace kiln {

struct Vm;

struct Diagnostics {
  diagnostic::AttachListener attach;
  diagnostic::PerfData perf;
  std::atomic<bool> is_memory_reported{false};  // the first OutOfMemoryError was (out_of_memory.h)

  // What -XX:HeapDumpPath says now; jinfo and HotSpotDiagnosticMXBean may change it.
  std::string heap_dump_path();
  void set_heap_dump_path(std::string path);

 private:
  Mutex mutex_{LockRank::kLeaf, "diagnostic settings"};
  std::string heap_dump_path_ VM_GUARDED_BY(mutex_);
};

// Takes back what the VM has put into the file system for others to find. Any thread, at the end of the process; more
// than once does no harm.
void remove_traces(Vm& vm);

}  // namespace kiln
