// stdlib/diagnostic/native_memory.h - where the memory of the process is, for `jcmd PID VM.native_memory`.
#pragma once

#include <cstdint>
#include <string>

#include "vm/thread/thread.h"

namespace kiln::diagnostic {

// HotSpot's summary, made from what the system says of the process's mappings (/proc/self/smaps): `reserved` is address
// space, `committed` what is resident. Sums are in units of 1 KB, 1 MB or 1 GB by `scale` ("KB", ...). State InVm; a
// safepoint. The empty string: the system does not tell.
VM_MAY_SAFEPOINT std::string native_memory_summary(Thread& thread, const std::string& scale);

}  // namespace kiln::diagnostic
