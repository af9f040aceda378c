// vm/start/vm_status.h - jcmd's VM.info: the parts of a crash report that make sense without a crash.
#pragma once

#include <string>

#include "vm/base/annotations.h"
#include "vm/thread/thread.h"

namespace kiln {

// State InVm; stops the world for a moment.
VM_MAY_SAFEPOINT std::string vm_status_text(Thread& self);

}  // namespace kiln
