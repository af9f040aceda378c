#include "jit/code/code_cache.h"

#include <sys/mman.h>

#include <algorithm>

namespace kiln::jit {

namespace {
constexpr uintptr_t kLowMemory = uintptr_t{1} << 31;
constexpr uintptr_t kPreferredBase = 0x5800'0000;
constexpr size_t kCodeAlignment = 32;
}  // namespace

CodeCache::CodeCache(size_t reserve_bytes) {
  reserve_bytes = align_up(reserve_bytes, kPageSize);
  reservation_ = Reservation::below(kLowMemory, reserve_bytes, kPageSize, kPreferredBase);
  if (reservation_.empty()) reservation_ = Reservation::below(uintptr_t{1} << 46, reserve_bytes, kPageSize, kPreferredBase);
  if (reservation_.empty()) return;
  void* at = reinterpret_cast<void*>(reservation_.base());
  constexpr int kSharedHere = MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
  if (mmap(at, reserve_bytes, PROT_READ | PROT_EXEC, kSharedHere, -1, 0) != at) return;
  // An old size of 0 maps the same pages a second time.
  void* writable = mremap(at, 0, reserve_bytes, MREMAP_MAYMOVE);
  if (writable == MAP_FAILED) return;
  if (mprotect(writable, reserve_bytes, PROT_READ | PROT_WRITE) != 0) {
    munmap(writable, reserve_bytes);
    return;
  }
  writable_ = static_cast<uint8_t*>(writable);
  top_ = reservation_.base();
}

CodeCache::~CodeCache() {
  if (writable_ != nullptr) munmap(writable_, reservation_.size());
}

const uint8_t* CodeCache::allocate(size_t size_bytes) {
  size_bytes = align_up(size_bytes, kCodeAlignment);
  uintptr_t start = free_.take(size_bytes);
  if (start == 0) {
    if (size_bytes > reservation_.end() - top_) return nullptr;
    start = top_;
    top_ += size_bytes;
  }
  note_use();
  return reinterpret_cast<const uint8_t*>(start);
}

void CodeCache::shrink(const uint8_t* start, size_t size_bytes, size_t used_bytes) {
  auto base = reinterpret_cast<uintptr_t>(start);
  give_back(align_up(base + used_bytes, kCodeAlignment), align_up(base + size_bytes, kCodeAlignment));
}

void CodeCache::release(const uint8_t* start, size_t size_bytes) {
  auto base = reinterpret_cast<uintptr_t>(start);
  give_back(base, align_up(base + size_bytes, kCodeAlignment));
}

void CodeCache::give_back(uintptr_t start, uintptr_t end) {
  if (start == end) return;
  free_.add(start, end - start);
  if (uintptr_t last = free_.take_ending_at(top_); last != 0) top_ = last;
  note_use();
}

void CodeCache::note_use() {
  size_t extent = top_ - reservation_.base();
  used_bytes_.store(extent - free_.total_bytes(), std::memory_order_relaxed);
  touched_bytes_.store(std::max(touched_bytes(), extent), std::memory_order_relaxed);
}

}  // namespace kiln::jit
