// vm/start/threads.h - threads as Java sees them start and end: the main thread, attached native threads, shutdown.
#pragma once

#include "vm/base/vm.h"
#include "vm/jni/invocation.h"
#include "vm/thread/handles.h"

namespace kiln {

void install_thread_hooks(Vm& vm);
InvocationHooks invocation_hooks();
// The calling system thread becomes the main thread of a Vm that is being created; state InVm.
Thread* adopt_main_thread(Vm& vm);
// Signal dispatcher and the like; after the boot.
VM_MAY_SAFEPOINT void start_service_threads(Thread& thread);

}  // namespace kiln
