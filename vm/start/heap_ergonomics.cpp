#include "vm/start/heap_ergonomics.h"

#include <algorithm>

#include "vm/base/memory.h"
#include "vm/exec/java_thread.h"

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

constexpr int64_t kProcessItself = 24 << 20;   // measured: 20 MB for Hello, the class library's own classes included
constexpr int64_t kSmallestCodeCache = 4 << 20;
constexpr int64_t kSmallestMetadata = 16 << 20;
constexpr int64_t kSmallestHeap = 8 << 20;

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

const char* apply_process_budget(Flags* flags) {
  const int64_t budget = flags->max_process_memory;
  if (budget == 0) return nullptr;
  const int64_t code = std::max(budget / 16, kSmallestCodeCache);
  if (flags->reserved_code_cache_size == Flags().reserved_code_cache_size) {
    flags->reserved_code_cache_size = std::min(code, flags->reserved_code_cache_size);
  }
  if (flags->max_metaspace_size == 0) flags->max_metaspace_size = std::max(budget / 8, kSmallestMetadata);
  const int64_t others = kProcessItself + flags->reserved_code_cache_size + flags->max_metaspace_size + budget / kThreadShareDivisor;
  // A collection of a full heap needs room for the copies.
  const auto heap = static_cast<int64_t>(align_down(static_cast<uint64_t>(std::max<int64_t>(budget - others, 0)) / 2, kMiB));
  if (heap < kSmallestHeap) return "MaxProcessMemory is too small for heap, classes, code and threads";
  if (flags->max_heap_size == 0) flags->max_heap_size = std::max(heap, flags->initial_heap_size);
  return flags->max_heap_size > heap ? "The maximum heap size does not fit into MaxProcessMemory" : nullptr;
}

}  // namespace kiln
