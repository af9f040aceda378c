// gc/space/chunk_space.h - ordinary objects: 256 KB chunks filled from bottom to top.
//
// A chunk space is one half of the heap's small objects. `bump` takes from the newest chunk and opens another when
// it is full; the few bytes left at a chunk's end are lost. Objects are at most kLargestSmall bytes.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "gc/space/filler.h"
#include "gc/space/origin_table.h"
#include "gc/space/page_space.h"
#include "vm/object/shape.h"

namespace kiln::gc {

inline constexpr uint64_t kChunkSize = 256 * kKiB;
inline constexpr uint64_t kLargestSmall = 32 * kKiB;

struct Chunk {
  uintptr_t base;
  uintptr_t top;  // behind the last object; of the newest chunk only valid through ChunkSpace::limit_of
};

class ChunkSpace {
 public:
  ChunkSpace(PageSpace& pages, OriginTable& origins, uint8_t half) : pages_(pages), origins_(origins), half_(half) {}
  ChunkSpace(const ChunkSpace&) = delete;
  ChunkSpace& operator=(const ChunkSpace&) = delete;

  uint8_t half() const { return half_; }
  size_t chunk_count() const { return chunks_.size(); }
  uintptr_t base_of(size_t chunk) const { return chunks_[chunk].base; }
  uintptr_t limit_of(size_t chunk) const { return chunk + 1 == chunks_.size() ? top_ : chunks_[chunk].top; }
  uint64_t used_bytes() const { return closed_bytes_ + (chunks_.empty() ? 0 : top_ - chunks_.back().base); }

  // `size_bytes` of undefined contents; 0 when no chunk can be had.
  uintptr_t bump(uint64_t size_bytes) {
    if (size_bytes > end_ - top_) [[unlikely]] {
      if (!open_chunk()) return 0;
    }
    uintptr_t result = top_;
    top_ += size_bytes;
    return result;
  }
  // Bytes that bump could take from the newest chunk.
  uint64_t left_in_chunk() const { return end_ - top_; }

  // Gives every chunk back to the page space.
  void release_all();
  // Tells the page space that the newest chunk has been written to (others are marked when they are full).
  void mark_dirty();

  // function(Object*) for each object; buffers must have been retired.
  template <typename Function>
  void for_each_object(Function&& function) const {
    for (size_t chunk = 0; chunk < chunks_.size(); chunk++) {
      uintptr_t limit = limit_of(chunk);
      for (uintptr_t address = chunks_[chunk].base; address < limit;) {
        uint64_t size_bytes = filler_size(address);
        if (size_bytes == 0) {
          auto* object = reinterpret_cast<Object*>(address);
          VM_CHECK((object->header_bits() & kClassMask) != 0);
          size_bytes = object_size(object);
          function(object);
        }
        address += size_bytes;
      }
    }
  }

 private:
  bool open_chunk();

  PageSpace& pages_;
  OriginTable& origins_;
  uint8_t half_;
  std::vector<Chunk> chunks_;
  uintptr_t top_ = 0;
  uintptr_t end_ = 0;
  uint64_t closed_bytes_ = 0;  // used in all chunks but the newest
};

}  // namespace kiln::gc
