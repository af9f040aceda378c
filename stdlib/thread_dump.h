// stdlib/thread_dump.h - the whole answer to SIGQUIT: threads, JNI references, deadlocks, memory.
#pragma once

#include <string>

#include "vm/base/annotations.h"
#include "vm/thread/thread.h"

namespace kiln {

// State InVm; stops the world for a moment.
VM_MAY_SAFEPOINT std::string full_thread_dump(Thread& self);
// The same to stdout, after what Java code has printed there.
VM_MAY_SAFEPOINT void print_thread_dump(Thread& self);

}  // namespace kiln
