// gc/space/block_space.h - blocks of 32 KB, cut from chunks of 2 MB.
//
// Free blocks are taken again last-in-first-out, so that a small nursery stays in the processor's cache. `trim` gives
// the memory of free blocks back to the system, and chunks of which every block is free to the page space.
//
// Debug mode (`set_quarantine`): free blocks are made inaccessible and reused as late as possible.
//
// Not thread safe: the heap's lock, or the collector's, protects it.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "gc/space/heap_tables.h"
#include "gc/space/page_space.h"

namespace kiln::gc {

inline constexpr uint64_t kBlockChunkSize = 2 * kMiB;
inline constexpr uint64_t kBlocksOfChunk = kBlockChunkSize / kBlockSize;

class BlockSpace {
 public:
  BlockSpace(PageSpace& pages, HeapTables& tables) : pages_(pages), tables_(tables) {}
  BlockSpace(const BlockSpace&) = delete;
  BlockSpace& operator=(const BlockSpace&) = delete;

  void set_quarantine() { quarantine_ = true; }

  // A block of undefined contents (see PageSpace::needs_clearing) without marks, lines and log bits; 0 when no chunk
  // can be had.
  uintptr_t take(BlockKind kind);
  // Frees a block that was taken.
  void give(uintptr_t block);

  // Blocks that are not free.
  uint64_t taken() const { return chunks_.size() * kBlocksOfChunk - free_.size(); }
  uint64_t taken_bytes() const { return taken() * kBlockSize; }

  // Discards the memory of free blocks but for `keep` of them, `most` at a time; with `chunks`, gives chunks that are free as
  // a whole back.
  void trim(uint64_t keep, uint64_t most, bool chunks);

  // function(uintptr_t block, uint8_t& state) for each block that is taken.
  template <typename Function>
  void for_each_taken(Function&& function) const {
    for (uintptr_t chunk : chunks_) {
      for (uintptr_t block = chunk; block < chunk + kBlockChunkSize; block += kBlockSize) {
        uint8_t& state = *tables_.blocks.of(block);
        if ((state & kKindMask) != kFreeBlock) function(block, state);
      }
    }
  }

 private:
  bool open_chunk();

  PageSpace& pages_;
  HeapTables& tables_;
  std::vector<uintptr_t> chunks_;
  std::deque<uintptr_t> free_;  // taken from the back
  uint64_t clean_ = 0;          // so many at the front have been discarded
  bool quarantine_ = false;
};

}  // namespace kiln::gc
