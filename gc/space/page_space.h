// gc/space/page_space.h - the address space of the heap, handed out in runs of pages.
//
//   base                                                                             end
//   |chunk|chunk|chunk|chunk|  free  |chunk|        free           |large|free|large|
//    -> chunks are taken at the lowest free address      large objects at the highest <-
//
// What a run held before is remembered page by page: a `dirty` page may hold old data (and memory of the system),
// a clean one reads as zero. Free dirty pages are taken again first, so that a program which allocates a lot and
// keeps little stays within the same few pages; `trim` gives what is not expected to be needed back to the system.
//
// Debug mode (`set_quarantine`): free pages are made inaccessible and reused as late as possible, so that a stale
// reference faults.
//
// Not thread safe: the heap's lock or a stopped world protects it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>

#include "vm/base/memory.h"

namespace kiln::gc {

class PageSpace {
 public:
  explicit PageSpace(Reservation reservation);
  ~PageSpace();
  PageSpace(const PageSpace&) = delete;
  PageSpace& operator=(const PageSpace&) = delete;

  uintptr_t base() const { return reservation_.base(); }
  uintptr_t end() const { return reservation_.end(); }
  size_t size() const { return reservation_.size(); }
  bool contains(uintptr_t address) const { return reservation_.contains(address); }

  // A run of `size_bytes` (multiple of the page size), aligned to `alignment`, near the low or the high end; 0 when
  // there is no such gap or the system has no memory. The contents are undefined: see `make_zero`.
  uintptr_t take_low(size_t size_bytes, size_t alignment);
  uintptr_t take_high(size_t size_bytes);
  void give(uintptr_t address, size_t size_bytes);

  // To be called once for each byte range before a mutator gets it. Marks the pages dirty and returns whether they
  // were before: then the caller must clear [address, address + size) itself. Of a long range with few dirty pages
  // these are discarded instead, so that it is not touched as a whole.
  bool needs_clearing(uintptr_t address, size_t size_bytes);
  // The collector has written to the range.
  void mark_dirty(uintptr_t address, size_t size_bytes);

  // For spaces that keep free memory of their own: gives the memory of taken pages back / forbids access to them as well /
  // allows it again (false: the system has no memory).
  void discard_taken(uintptr_t address, size_t size_bytes);
  void make_inaccessible(uintptr_t address, size_t size_bytes);
  bool make_accessible(uintptr_t address, size_t size_bytes);

  // Gives free dirty pages back to the system until at most `keep_bytes` are left.
  void trim(size_t keep_bytes);

  // Free dirty pages are given back early so that all dirty pages together stay below this, while possible.
  void set_dirty_cap(size_t cap_bytes) { dirty_cap_ = cap_bytes / kPageSize; }
  void set_quarantine() { quarantine_ = true; }

  size_t free_dirty_bytes() const { return free_dirty_ * kPageSize; }
  size_t dirty_bytes() const { return dirty_ * kPageSize; }

 private:
  static constexpr uint8_t kAccessible = 1;
  static constexpr uint8_t kDirty = 2;
  using FreeRuns = std::map<uintptr_t, size_t>;

  uint8_t* state_of(uintptr_t address) const { return states_ + (address - base()) / kPageSize; }
  uintptr_t take_from(FreeRuns::iterator run, uintptr_t address, size_t size_bytes);
  size_t count_dirty(uintptr_t address, size_t size_bytes) const;
  // Returns how many pages were dirty; the caller keeps free_dirty_ right.
  size_t discard(uintptr_t address, size_t size_bytes);
  void respect_cap(size_t wanted_pages);
  // Calls function(first, last) for each piece of the free runs that was ever in use.
  template <typename Function>
  void for_each_used_before(Function&& function) const;

  Reservation reservation_;
  uint8_t* states_ = nullptr;  // one byte for each page
  FreeRuns free_;              // start -> length, never adjacent
  uintptr_t low_mark_ = 0;     // pages in [low_mark_, high_mark_) were never taken
  uintptr_t high_mark_ = 0;
  size_t dirty_ = 0;           // pages, free or not
  size_t free_dirty_ = 0;      // pages
  size_t dirty_cap_ = SIZE_MAX;
  // By the logarithm of a size: no free run of at least that many bytes ends above this address.
  std::array<uintptr_t, 64> search_high_from_;
  uintptr_t quarantine_cursor_ = 0;
  bool quarantine_ = false;
};

}  // namespace kiln::gc
