#include "gc/space/block_space.h"

#include <algorithm>

namespace kiln::gc {

bool BlockSpace::open_chunk() {
  uintptr_t chunk = pages_.take_low(kBlockChunkSize, kBlockChunkSize);
  if (chunk == 0) return false;
  chunks_.push_back(chunk);
  for (uint64_t i = kBlocksOfChunk; i-- > 0;) {
    tables_.set_state(chunk + i * kBlockSize, kFreeBlock);
    free_.push_back(chunk + i * kBlockSize);
  }
  return true;
}

uintptr_t BlockSpace::take(BlockKind kind) {
  if (free_.empty() && !open_chunk()) return 0;
  uintptr_t block = free_.back();
  free_.pop_back();
  clean_ = std::min<uint64_t>(clean_, free_.size());
  if (quarantine_ && !pages_.make_accessible(block, kBlockSize)) {
    free_.push_back(block);
    return 0;
  }
  tables_.set_state(block, kind);
  return block;
}

void BlockSpace::give(uintptr_t block) {
  uint8_t& state = *tables_.blocks.of(block);
  VM_DCHECK((state & kKindMask) == kEden || (state & kKindMask) == kSurvivor || (state & kKindMask) == kOld);
  if ((state & kKindMask) == kOld || (state & (kKept | kMark)) != 0) {
    tables_.log.fill(block, kBlockSize, 0);
    tables_.lines.fill(block, kBlockSize, 0);
    tables_.marks.fill(block, kBlockSize, 0);
  }
  state = kFreeBlock;
  if (quarantine_) {
    pages_.make_inaccessible(block, kBlockSize);
    free_.push_front(block);
    clean_++;
  } else {
    free_.push_back(block);
  }
}

void BlockSpace::trim(uint64_t keep, uint64_t most, bool chunks) {
  if (free_.size() <= keep) return;
  uint64_t excess = free_.size() - keep;
  // The ones at the front have been free for the longest time.
  for (; clean_ < excess && most > 0; clean_++, most--) pages_.discard_taken(free_[clean_], kBlockSize);
  if (!chunks) return;
  std::vector<uintptr_t> clean(free_.begin(), free_.begin() + static_cast<int64_t>(std::min(clean_, excess)));
  std::sort(clean.begin(), clean.end());
  auto is_free = [&](uintptr_t chunk) {
    auto first = std::lower_bound(clean.begin(), clean.end(), chunk);
    auto last = std::lower_bound(first, clean.end(), chunk + kBlockChunkSize);
    return static_cast<uint64_t>(last - first) == kBlocksOfChunk;
  };
  std::vector<uintptr_t> gone;
  for (uintptr_t chunk : chunks_) {
    if (is_free(chunk)) gone.push_back(chunk);
  }
  if (gone.empty()) return;
  std::sort(gone.begin(), gone.end());
  auto in_gone = [&](uintptr_t block) { return std::binary_search(gone.begin(), gone.end(), align_down(block, kBlockChunkSize)); };
  uint64_t kept_clean = 0;
  for (uint64_t i = 0; i < clean_; i++) kept_clean += !in_gone(free_[i]);
  std::erase_if(free_, in_gone);
  clean_ = kept_clean;
  std::erase_if(chunks_, in_gone);
  for (uintptr_t chunk : gone) {
    tables_.blocks.fill(chunk, kBlockChunkSize, kNoBlock);
    pages_.give(chunk, kBlockChunkSize);
  }
}

}  // namespace kiln::gc
