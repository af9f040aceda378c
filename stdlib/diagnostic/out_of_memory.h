// stdlib/diagnostic/out_of_memory.h - what -XX options ask for when memory runs out: HeapDumpOnOutOfMemoryError,
// OnOutOfMemoryError, CrashOnOutOfMemoryError, ExitOnOutOfMemoryError.
#pragma once

#include "vm/base/annotations.h"
#include "vm/thread/thread.h"

namespace kiln::diagnostic {

// ThreadHooks::on_out_of_memory. Acts at the first OutOfMemoryError of the Vm only. State InVm.
VM_MAY_SAFEPOINT void report_out_of_memory(Thread& thread, const char* message);

}  // namespace kiln::diagnostic
