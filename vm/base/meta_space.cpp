#include "vm/base/meta_space.h"

#include <sys/mman.h>

#include <bit>

#include "vm/base/check.h"

namespace kiln {

namespace {
// Metadata is written at once after it was allocated: have the pages made in one go instead of fault by fault. The step
// is what may be wasted of each space.
constexpr size_t kCommitStep = 256 * kKiB;
void populate(uintptr_t address, size_t size_bytes) {
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
  madvise(reinterpret_cast<void*>(address), size_bytes, MADV_POPULATE_WRITE);  // older kernels refuse: they fault
}
}  // namespace

MetaSpace::MetaSpace(const char* what, size_t reserve_bytes, uintptr_t preferred_base)
    : reservation_(Reservation::below(uintptr_t{1} << 32, align_up(reserve_bytes, kRootBytes), kRootBytes, preferred_base)) {
  if (reservation_.empty()) VM_FATAL("cannot reserve {} MB below 4 GB for {}", reserve_bytes / kMiB, what);
  top_.store(reservation_.base(), std::memory_order_relaxed);
  bottom_.store(reservation_.end(), std::memory_order_relaxed);
  committed_ = reservation_.base();
}

void* MetaSpace::allocate(size_t size_bytes, size_t alignment) {
  MutexLock lock(mutex_);
  uintptr_t start = align_up(top_.load(std::memory_order_relaxed), alignment);
  uintptr_t end = start + size_bytes;
  uintptr_t limit = bottom_.load(std::memory_order_relaxed);
  if (end > limit) return nullptr;
  if (end > committed_) {
    uintptr_t target = align_up(end, kCommitStep);
    if (target > limit) target = limit;
    if (!reservation_.commit(committed_, target - committed_)) return nullptr;
    populate(committed_, target - committed_);
    committed_bytes_.fetch_add(target - committed_, std::memory_order_relaxed);
    committed_ = target;
  }
  top_.store(end, std::memory_order_relaxed);
  return reinterpret_cast<void*>(start);
}

size_t MetaSpace::block_size(size_t size_bytes) {
  if (size_bytes > kRootBytes) return align_up(size_bytes, kRootBytes);
  return size_bytes <= kSmallestBlock ? kSmallestBlock : std::bit_ceil(size_bytes);
}

int MetaSpace::order_of(size_t block_bytes) { return std::countr_zero(block_bytes) - std::countr_zero(kSmallestBlock); }

// Free roots that follow each other, lowest first, or new ones from below the others.
uintptr_t MetaSpace::take_roots(size_t count) {
  std::set<uint32_t>& roots = free_[kOrders - 1];
  size_t run = 0;
  uintptr_t expected = 0;
  for (uint32_t root : roots) {
    run = root == expected ? run + 1 : 1;
    expected = root + kRootBytes;
    if (run < count) continue;
    uintptr_t first = expected - count * kRootBytes;
    for (size_t i = 0; i < count; i++) roots.erase(static_cast<uint32_t>(first + i * kRootBytes));
    committed_bytes_.fetch_add(count * kRootBytes, std::memory_order_relaxed);
    return first;
  }
  uintptr_t bottom = bottom_.load(std::memory_order_relaxed);
  size_t size_bytes = count * kRootBytes;
  // Permanent memory keeps what it has committed.
  if (bottom - reservation_.base() < size_bytes || bottom - size_bytes < committed_) return 0;
  if (!reservation_.commit(bottom - size_bytes, size_bytes)) return 0;
  bottom_.store(bottom - size_bytes, std::memory_order_relaxed);
  committed_bytes_.fetch_add(size_bytes, std::memory_order_relaxed);
  return bottom - size_bytes;
}

void MetaSpace::give_roots(uintptr_t address, size_t count) {
  reservation_.discard(address, count * kRootBytes);
  committed_bytes_.fetch_sub(count * kRootBytes, std::memory_order_relaxed);
  for (size_t i = 0; i < count; i++) free_[kOrders - 1].insert(static_cast<uint32_t>(address + i * kRootBytes));
}

uintptr_t MetaSpace::take(int order) {
  if (order == kOrders - 1) return take_roots(1);
  if (auto first = free_[order].begin(); first != free_[order].end()) {
    uintptr_t address = *first;
    free_[order].erase(first);
    return address;
  }
  uintptr_t whole = take(order + 1);
  if (whole != 0) free_[order].insert(static_cast<uint32_t>(whole + (kSmallestBlock << order)));
  return whole;
}

void MetaSpace::give(uintptr_t address, int order) {
  while (order < kOrders - 1) {
    auto buddy = free_[order].find(static_cast<uint32_t>(address ^ (kSmallestBlock << order)));
    if (buddy == free_[order].end()) {
      free_[order].insert(static_cast<uint32_t>(address));
      return;
    }
    free_[order].erase(buddy);
    address &= ~(kSmallestBlock << order);
    order++;
  }
  give_roots(address, 1);
}

void* MetaSpace::allocate_block(size_t size_bytes) {
  size_t block_bytes = block_size(size_bytes);
  uintptr_t address;
  {
    MutexLock lock(mutex_);
    address = block_bytes > kRootBytes ? take_roots(block_bytes / kRootBytes) : take(order_of(block_bytes));
  }
  if (address == 0) return nullptr;
  block_bytes_.fetch_add(block_bytes, std::memory_order_relaxed);
  auto* block = reinterpret_cast<void*>(address);
  if (block_bytes < kRootBytes) std::memset(block, 0, block_bytes);  // roots are clean
  return block;
}

void MetaSpace::free_block(void* block, size_t size_bytes) {
  size_t block_bytes = block_size(size_bytes);
  auto address = reinterpret_cast<uintptr_t>(block);
  block_bytes_.fetch_sub(block_bytes, std::memory_order_relaxed);
  MutexLock lock(mutex_);
  freed_since_trim_ = true;
  if (block_bytes > kRootBytes) {
    give_roots(address, block_bytes / kRootBytes);
  } else {
    give(address, order_of(block_bytes));
  }
}

void MetaSpace::trim() {
  MutexLock lock(mutex_);
  if (!freed_since_trim_) return;
  freed_since_trim_ = false;
  for (int order = order_of(kPageSize); order < kOrders - 1; order++) {
    for (uint32_t address : free_[order]) reservation_.discard(address, kSmallestBlock << order);
  }
}

bool MetaSpace::is_readable(uintptr_t address, size_t size_bytes) const {
  uintptr_t end = address + size_bytes;
  return (address >= base() && end <= top_.load(std::memory_order_relaxed)) ||
         (address >= bottom_.load(std::memory_order_relaxed) && end <= reservation_.end());
}

MetaArena::~MetaArena() VM_NO_THREAD_SAFETY {
  for (const Block& block : blocks_) space_.free_block(block.memory, block.size_bytes);
}

void* MetaArena::allocate_block(size_t size_bytes) {
  void* memory = space_.allocate_block(size_bytes);
  if (memory == nullptr) return nullptr;
  MutexLock lock(mutex_);
  blocks_.push_back({memory, size_bytes});
  held_bytes_ += MetaSpace::block_size(size_bytes);
  return memory;
}

void* MetaArena::allocate(size_t size_bytes, size_t alignment) {
  MutexLock lock(mutex_);
  uintptr_t start = align_up(top_, alignment);
  if (start + size_bytes > end_) {
    size_t block_bytes = MetaSpace::block_size(size_bytes > next_block_bytes_ ? size_bytes : next_block_bytes_);
    void* memory = space_.allocate_block(block_bytes);
    if (memory == nullptr) return nullptr;
    blocks_.push_back({memory, block_bytes});
    held_bytes_ += block_bytes;
    auto address = reinterpret_cast<uintptr_t>(memory);
    // A large piece takes a block of its own; what is left of the current one stays in use.
    if (block_bytes - size_bytes < end_ - top_) return memory;
    if (next_block_bytes_ < kLargestStep) next_block_bytes_ *= 2;
    top_ = start = address;
    end_ = address + block_bytes;
  }
  top_ = start + size_bytes;
  return reinterpret_cast<void*>(start);
}

}  // namespace kiln
