// jit/code/code_cache.h - memory for machine code: never writable and executable at once.
//
// Shared anonymous memory is mapped twice: at `base`, readable and executable, below 2 GB where possible, and somewhere
// else, readable and writable. (Not a memfd: perf looks for /tmp/perf-PID.map only where memory has no file.) Code is
// written through the second mapping at the place where the first shows it.
// Pieces are handed out in order; freed ones are not reused yet.
#pragma once

#include <cstddef>
#include <cstdint>

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
  // Gives back the last allocation's unused end.
  void shrink_last(const uint8_t* start, size_t size_bytes);
  // Where to write what will be seen at `code`.
  uint8_t* writable(const uint8_t* code) const { return writable_ + (reinterpret_cast<uintptr_t>(code) - reservation_.base()); }
  bool contains(uintptr_t address) const { return reservation_.contains(address); }
  size_t used_bytes() const { return top_ - reservation_.base(); }
  uintptr_t base() const { return reservation_.base(); }

 private:
  Reservation reservation_;
  uint8_t* writable_ = nullptr;
  uintptr_t top_ = 0;
};

}  // namespace kiln::jit
