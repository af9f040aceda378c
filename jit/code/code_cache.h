// jit/code/code_cache.h - memory for machine code: never writable and executable at once.
//
// Shared anonymous memory is mapped twice: at `base`, readable and executable, below 2 GB where possible, and somewhere
// else, readable and writable. (Not a memfd: perf looks for /tmp/perf-PID.map only where memory has no file.) Code is
// written through the second mapping at the place where the first shows it.
// Pieces are handed out in order, freed ones first: the smallest that is large enough.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "jit/code/free_pieces.h"
#include "vm/base/memory.h"
#include "vm/base/sync.h"

namespace kiln::jit {

class CodeCache {
 public:
  explicit CodeCache(size_t reserve_bytes);
  ~CodeCache();
  CodeCache(const CodeCache&) = delete;
  CodeCache& operator=(const CodeCache&) = delete;

  // False: the system would not give the memory.
  bool is_usable() const { return writable_ != nullptr; }
  // Takes room for `size_bytes`; null: the cache is full.
  const uint8_t* allocate(size_t size_bytes);
  // Gives back the unused end of a piece of `size_bytes`.
  void shrink(const uint8_t* start, size_t size_bytes, size_t used_bytes);
  // Gives back a whole piece: no thread runs it nor will return into it.
  void release(const uint8_t* start, size_t size_bytes);
  // Where to write what will be seen at `code`.
  uint8_t* writable(const uint8_t* code) const { return writable_ + (reinterpret_cast<uintptr_t>(code) - reservation_.base()); }
  bool contains(uintptr_t address) const { return reservation_.contains(address); }
  // Any thread, as the next one.
  size_t used_bytes() const { return used_bytes_.load(std::memory_order_relaxed); }
  // What was in use when most was: those pages have been touched.
  size_t touched_bytes() const { return touched_bytes_.load(std::memory_order_relaxed); }
  size_t capacity_bytes() const { return reservation_.size(); }
  uintptr_t base() const { return reservation_.base(); }

 private:
  void give_back(uintptr_t start, uintptr_t end);
  void note_use();

  Reservation reservation_;
  FreePieces free_;  // below top_
  uint8_t* writable_ = nullptr;
  uintptr_t top_ = 0;
  std::atomic<size_t> used_bytes_{0}, touched_bytes_{0};
};

}  // namespace kiln::jit
