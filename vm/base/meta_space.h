// vm/base/meta_space.h - memory below 4 GB for classes and metadata (design: 32-bit metadata addresses).
//
//   base                                                                                      end
//   |  permanent, grows up  |            untouched            |  roots of blocks, grow down    |
//
// Permanent memory is bumped and never given back. What dies with its class loader comes in *blocks*: powers of two
// from 256 bytes to 64 KB, aligned to their size, split from and merged into roots of 64 KB (a buddy system); larger
// ones are runs of roots. Roots that are free as a whole, and whole pages of free blocks, go back to the system.
//
//   MetaArena   bump allocation in blocks of one MetaSpace, freed as a whole: the memory of one lifetime
//
// Everything here is thread safe; all memory handed out is zeroed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "vm/base/memory.h"
#include "vm/base/sync.h"

namespace kiln {

class MetaSpace {
 public:
  static constexpr size_t kSmallestBlock = 256;
  static constexpr size_t kRootBytes = 64 * kKiB;

  MetaSpace(const char* what, size_t reserve_bytes, uintptr_t preferred_base);
  // Permanent memory. Null when the space is full: callers turn it into OutOfMemoryError: Metaspace.
  [[nodiscard]] void* allocate(size_t size_bytes, size_t alignment);
  // A block of at least `size_bytes`; its real size is block_size(size_bytes). Null when the space is full.
  [[nodiscard]] void* allocate_block(size_t size_bytes);
  void free_block(void* block, size_t size_bytes);
  static size_t block_size(size_t size_bytes);
  // Gives whole pages of free blocks back to the system; after many blocks were freed.
  void trim();

  size_t used_bytes() const { return permanent_bytes() + block_bytes(); }
  size_t permanent_bytes() const { return top_.load(std::memory_order_relaxed) - reservation_.base(); }
  size_t block_bytes() const { return block_bytes_.load(std::memory_order_relaxed); }
  size_t committed_bytes() const { return committed_bytes_.load(std::memory_order_relaxed); }
  size_t reserved_bytes() const { return reservation_.size(); }
  // What can still be had, though not as one piece.
  size_t room_bytes() const { return reservation_.size() - used_bytes(); }
  bool contains(const void* p) const { return reservation_.contains(reinterpret_cast<uintptr_t>(p)); }
  // Is [address, address + size) memory that has been handed out at some time, hence readable?
  bool is_readable(uintptr_t address, size_t size_bytes) const;
  uintptr_t base() const { return reservation_.base(); }
  uintptr_t end() const { return reservation_.end(); }

 private:
  static constexpr int kOrders = 9;  // 256 bytes to 64 KB
  static int order_of(size_t block_bytes);
  uintptr_t take(int order) VM_REQUIRES(mutex_);
  void give(uintptr_t address, int order) VM_REQUIRES(mutex_);
  uintptr_t take_roots(size_t count) VM_REQUIRES(mutex_);
  void give_roots(uintptr_t address, size_t count) VM_REQUIRES(mutex_);

  Reservation reservation_;
  Mutex mutex_{LockRank::kMemory, "meta space"};
  std::atomic<uintptr_t> top_;                   // end of permanent memory
  std::atomic<uintptr_t> bottom_;                // lowest root
  uintptr_t committed_ VM_GUARDED_BY(mutex_);    // end of committed permanent memory
  std::atomic<size_t> block_bytes_{0};
  std::atomic<size_t> committed_bytes_{0};
  std::set<uint32_t> free_[kOrders] VM_GUARDED_BY(mutex_);  // addresses of free blocks; the last row: free roots, clean
  bool freed_since_trim_ VM_GUARDED_BY(mutex_) = false;
};

class MetaArena {
 public:
  explicit MetaArena(MetaSpace& space, size_t first_block_bytes) : space_(space), next_block_bytes_(first_block_bytes) {}
  ~MetaArena();
  MetaArena(const MetaArena&) = delete;
  MetaArena& operator=(const MetaArena&) = delete;

  [[nodiscard]] void* allocate(size_t size_bytes, size_t alignment);
  // A block of its own.
  [[nodiscard]] void* allocate_block(size_t size_bytes);
  size_t held_bytes() const { return held_bytes_; }

 private:
  struct Block {
    void* memory;
    size_t size_bytes;
  };
  static constexpr size_t kLargestStep = 32 * kKiB;

  MetaSpace& space_;
  Mutex mutex_{LockRank::kArena, "arena"};
  size_t next_block_bytes_;
  uintptr_t top_ VM_GUARDED_BY(mutex_) = 0, end_ VM_GUARDED_BY(mutex_) = 0;
  size_t held_bytes_ = 0;
  std::vector<Block> blocks_ VM_GUARDED_BY(mutex_);
};

}  // namespace kiln
