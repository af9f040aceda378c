#include "gc/heap/gc_log.h"

#include "vm/base/log.h"

namespace kiln {

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

}  // namespace kiln

namespace kiln::gc {

namespace {
double millis(uint64_t ns) { return static_cast<double>(ns) / 1e6; }
}  // namespace

void log_start(Log* log, const CollectionReport& report) {
  if (log == nullptr) return;
  VM_LOG(*log, info, (gc, start), "GC({}) Pause {} ({})", report.number, report.kind, name_of(report.cause));
}

void log_collection(Log* log, const CollectionReport& report) {
  if (log == nullptr) return;
  const CollectionResult& result = report.result;
  VM_LOG(*log, info, (gc, heap), "GC({}) Objects: {}K->{}K, large: {}K->{}K, copied {}K", report.number,
         (result.used_before - result.large_before) / kKiB, (result.used_after - result.large_after) / kKiB,
         result.large_before / kKiB, result.large_after / kKiB, result.copied_bytes / kKiB);
  if (report.nursery_bytes != 0) {
    VM_LOG(*log, info, (gc, heap), "GC({}) Eden: {}K->0K({}K), survivors: {}K->{}K, old: {}K->{}K, promoted {}K", report.number,
           result.eden_before / kKiB, report.nursery_bytes / kKiB, result.survivors_before / kKiB, result.survivors_after / kKiB,
           result.old_before.bytes() / kKiB, result.old_after / kKiB, result.promoted_bytes / kKiB);
    VM_LOG(*log, debug, (gc, heap), "GC({}) Evacuated blocks: {}, objects kept in place: {}, pinned blocks: {}", report.number,
           result.evacuated_blocks, result.kept_objects, result.pinned_blocks);
    VM_LOG(*log, debug, (gc, barrier), "GC({}) Logged slots: {}, slow stores: {}", report.number, result.logged_slots,
           result.slow_stores);
    VM_LOG(*log, debug, (gc, phases), "GC({}) Roots {:.3f}ms, logged slots {:.3f}ms, workers: {}", report.number,
           millis(result.roots_ns), millis(result.logged_ns), result.workers);
  }
  VM_LOG(*log, debug, (gc, phases), "GC({}) Roots and trace {:.3f}ms, references {:.3f}ms, release {:.3f}ms", report.number,
         millis(result.roots_ns + result.logged_ns + result.trace_ns), millis(result.references_ns), millis(result.release_ns));
  auto count = [&](ReferenceStrength strength) {
    auto index = static_cast<size_t>(strength);
    return fmt::format("{}/{}", result.references.enqueued[index], result.references.discovered[index]);
  };
  VM_LOG(*log, debug, (gc, ref), "GC({}) Cleared/found: soft {}, weak {}, final {}, phantom {}", report.number,
         count(ReferenceStrength::kSoft), count(ReferenceStrength::kWeak), count(ReferenceStrength::kFinal),
         count(ReferenceStrength::kPhantom));
  // One JSON object for each collection: -Xlog:gc+stats=debug:file=NAME:none. Bytes and nanoseconds.
  VM_LOG(*log, debug, (gc, stats),
         "{{\"id\":{},\"kind\":\"{}\",\"cause\":\"{}\",\"pause\":{},\"roots\":{},\"logged\":{},\"trace\":{},\"references\":{},\"release\":{},"
         "\"workers\":{},\"used_before\":{},\"used_after\":{},\"capacity\":{},\"nursery\":{},\"eden\":{},"
         "\"survivors_before\":{},\"survivors_after\":{},\"old_before\":{},\"old_after\":{},\"large_before\":{},\"large_after\":{},"
         "\"copied\":{},\"promoted\":{},\"logged_slots\":{},\"slow_stores\":{},\"evacuated_blocks\":{},\"kept_objects\":{},"
         "\"pinned_blocks\":{},\"kept\":{},\"pending\":{}}}",
         report.number, report.kind, name_of(report.cause), report.pause_ns, result.roots_ns, result.logged_ns, result.trace_ns,
         result.references_ns, result.release_ns, result.workers, result.used_before, result.used_after,
         report.capacity_after_bytes, report.nursery_bytes, result.eden_before, result.survivors_before,
         result.survivors_after, result.old_before.bytes(), result.old_after, result.large_before, result.large_after,
         result.copied_bytes, result.promoted_bytes, result.logged_slots, result.slow_stores, result.evacuated_blocks,
         result.kept_objects, result.pinned_blocks, result.kept_bytes, result.pending);
  VM_LOG(*log, debug, (gc, ergo), "GC({}) Next collection at {}K used", report.number, report.next_trigger_bytes / kKiB);
  VM_LOG(*log, info, (gc), "GC({}) Pause {} ({}) {}M->{}M({}M) {:.3f}ms", report.number, report.kind, name_of(report.cause),
         result.used_before / kMiB, result.used_after / kMiB, report.capacity_after_bytes / kMiB, millis(report.pause_ns));
}

void log_cycle_start(Log* log, uint64_t old_bytes, uint64_t pause_ns) {
  if (log == nullptr) return;
  VM_LOG(*log, info, (gc), "Pause Initial Mark (old {}M) {:.3f}ms", old_bytes / kMiB, millis(pause_ns));
}

void log_cycle(Log* log, const CollectionReport& report, const CycleResult& result) {
  if (log == nullptr) return;
  VM_LOG(*log, info, (gc), "GC({}) Concurrent Mark {:.3f}ms, of it in pauses {:.3f}ms", report.number, millis(result.marking_ns),
         millis(result.helped_ns));
  VM_LOG(*log, debug, (gc, phases), "GC({}) Roots {:.3f}ms, references {:.3f}ms, evacuation {:.3f}ms, release {:.3f}ms; {} rounds, {} objects, {} in the pause",
         report.number, millis(result.roots_ns), millis(result.references_ns), millis(result.evacuation_ns), millis(result.release_ns), result.rounds,
         result.scanned_objects, result.scanned_in_pause);
  VM_LOG(*log, debug, (gc, stats),
         "{{\"id\":{},\"kind\":\"Remark\",\"pause\":{},\"marking\":{},\"roots\":{},\"references\":{},\"release\":{},\"rounds\":{},"
         "\"objects\":{},\"objects_in_pause\":{},\"old_before\":{},\"pending\":{},\"evacuated_blocks\":{},\"evacuated_bytes\":{},\"evacuated_slots\":{},"
         "\"evacuation\":{}}}",
         report.number, report.pause_ns, result.marking_ns, result.roots_ns, result.references_ns, result.release_ns,
         result.rounds, result.scanned_objects, result.scanned_in_pause, result.old_before.bytes(), result.pending, result.evacuated.blocks, result.evacuated.copied_bytes,
         result.evacuated.slots, result.evacuation_ns);
  VM_LOG(*log, info, (gc), "GC({}) Pause Remark {}M->{}M({}M) {:.3f}ms", report.number, report.result.used_before / kMiB,
         report.result.used_after / kMiB, report.capacity_after_bytes / kMiB, millis(report.pause_ns));
}

void log_heap_start(Log* log, const char* plan, uintptr_t base, uintptr_t end, uint64_t initial_bytes, uint64_t max_bytes) {
  if (log == nullptr) return;
  VM_LOG(*log, info, (gc), "Using {}", plan);
  VM_LOG(*log, info, (gc, init), "Heap Initial Capacity: {}M", initial_bytes / kMiB);
  VM_LOG(*log, info, (gc, init), "Heap Max Capacity: {}M", max_bytes / kMiB);
  VM_LOG(*log, debug, (gc, heap), "Heap address space: [{:#x}, {:#x})", base, end);
}

}  // namespace kiln::gc
