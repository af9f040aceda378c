// vm/thread/roots.h - the references a thread holds outside its Java frames.
#pragma once

#include "gc/vm_binding.h"
#include "vm/thread/thread.h"

namespace kiln {

// Visits exception, java_thread, async_exception, scratch roots, handles (JNI locals too) and the lock stack. Frames
// are walked by vm/exec, monitors by MonitorTable::visit_roots. The world is stopped.
void visit_thread_roots(Thread& thread, RootVisitor& visitor);

}  // namespace kiln
