// stdlib/diagnostic/heap_histogram.h - how many instances of each class there are, and how much room they take.
#pragma once

#include <string>

#include "vm/base/annotations.h"
#include "vm/thread/thread.h"

namespace kiln::diagnostic {

// The table of `jmap -histo`: largest first. With `live_only` a full collection comes before it; without, objects that
// died since the last collection count too. State InVm; stops the world.
VM_MAY_SAFEPOINT std::string heap_histogram(Thread& self, bool live_only);

}  // namespace kiln::diagnostic
