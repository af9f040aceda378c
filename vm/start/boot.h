// vm/start/boot.h - the boot order: from an empty heap to a running java.base (HotSpot's order; see docs/architecture.md).
#pragma once

#include "vm/base/result.h"
#include "vm/thread/handles.h"

namespace kiln {

// Runs on the main thread, state InVm, after the parts of the Vm exist. A failure leaves the exception pending.
VM_MAY_SAFEPOINT Expected<void> boot_class_library(Thread& thread);

}  // namespace kiln
