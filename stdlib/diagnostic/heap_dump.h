// stdlib/diagnostic/heap_dump.h - the whole heap as an HPROF file, which VisualVM, Eclipse MAT and others open.
#pragma once

#include <string>

#include "vm/base/annotations.h"
#include "vm/thread/thread.h"

namespace kiln::diagnostic {

struct HeapDumpOptions {
  bool live_only = true;   // a full collection comes first
  bool overwrite = false;  // else an existing file is an error
  int compression = 0;     // gzip: 1..9; 0: none
};

struct HeapDumpResult {
  int error = 0;           // errno; 0: it is written
  bool is_opened = false;  // the error is not about making the file
  uint64_t file_bytes = 0;
  double seconds = 0;
};

// State InVm; the world stands still until the file is written.
VM_MAY_SAFEPOINT HeapDumpResult dump_heap(Thread& self, const std::string& path, const HeapDumpOptions& options);

// The same with what `jcmd PID GC.heap_dump` says about it: "Dumping heap to ...", "Heap dump file created [...]".
VM_MAY_SAFEPOINT std::string dump_heap_with_messages(Thread& self, const std::string& path, const HeapDumpOptions& options);

}  // namespace kiln::diagnostic
