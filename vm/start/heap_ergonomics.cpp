#include "vm/start/heap_ergonomics.h"

#include <algorithm>

#include "vm/base/memory.h"

namespace kiln {

namespace {

constexpr uint64_t kSmallMachineHeap = 126 * kMiB;
constexpr uint64_t kSmallestMaximum = 2 * kMiB;
constexpr uint64_t kSmallestInitial = 8 * kMiB;

uint64_t share(uint64_t memory_bytes, double percent) {
  return static_cast<uint64_t>(static_cast<double>(memory_bytes) * percent / 100);
}

uint64_t largest_heap(const RamShares& shares, uint64_t memory_bytes, uint64_t initial_bytes) {
  uint64_t small = share(memory_bytes, shares.small_maximum_percent);
  uint64_t bytes = small < kSmallMachineHeap ? small : std::max(share(memory_bytes, shares.maximum_percent), kSmallMachineHeap);
  return align_up(std::max({bytes, initial_bytes, kSmallestMaximum}), kMiB);
}

}  // namespace

void apply_ram_shares(const RamShares& shares, uint64_t memory_bytes, Flags* flags) {
  if (!shares.are_given) return;
  if (shares.memory_bytes != 0) memory_bytes = shares.memory_bytes;
  auto asked_initial = static_cast<uint64_t>(flags->initial_heap_size);
  if (flags->max_heap_size == 0) flags->max_heap_size = static_cast<int64_t>(largest_heap(shares, memory_bytes, asked_initial));
  if (asked_initial == 0) {
    uint64_t bytes = align_up(std::max(share(memory_bytes, shares.initial_percent), kSmallestInitial), kMiB);
    flags->initial_heap_size = std::min(static_cast<int64_t>(bytes), flags->max_heap_size);
  }
}

}  // namespace kiln
