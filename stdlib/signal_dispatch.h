// stdlib/signal_dispatch.h - signals of the process as Java sees them (jdk.internal.misc.Signal, shutdown hooks).
//
// A signal handler may do next to nothing, so it counts the signal and posts a semaphore; a service thread waits there
// and calls Signal.dispatch. Signals belong to the process, not to a Vm: the counts are process-wide, and the Vm whose
// dispatcher was started last gets them. This is the one place where a mutable global is in the nature of the thing.
#pragma once

#include "vm/thread/thread.h"

namespace kiln {

// Body of the service thread "Signal Dispatcher": waits for signals (state kBlocked) and dispatches them to Java until
// stop_signal_dispatcher. State kInVm. SIGQUIT calls `on_quit` (a thread dump) if it is not null.
void run_signal_dispatcher(Thread& thread, void (*on_quit)(Thread& thread));
// Any thread.
void stop_signal_dispatcher();
// Makes SIGQUIT reach the dispatcher; at start, unless -Xrs.
void install_quit_handler();

}  // namespace kiln
