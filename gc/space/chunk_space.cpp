#include "gc/space/chunk_space.h"

namespace kiln::gc {

bool ChunkSpace::open_chunk() {
  mark_dirty();
  uintptr_t base = pages_.take_low(kChunkSize, kChunkSize);
  if (base == 0) return false;
  if (!chunks_.empty()) {
    chunks_.back().top = top_;
    closed_bytes_ += top_ - chunks_.back().base;
  }
  chunks_.push_back({base, base});
  top_ = base;
  end_ = base + kChunkSize;
  origins_.set_range(base, kChunkSize, half_);
  return true;
}

void ChunkSpace::release_all() {
  for (const Chunk& chunk : chunks_) {
    origins_.set_range(chunk.base, kChunkSize, kNowhere);
    pages_.give(chunk.base, kChunkSize);
  }
  chunks_.clear();
  top_ = end_ = 0;
  closed_bytes_ = 0;
}

void ChunkSpace::mark_dirty() {
  if (!chunks_.empty()) pages_.mark_dirty(chunks_.back().base, top_ - chunks_.back().base);
}

}  // namespace kiln::gc
