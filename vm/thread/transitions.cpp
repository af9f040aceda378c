#include "vm/thread/transitions.h"

#include "vm/thread/registry.h"

namespace kiln {

void poll_slow(Thread& thread) {
  VM_DCHECK(thread.no_safepoint_depth == 0);
  thread.vm().threads->block_at_safepoint(thread);
}

}  // namespace kiln
