#include "gc/space/page_space.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "vm/base/check.h"

namespace kiln::gc {

PageSpace::PageSpace(Reservation reservation) : reservation_(std::move(reservation)) {
  size_t pages = reservation_.size() / kPageSize;
  void* states = mmap(nullptr, pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (states == MAP_FAILED) VM_FATAL("out of native memory for the page table of the heap ({} bytes)", pages);
  states_ = static_cast<uint8_t*>(states);
  free_[base()] = reservation_.size();
  quarantine_cursor_ = low_mark_ = base();
  high_mark_ = end();
  search_high_from_.fill(end());
}

PageSpace::~PageSpace() { munmap(states_, reservation_.size() / kPageSize); }

bool PageSpace::make_accessible(uintptr_t address, size_t size_bytes) {
  uint8_t* first = state_of(address);
  uint8_t* last = first + size_bytes / kPageSize;
  bool missing = false;
  for (uint8_t* state = first; state < last; state++) missing |= (*state & kAccessible) == 0;
  if (!missing) return true;
  if (!reservation_.commit(address, size_bytes)) return false;
  for (uint8_t* state = first; state < last; state++) *state |= kAccessible;
  return true;
}

// Cuts [address, address + size_bytes) out of a free run.
uintptr_t PageSpace::take_from(FreeRuns::iterator run, uintptr_t address, size_t size_bytes) {
  if (!make_accessible(address, size_bytes)) return 0;
  free_dirty_ -= count_dirty(address, size_bytes);
  uintptr_t run_start = run->first;
  uintptr_t run_end = run_start + run->second;
  if (address == run_start) {
    free_.erase(run);
  } else {
    run->second = address - run_start;
  }
  if (address + size_bytes < run_end) free_[address + size_bytes] = run_end - (address + size_bytes);
  return address;
}

uintptr_t PageSpace::take_low(size_t size_bytes, size_t alignment) {
  respect_cap(size_bytes / kPageSize);
  auto first_fit = [&](uintptr_t lowest) -> uintptr_t {
    auto run = free_.upper_bound(lowest);
    if (run != free_.begin()) --run;  // the run around `lowest`
    for (; run != free_.end(); ++run) {
      uintptr_t address = align_up(std::max(run->first, lowest), alignment);
      if (address + size_bytes <= run->first + run->second) return take_from(run, address, size_bytes);
    }
    return 0;
  };
  uintptr_t address = first_fit(quarantine_ ? quarantine_cursor_ : base());
  if (address == 0 && quarantine_) address = first_fit(base());  // once round the whole space
  if (address == 0) return 0;
  quarantine_cursor_ = address + size_bytes;
  low_mark_ = std::max(low_mark_, address + size_bytes);
  return address;
}

uintptr_t PageSpace::take_high(size_t size_bytes) {
  respect_cap(size_bytes / kPageSize);
  auto size_class = static_cast<size_t>(std::bit_width(size_bytes) - 1);
  uintptr_t& search_from = search_high_from_[size_class];
  bool seen_class = false;
  for (auto run = free_.lower_bound(search_from); run != free_.begin();) {
    --run;
    if (run->second >= size_t{1} << size_class && !seen_class) {
      search_from = run->first + run->second;
      seen_class = true;
    }
    if (run->second < size_bytes) continue;
    uintptr_t taken = take_from(run, run->first + run->second - size_bytes, size_bytes);
    if (taken != 0) high_mark_ = std::min(high_mark_, taken);
    return taken;
  }
  if (!seen_class) search_from = base();
  return 0;
}

void PageSpace::discard_taken(uintptr_t address, size_t size_bytes) {
  if (count_dirty(address, size_bytes) != 0) discard(address, size_bytes);
}

void PageSpace::make_inaccessible(uintptr_t address, size_t size_bytes) {
  discard(address, size_bytes);
  reservation_.protect_none(address, size_bytes);
  memset(state_of(address), 0, size_bytes / kPageSize);
}

void PageSpace::give(uintptr_t address, size_t size_bytes) {
  VM_DCHECK(is_aligned(address, kPageSize) && is_aligned(size_bytes, kPageSize) && contains(address));
  if (quarantine_) make_inaccessible(address, size_bytes);
  free_dirty_ += count_dirty(address, size_bytes);
  auto next = free_.lower_bound(address);
  VM_DCHECK(next == free_.end() || next->first >= address + size_bytes);
  if (next != free_.end() && next->first == address + size_bytes) {
    size_bytes += next->second;
    next = free_.erase(next);
  }
  for (uintptr_t& search_from : search_high_from_) search_from = std::max(search_from, address + size_bytes);
  if (next != free_.begin()) {
    auto previous = std::prev(next);
    VM_DCHECK(previous->first + previous->second <= address);
    if (previous->first + previous->second == address) {
      previous->second += size_bytes;
      return;
    }
  }
  free_.emplace_hint(next, address, size_bytes);
}

size_t PageSpace::count_dirty(uintptr_t address, size_t size_bytes) const {
  const uint8_t* states = state_of(address);
  size_t dirty = 0;
  for (size_t i = 0; i < size_bytes / kPageSize; i++) dirty += (states[i] & kDirty) != 0;
  return dirty;
}

size_t PageSpace::discard(uintptr_t address, size_t size_bytes) {
  reservation_.discard(address, size_bytes);
  uint8_t* states = state_of(address);
  size_t dirty = 0;
  for (size_t i = 0; i < size_bytes / kPageSize; i++) {
    dirty += (states[i] & kDirty) != 0;
    states[i] &= static_cast<uint8_t>(~kDirty);
  }
  dirty_ -= dirty;
  return dirty;
}

// Some of the wanted pages may be dirty already; that is not worth a look.
void PageSpace::respect_cap(size_t wanted_pages) {
  if (dirty_ + wanted_pages <= dirty_cap_ || free_dirty_ == 0) return;
  constexpr size_t kStep = 8 * kMiB / kPageSize;  // not page by page
  size_t excess = dirty_ + wanted_pages - dirty_cap_ + kStep;
  trim(excess < free_dirty_ ? (free_dirty_ - excess) * kPageSize : 0);
}

bool PageSpace::needs_clearing(uintptr_t address, size_t size_bytes) {
  uint8_t* first = state_of(address);
  auto pages = static_cast<size_t>(state_of(address + size_bytes - 1) + 1 - first);
  size_t dirty = count_dirty(align_down(address, kPageSize), pages * kPageSize);
  constexpr size_t kLong = kMiB / kPageSize;
  if (dirty != 0 && pages >= kLong && dirty * 4 < pages && is_aligned(address, kPageSize)) {
    discard(address, pages * kPageSize);
    dirty = 0;
  }
  for (size_t i = 0; i < pages; i++) first[i] |= kDirty;
  dirty_ += pages - dirty;
  return dirty != 0;
}

void PageSpace::mark_dirty(uintptr_t address, size_t size_bytes) {
  if (size_bytes == 0) return;
  uint8_t* last = state_of(address + size_bytes - 1);
  for (uint8_t* state = state_of(address); state <= last; state++) {
    dirty_ += (*state & kDirty) == 0;
    *state |= kDirty;
  }
}

template <typename Function>
void PageSpace::for_each_used_before(Function&& function) const {
  for (const auto& [start, size_bytes] : free_) {
    uintptr_t run_end = start + size_bytes;
    if (start < low_mark_) function(start, std::min(run_end, low_mark_));
    uintptr_t high = std::max(low_mark_, high_mark_);
    if (run_end > high) function(std::max(start, high), run_end);
  }
}

void PageSpace::trim(size_t keep_bytes) {
  if (keep_bytes >= free_dirty_bytes()) return;
  size_t kept = 0;  // the low ones: chunks take them first
  for_each_used_before([&](uintptr_t first, uintptr_t last) {
    const uint8_t* states = state_of(first);
    size_t pages = (last - first) / kPageSize;
    for (size_t i = 0; i < pages;) {
      if ((states[i] & kDirty) == 0) {
        i++;
      } else if (kept < keep_bytes) {
        kept += kPageSize;
        i++;
      } else {
        size_t run = i;
        while (i < pages && (states[i] & kDirty) != 0) i++;
        free_dirty_ -= discard(first + run * kPageSize, (i - run) * kPageSize);
      }
    }
  });
}

}  // namespace kiln::gc
