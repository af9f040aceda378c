// vm/start/signal_dispatch.h - starts the thread that brings the process's signals to Java.
#pragma once

#include "vm/base/annotations.h"
#include "vm/base/result.h"
#include "vm/thread/thread.h"

namespace kiln {

// The daemon "Signal Dispatcher" (stdlib/signal_dispatch.h): Ctrl-\ (SIGQUIT) prints a thread dump, other signals go to
// the handlers that Java code has registered, the shutdown hooks' among them. Nothing happens with -Xrs. After the
// class library is ready, state InVm. A failure leaves a pending Java exception.
VM_MAY_SAFEPOINT Expected<void> start_signal_dispatcher(Thread& self);

}  // namespace kiln
