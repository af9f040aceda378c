#include "vm/exec/pending_references.h"

#include "gc/heap.h"
#include "vm/thread/transitions.h"

namespace kiln {

void PendingReferences::wait(Thread& thread) {
  BlockedInVm blocked(thread);
  MutexLock lock(mutex_);
  while (!thread.vm().heap->has_pending_references()) arrived_.wait(mutex_);
}

void PendingReferences::notify() {
  MutexLock lock(mutex_);
  arrived_.broadcast();
}

}  // namespace kiln
