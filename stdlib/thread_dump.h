// stdlib/thread_dump.h - the whole answer to SIGQUIT: threads, JNI references, deadlocks, memory.
#pragma once

#include <string>

#include "vm/base/annotations.h"
#include "vm/thread/thread.h"

namespace kiln {

// State InVm; stops the world for a moment.
VM_MAY_SAFEPOINT std::string full_thread_dump(Thread& self);
// What jstack prints: the same without memory; with the locks of java.util.concurrent that threads hold, if asked.
VM_MAY_SAFEPOINT std::string thread_report(Thread& self, bool with_synchronizers);
// Heap and metaspace, a line each: GC.heap_info. Caller InVm.
std::string heap_text(const Vm& vm);
// full_thread_dump to stdout, after what Java code has printed there.
VM_MAY_SAFEPOINT void print_thread_dump(Thread& self);

}  // namespace kiln
