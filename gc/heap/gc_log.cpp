#include "gc/heap/gc_log.h"

namespace kiln::gc {

const char* name_of(GcCause cause) {
  switch (cause) {
    case GcCause::kAllocation:
      return "Allocation Failure";
    case GcCause::kSystemGc:
      return "System.gc()";
    case GcCause::kStress:
      return "Stress";
    case GcCause::kMetadata:
      return "Metadata GC Threshold";
    case GcCause::kHeapDump:
      return "Heap Dump Initiated GC";
    case GcCause::kLastDitch:
      return "Last ditch collection";
  }
  VM_UNREACHABLE();
}

void log_collection(Log*, const CollectionReport&) {}
void log_heap_start(Log*, uintptr_t, uintptr_t, uint64_t, uint64_t) {}

}  // namespace kiln::gc
