#include "gc/heap/gc_log.h"

#include "vm/base/log.h"

namespace kiln::gc {

namespace {
double millis(uint64_t ns) { return static_cast<double>(ns) / 1e6; }
}  // namespace

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

void log_start(Log* log, uint64_t number, GcCause cause) {
  if (log == nullptr) return;
  VM_LOG(*log, info, (gc, start), "GC({}) Pause Full ({})", number, name_of(cause));
}

void log_collection(Log* log, const CollectionReport& report) {
  if (log == nullptr) return;
  const CollectionResult& result = report.result;
  VM_LOG(*log, info, (gc, heap), "GC({}) Objects: {}K->{}K, large: {}K->{}K, copied {}K", report.number,
         (result.used_before - result.large_before) / kKiB, (result.used_after - result.large_after) / kKiB,
         result.large_before / kKiB, result.large_after / kKiB, result.copied_bytes / kKiB);
  VM_LOG(*log, debug, (gc, phases), "GC({}) Roots and trace {:.3f}ms, references {:.3f}ms, release {:.3f}ms", report.number,
         millis(result.trace_ns), millis(result.references_ns), millis(result.release_ns));
  auto count = [&](ReferenceStrength strength) {
    auto index = static_cast<size_t>(strength);
    return fmt::format("{}/{}", result.references.enqueued[index], result.references.discovered[index]);
  };
  VM_LOG(*log, debug, (gc, ref), "GC({}) Cleared/found: soft {}, weak {}, final {}, phantom {}", report.number,
         count(ReferenceStrength::kSoft), count(ReferenceStrength::kWeak), count(ReferenceStrength::kFinal),
         count(ReferenceStrength::kPhantom));
  VM_LOG(*log, debug, (gc, ergo), "GC({}) Next collection at {}K used", report.number, report.next_trigger_bytes / kKiB);
  VM_LOG(*log, info, (gc), "GC({}) Pause Full ({}) {}M->{}M({}M) {:.3f}ms", report.number, name_of(report.cause),
         result.used_before / kMiB, result.used_after / kMiB, report.capacity_after_bytes / kMiB, millis(report.pause_ns));
}

void log_heap_start(Log* log, uintptr_t base, uintptr_t end, uint64_t initial_bytes, uint64_t max_bytes) {
  if (log == nullptr) return;
  VM_LOG(*log, info, (gc), "Using Copying");
  VM_LOG(*log, info, (gc, init), "Heap Initial Capacity: {}M", initial_bytes / kMiB);
  VM_LOG(*log, info, (gc, init), "Heap Max Capacity: {}M", max_bytes / kMiB);
  VM_LOG(*log, debug, (gc, heap), "Heap address space: [{:#x}, {:#x})", base, end);
}

}  // namespace kiln::gc
