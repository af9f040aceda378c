// vm/thread/handle_area.h - the storage behind handles and JNI local references: a thread's stack of root slots.
//
// Handles come and go like a stack (mark, release). JNI local references may also be deleted one by one; a deleted slot
// is used again for the next local reference of the same native method, so that a native loop stays within bounds.
// `local_base` is where the running native method's (or its innermost PushLocalFrame's) references begin: only deleted
// slots above it are used again.
#pragma once

#include <cstddef>
#include <vector>

#include "vm/object/object.h"

namespace kiln {

// Slots sit in chunks that never move. Only the owning thread changes it, or the collector while the world is stopped.
class HandleArea {
 public:
  struct Chunk {
    static constexpr int kSlots = 250;
    Chunk* previous = nullptr;
    Chunk* next = nullptr;
    size_t first_position = 0;  // slots in the chunks before it
    RefSlot slots[kSlots];
  };
  struct Mark {
    Chunk* chunk;
    int top;
    size_t position() const { return chunk->first_position + static_cast<size_t>(top); }
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
    if (deleted_limit_ != 0) [[unlikely]]
      forget_deleted_above();
  }

  // --- JNI local references ---------------------------------------------------------------------------------------
  // A slot for a local reference: a deleted one of this native method, else a new one on top. Not to be called while
  // a HandleScope of the VM is open below which the reference shall live (HandleScope::escape_local).
  RefSlot* push_local(uint32_t bits) {
    if (deleted_.empty()) [[likely]]
      return push(bits);
    return reuse_or_push(bits);
  }
  // `slot` may also be an argument slot in a frame: it is then only cleared.
  void delete_local(RefSlot* slot);
  // Begins the references of a native method at the present top; returns what to give to leave_native.
  struct NativeMark {
    Mark top;
    size_t base;
    size_t frames;
  };
  NativeMark enter_native() {
    NativeMark saved{mark(), local_base_, frame_count_};
    local_base_ = saved.top.position();
    return saved;
  }
  void leave_native(const NativeMark& saved) {
    release(saved.top);
    local_base_ = saved.base;
    if (frame_count_ != saved.frames) [[unlikely]] {
      frames_.resize(saved.frames);
      frame_count_ = saved.frames;
    }
  }
  // PushLocalFrame and PopLocalFrame. False when there is no frame to pop.
  void push_local_frame();
  bool pop_local_frame();
  // Local references of the running native method that are alive.
  size_t local_count() const { return mark().position() - local_base_ - deleted_.size(); }

  // Calls visit(RefSlot*) for every slot in use.
  template <typename Visitor>
  void for_each(Visitor&& visit) {
    for (Chunk* c = chunk_; c != nullptr; c = c->previous) {
      int used = c == chunk_ ? top_ : Chunk::kSlots;
      for (int i = 0; i < used; i++) visit(&c->slots[i]);
    }
  }
  bool contains(const RefSlot* slot) const { return position_of(slot) != kNowhere; }
  size_t size() const { return mark().position(); }

 private:
  friend struct Offsets;  // generated code does enter_native, and leave_native where nothing is left behind
  struct LocalFrame {
    Mark mark;
    size_t base;
  };
  static constexpr size_t kNowhere = ~size_t{0};
  size_t position_of(const RefSlot* slot) const;
  void grow();
  void forget_deleted_above();
  RefSlot* reuse_or_push(uint32_t bits);

  Chunk* chunk_;
  int top_ = 0;
  size_t local_base_ = 0;
  size_t deleted_limit_ = 0;      // one more than the highest position in deleted_; 0: empty
  size_t frame_count_ = 0;        // frames_.size(), for generated code
  std::vector<RefSlot*> deleted_;
  std::vector<LocalFrame> frames_;
};

}  // namespace kiln
