// gc/plan/collection.h - what plans hand out and report.
#pragma once

#include <cstdint>

#include "gc/trace/references.h"

namespace kiln::gc {

// Memory that a mutator may use; if `must_clear`, it has to zero it first.
struct Block {
  uintptr_t address = 0;
  uint64_t size_bytes = 0;
  bool must_clear = false;
};

// What the old space holds.
struct OldSizes {
  uint64_t blocks = 0;  // bytes of lines in use
  uint64_t large = 0;   // bytes of large objects
  uint64_t bytes() const { return blocks + large; }
};

struct CollectionResult {
  uint64_t used_before = 0, used_after = 0;
  uint64_t large_before = 0, large_after = 0;  // the part of it in large objects
  uint64_t copied_bytes = 0;
  uint64_t trace_ns = 0, references_ns = 0, release_ns = 0;
  uint64_t pending = 0;  // references newly on the pending list
  ReferenceProcessor::Counts references;

  // Generational plan only.
  uint64_t roots_ns = 0, logged_ns = 0;
  uint64_t eden_before = 0, survivors_before = 0, survivors_after = 0, old_after = 0;
  OldSizes old_before;
  uint64_t promoted_bytes = 0;
  uint64_t logged_slots = 0, slow_stores = 0;
  uint64_t evacuated_blocks = 0, kept_objects = 0, pinned_blocks = 0;
  uint64_t workers = 1;
  uint64_t kept_bytes = 0;  // marked where they were in blocks of the nursery
};

}  // namespace kiln::gc
