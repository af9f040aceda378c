// vm/thread/handle_area.h - the storage behind handles and JNI local references.
#pragma once

#include <cstddef>

#include "vm/object/object.h"

namespace kiln {

// A thread's stack of root slots, in chunks that never move. JNI local references live here too.
class HandleArea {
 public:
  struct Chunk {
    static constexpr int kSlots = 250;
    Chunk* previous = nullptr;
    Chunk* next = nullptr;
    RefSlot slots[kSlots];
  };
  struct Mark {
    Chunk* chunk;
    int top;
  };
  HandleArea();
  ~HandleArea();
  HandleArea(const HandleArea&) = delete;
  HandleArea& operator=(const HandleArea&) = delete;

  RefSlot* push(uint32_t bits) {
    if (top_ == Chunk::kSlots) [[unlikely]]
      grow();
    RefSlot* slot = &chunk_->slots[top_++];
    *slot = bits;
    return slot;
  }
  Mark mark() const { return {chunk_, top_}; }
  void release(Mark mark) {
    chunk_ = mark.chunk;
    top_ = mark.top;
  }
  // Calls visit(RefSlot*) for every slot in use.
  template <typename Visitor>
  void for_each(Visitor&& visit) {
    for (Chunk* c = chunk_; c != nullptr; c = c->previous) {
      int used = c == chunk_ ? top_ : Chunk::kSlots;
      for (int i = 0; i < used; i++) visit(&c->slots[i]);
    }
  }
  bool contains(const RefSlot* slot) const;
  size_t size() const;

 private:
  void grow();
  Chunk* chunk_;
  int top_ = 0;
};

}  // namespace kiln
