// jit/code/free_pieces.h - free pieces of a range of addresses: best fit, neighbours merged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace kiln::jit {

class FreePieces {
 public:
  // No byte of the piece may be free already.
  void add(uintptr_t start, size_t size_bytes);
  // Takes `size_bytes` from the smallest piece that has so many; 0: there is none.
  uintptr_t take(size_t size_bytes);
  // Takes the whole piece that ends at `end`, and returns its start; 0: none does.
  uintptr_t take_ending_at(uintptr_t end);
  size_t total_bytes() const { return total_; }
  size_t count() const { return by_start_.size(); }

 private:
  using ByStart = std::map<uintptr_t, size_t>;
  void insert(uintptr_t start, size_t size_bytes);
  void erase(ByStart::iterator piece);

  ByStart by_start_;
  std::set<std::pair<size_t, uintptr_t>> by_size_;
  size_t total_ = 0;
};

}  // namespace kiln::jit
