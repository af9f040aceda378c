#include "gc/space/old_space.h"

#include <algorithm>
#include <array>

namespace kiln::gc {

namespace {
constexpr uint32_t kWorthFilling = 4;     // free lines that make a block recyclable
constexpr uint64_t kWorthEvacuating = 8;  // an eighth of the lines is free
}

uint32_t OldSpace::lines_in_use(uintptr_t block) const {
  const uint8_t* lines = tables_.lines.of(block);
  uint32_t count = 0;
  for (uint32_t i = 0; i < kLinesOfBlock; i++) count += lines[i] != 0;
  return count;
}

// Hands the lines [first, last) of the cursor's block out.
void OldSpace::open_lines(OldCursor& cursor, uint32_t first, uint32_t last) {
  uint64_t size_bytes = (last - first) * kLineSize;
  cursor.top = cursor.block + first * kLineSize;
  cursor.end = cursor.top + size_bytes;
  cursor.next_line = last;
  tables_.lines.fill(cursor.top, size_bytes, line_mark_);
  tables_.log.fill(cursor.top, size_bytes, 0xff);
  free_lines_ -= last - first;
}

bool OldSpace::next_hole(OldCursor& cursor, bool may_take_block) {
  retire(cursor);
  while (true) {
    if (cursor.block == 0) {
      if (recyclable_.empty()) return may_take_block && next_block(cursor);
      cursor.block = recyclable_.back();
      cursor.next_line = 0;
      recyclable_.pop_back();
    }
    const uint8_t* lines = tables_.lines.of(cursor.block);
    uint32_t first = cursor.next_line;
    while (first < kLinesOfBlock && lines[first] != 0) first++;
    uint32_t last = first;
    while (last < kLinesOfBlock && lines[last] == 0) last++;
    if (first < last) {
      open_lines(cursor, first, last);
      return true;
    }
    cursor.block = 0;
  }
}

bool OldSpace::next_block(OldCursor& cursor) {
  retire(cursor);
  uintptr_t block = blocks_.take(kOld);
  if (block == 0) return false;
  pages_.mark_dirty(block, kBlockSize);
  block_count_++;
  free_lines_ += kLinesOfBlock;
  if (cursor.block != 0 && cursor.next_line < kLinesOfBlock) recyclable_.push_back(cursor.block);
  cursor.block = block;
  open_lines(cursor, 0, kLinesOfBlock);
  return true;
}

void OldSpace::retire(OldCursor& cursor) {
  uintptr_t unused = align_up(cursor.top, kLineSize);
  if (unused < cursor.end) {
    tables_.lines.fill(unused, cursor.end - unused, 0);
    free_lines_ += (cursor.end - unused) / kLineSize;
    cursor.next_line = static_cast<uint32_t>((unused - cursor.block) / kLineSize);
  }
  cursor.top = cursor.end = 0;
}

bool OldSpace::adopt(uintptr_t block) {
  uint32_t used = lines_in_use(block);
  if (used == 0) return false;
  *tables_.blocks.of(block) = kOld;
  pages_.mark_dirty(block, kBlockSize);
  block_count_++;
  uint32_t free_lines = kLinesOfBlock - used;
  free_lines_ += free_lines;
  if (free_lines >= kWorthFilling) recyclable_.push_back(block);
  return true;
}

void OldSpace::start_marking(uint32_t sparse_lines, uint64_t budget_lines) {
  candidates_ = 0;
  VM_CHECK(unswept_.empty());
  next_line_mark();
  bool all = sparse_lines >= kLinesOfBlock;
  recyclable_.clear();
  blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
    if ((state & kKindMask) != kOld) return;
    tables_.marks.fill(block, kBlockSize, 0);
    uint32_t used = lines_in_use(block);
    bool pinned = (state & kMark) != 0;
    if (!pinned && used <= sparse_lines && (all || used <= budget_lines)) {
      state = kOld | kMove;
      if (!all) budget_lines -= used;
      candidates_++;
      return;
    }
    state = kOld | kMark;
    if (kLinesOfBlock - used >= kWorthFilling) recyclable_.push_back(block);
  });
}

void OldSpace::sweep() {
  recyclable_.clear();
  block_count_ = 0;
  free_lines_ = 0;
  std::vector<uintptr_t> empty;
  blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
    if ((state & kKindMask) != kOld) return;
    uint8_t* lines = tables_.lines.of(block);
    uint32_t used = 0;
    for (uint32_t i = 0; i < kLinesOfBlock; i++) {
      bool live = lines[i] == line_mark_;
      used += live;
      lines[i] = live ? line_mark_ : 0;
    }
    state = kOld;
    if (used == 0) {
      empty.push_back(block);
      return;
    }
    block_count_++;
    free_lines_ += kLinesOfBlock - used;
    if (kLinesOfBlock - used >= kWorthFilling) recyclable_.push_back(block);
  });
  for (uintptr_t block : empty) blocks_.give(block);
}

void OldSpace::set_sparse(const std::vector<uintptr_t>& blocks) {
  for (uintptr_t block : blocks) *tables_.blocks.of(block) |= kSparse;
  std::erase_if(recyclable_, [this](uintptr_t block) { return (tables_.state_of(block) & kSparse) != 0; });
}

std::vector<uintptr_t> OldSpace::choose_sparse(uint32_t most_lines, uint64_t budget_lines) {
  std::vector<uintptr_t> result;
  if (free_lines_ < block_count_ * kLinesOfBlock / kWorthEvacuating) return result;
  struct Choice {
    uint32_t lines;
    uintptr_t block;
  };
  std::vector<Choice> choices;
  blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
    if ((state & kKindMask) != kOld) return;
    uint32_t used = lines_in_use(block);
    if (used <= most_lines) choices.push_back({used, block});
  });
  std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return a.lines < b.lines; });
  for (const Choice& choice : choices) {
    if (choice.lines > budget_lines) break;
    budget_lines -= choice.lines;
    result.push_back(choice.block);
  }
  set_sparse(result);
  return result;
}

std::vector<uintptr_t> OldSpace::choose_every_second(uint64_t which) {
  std::vector<uintptr_t> result;
  blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
    if ((state & kKindMask) == kOld && block / kBlockSize % 2 == which) result.push_back(block);
  });
  set_sparse(result);
  return result;
}

uint32_t OldSpace::lines_marked(uintptr_t block) const {
  const uint8_t* lines = tables_.lines.of(block);
  return static_cast<uint32_t>(std::count(lines, lines + kLinesOfBlock, line_mark_));
}

void OldSpace::forget_lines(uintptr_t block) const {
  uint8_t* lines = tables_.lines.of(block);
  auto other = static_cast<uint8_t>(line_mark_ % kLineMarks + 1);
  std::replace(lines, lines + kLinesOfBlock, line_mark_, other);
}

void OldSpace::start_sweeping() {
  recyclable_.clear();
  blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
    if ((state & kKindMask) == kOld) unswept_.push_back(block);
  });
}

void OldSpace::sweep_block(uintptr_t block) {
  uint8_t* lines = tables_.lines.of(block);
  uint32_t used = 0, freed = 0;
  for (uint32_t i = 0; i < kLinesOfBlock; i++) {
    bool live = lines[i] == line_mark_;
    used += live;
    freed += lines[i] != 0 && !live;
    lines[i] = live ? line_mark_ : 0;
  }
  free_lines_ += freed;
  if (used == 0) {
    block_count_--;
    free_lines_ -= kLinesOfBlock;
    blocks_.give(block);
  } else if (kLinesOfBlock - used >= kWorthFilling) {
    recyclable_.push_back(block);
  }
}

bool OldSpace::sweep_some(size_t blocks) {
  for (; blocks > 0 && !unswept_.empty(); blocks--) {
    sweep_block(unswept_.back());
    unswept_.pop_back();
  }
  return !unswept_.empty();
}

OldSpace::Evacuation OldSpace::plan_compaction(uint64_t free_blocks) const {
  std::array<uint64_t, kLinesOfBlock + 1> with_lines{};
  blocks_.for_each_taken([&](uintptr_t block, uint8_t& state) {
    if ((state & kKindMask) == kOld) with_lines[lines_in_use(block)]++;
  });
  // The emptiest blocks first. A quarter of the holes will be too short for what should go there.
  uint64_t room = (free_lines_ + free_blocks * kLinesOfBlock) / 4 * 3;
  Evacuation result;
  for (uint32_t used = 1; used < kLinesOfBlock && room > 0; used++) {
    uint64_t lost = used + (kLinesOfBlock - used) / 4 * 3;  // what evacuating one such block takes from the room
    uint64_t blocks = std::min(with_lines[used], room / lost);
    room -= blocks * lost;
    result.budget_lines += blocks * used;
    if (blocks != 0) result.sparse_lines = used;
    if (blocks < with_lines[used]) break;
  }
  return result;
}

}  // namespace kiln::gc
