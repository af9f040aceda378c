// vm/start/shutdown.h - the orderly ends of a Vm (JLS 12.8; java.lang.Shutdown).
#pragma once

#include <jni.h>

#include "vm/thread/thread.h"

namespace kiln {

// Ends the process with `code`, without running more Java: Runtime.halt, and System.exit after its hooks. State InVm.
[[noreturn]] void halt_process(Thread& thread, int code);
// DestroyJavaVM: waits until the calling thread is the last that is no daemon, runs the shutdown hooks. State InVm.
void shut_down(Thread& thread);

}  // namespace kiln
