// gc/heap/gc_log.h - what the collector says with -Xlog:gc*.
#pragma once

#include "gc/heap.h"
#include "gc/plan/collection.h"
#include "gc/plan/old_cycle.h"

namespace kiln::gc {

struct CollectionReport {
  uint64_t number;
  GcCause cause;
  uint64_t capacity_after_bytes, next_trigger_bytes;
  uint64_t pause_ns;
  uint64_t nursery_bytes;  // 0: the plan has none
  const char* kind = "Full";  // "Young", "Remark"
  CollectionResult result;
};
void log_start(Log* log, const CollectionReport& report);
void log_collection(Log* log, const CollectionReport& report);
// Marking beside the program: its first pause, and its last, after `result.marking_ns` of work in the background.
void log_cycle_start(Log* log, uint64_t old_bytes, uint64_t pause_ns);
void log_cycle(Log* log, const CollectionReport& report, const CycleResult& result);
void log_heap_start(Log* log, const char* plan, uintptr_t base, uintptr_t end, uint64_t initial_bytes, uint64_t max_bytes);

}  // namespace kiln::gc
