// gc/space/old_space.h - the old generation: a mark-region space (Blackburn and McKinley, "Immix", PLDI 2008).
//
// Objects lie in blocks and may cross lines, not blocks. A line is free if no object of the last full marking touches
// it and nothing was put there since. The collector, the only one who allocates here, fills the runs of free lines of
// partly used blocks (`recyclable`) first, then free blocks; objects longer than a line that do not fit the run at
// hand go to a block of their own kind, so that small holes do not cost a search.
//
// A full marking uses a new number for the lines it marks (three take turns, because a marking may be abandoned) and so
// can go on filling the holes of the previous one; `sweep` then frees every line that does not have the new number.
//
// Not thread safe but for what the caller locks; cursors belong to one worker each.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/space/block_space.h"
#include "gc/space/heap_tables.h"

namespace kiln::gc {

// Where one worker allocates.
struct OldCursor {
  uintptr_t top = 0;
  uintptr_t end = 0;
  uintptr_t block = 0;  // whose holes are being filled, 0: none
  uint32_t next_line = 0;
};

inline constexpr uint8_t kLineMarks = 3;

class OldSpace {
 public:
  OldSpace(PageSpace& pages, BlockSpace& blocks, HeapTables& tables) : pages_(pages), blocks_(blocks), tables_(tables) {}
  OldSpace(const OldSpace&) = delete;
  OldSpace& operator=(const OldSpace&) = delete;

  // Moves the cursor to the next run of free lines; if there is none, to a free block when `may_take_block`.
  bool next_hole(OldCursor& cursor, bool may_take_block);
  // Moves the cursor to a free block.
  bool next_block(OldCursor& cursor);
  // Gives back the lines that the cursor has not reached, and the holes behind it.
  void retire(OldCursor& cursor);

  // The cursor's worker has finished: what is left can be filled by the next one.
  void close(OldCursor& cursor) {
    retire(cursor);
    if (cursor.block != 0 && cursor.next_line < kLinesOfBlock) recyclable_.push_back(cursor.block);
    cursor.block = 0;
  }

  // A young block whose objects have been marked in place is now an old one; false if none has been.
  bool adopt(uintptr_t block);

  // Start of a full marking: no object is marked; blocks with no more than `sparse_lines` lines in use are to be
  // evacuated, up to `budget_lines` in all (kLinesOfBlock: every block).
  void start_marking(uint32_t sparse_lines, uint64_t budget_lines);
  // The number for lines in use.
  uint8_t line_mark() const { return line_mark_; }
  void mark_lines(uintptr_t address, uint64_t size_bytes) const {
    uint8_t* first = tables_.lines.of(address);
    uint8_t* last = tables_.lines.of(address + size_bytes - 1);
    for (uint8_t* line = first; line <= last; line++) __atomic_store_n(line, line_mark_, __ATOMIC_RELAXED);
  }
  void sweep();

  // ---- Marking beside the program: blocks stay what they are, and holes go on being filled, with the new number ----
  void start_marking_beside() { next_line_mark(); }
  // Blocks to be emptied when everything is marked (gc/trace/evacuator.h): flagged kSparse, and their holes no longer filled.
  // The sparsest, with `most_lines` in use at most, up to `budget_lines` in all; none if there are few holes anyway.
  std::vector<uintptr_t> choose_sparse(uint32_t most_lines, uint64_t budget_lines);
  // For stress: every block of odd or even number.
  std::vector<uintptr_t> choose_every_second(uint64_t which);
  // Lines that the marking under way has found in use.
  uint32_t lines_marked(uintptr_t block) const;
  // No line of the block counts as marked.
  void forget_lines(uintptr_t block) const;
  // When everything is marked: holes are to be had again as blocks are swept.
  void start_sweeping();
  // Sweeps so many blocks; false when there are no more. Under the heap's lock or in a pause.
  bool sweep_some(size_t blocks);

  uint64_t block_count() const { return block_count_; }
  uint64_t used_bytes() const { return block_count_ * kBlockSize - free_lines_ * kLineSize; }
  uint64_t free_line_bytes() const { return free_lines_ * kLineSize; }
  uint64_t evacuated_blocks() const { return candidates_; }
  // Which blocks to evacuate so that they fit into the holes of the others and `free_blocks` more: the arguments of
  // start_marking.
  struct Evacuation {
    uint32_t sparse_lines = 0;
    uint64_t budget_lines = 0;
  };
  Evacuation plan_compaction(uint64_t free_blocks) const;

 private:
  uint32_t lines_in_use(uintptr_t block) const;
  void set_sparse(const std::vector<uintptr_t>& blocks);
  void next_line_mark() { line_mark_ = static_cast<uint8_t>(line_mark_ % kLineMarks + 1); }
  void sweep_block(uintptr_t block);
  void open_lines(OldCursor& cursor, uint32_t first, uint32_t last);

  PageSpace& pages_;
  BlockSpace& blocks_;
  HeapTables& tables_;
  std::vector<uintptr_t> recyclable_;
  std::vector<uintptr_t> unswept_;
  uint8_t line_mark_ = 1;
  uint64_t block_count_ = 0;
  uint64_t free_lines_ = 0;  // in blocks of this space
  uint64_t candidates_ = 0;  // of the marking under way
};

}  // namespace kiln::gc
