// vm/exec/pending_references.h - where the Java reference handler waits for the collector (java.lang.ref.Reference).
#pragma once

#include "vm/base/annotations.h"
#include "vm/base/sync.h"
#include "vm/base/vm.h"

namespace kiln {

class Thread;

class PendingReferences {
 public:
  // Blocks until the heap has pending references. State InVm.
  VM_MAY_SAFEPOINT void wait(Thread& thread);
  // The heap has some now; any thread.
  void notify();

 private:
  Mutex mutex_{LockRank::kHeap, "pending references"};
  ConditionVariable arrived_;
};

}  // namespace kiln
