#include "jit/code/free_pieces.h"

#include "vm/base/check.h"

namespace kiln::jit {

void FreePieces::insert(uintptr_t start, size_t size_bytes) {
  by_start_.emplace(start, size_bytes);
  by_size_.emplace(size_bytes, start);
  total_ += size_bytes;
}

void FreePieces::erase(ByStart::iterator piece) {
  total_ -= piece->second;
  by_size_.erase({piece->second, piece->first});
  by_start_.erase(piece);
}

void FreePieces::add(uintptr_t start, size_t size_bytes) {
  auto next = by_start_.lower_bound(start);
  VM_DCHECK(next == by_start_.end() || start + size_bytes <= next->first);
  if (next != by_start_.begin()) {
    auto previous = std::prev(next);
    VM_DCHECK(previous->first + previous->second <= start);
    if (previous->first + previous->second == start) {
      start = previous->first;
      size_bytes += previous->second;
      erase(previous);
    }
  }
  if (next != by_start_.end() && start + size_bytes == next->first) {
    size_bytes += next->second;
    erase(next);
  }
  insert(start, size_bytes);
}

uintptr_t FreePieces::take(size_t size_bytes) {
  auto best = by_size_.lower_bound({size_bytes, 0});
  if (best == by_size_.end()) return 0;
  auto [size, start] = *best;
  erase(by_start_.find(start));
  if (size > size_bytes) insert(start + size_bytes, size - size_bytes);
  return start;
}

uintptr_t FreePieces::take_ending_at(uintptr_t end) {
  auto next = by_start_.lower_bound(end);
  if (next == by_start_.begin()) return 0;
  auto last = std::prev(next);
  if (last->first + last->second != end) return 0;
  uintptr_t start = last->first;
  erase(last);
  return start;
}

}  // namespace kiln::jit
