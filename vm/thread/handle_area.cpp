// vm/thread/handle_area.cpp - chunks of root slots, and local references deleted one by one.
#include "vm/thread/handle_area.h"

#include <algorithm>

#include "vm/base/memory.h"

namespace kiln {

HandleArea::HandleArea() : chunk_(new (native_allocate(sizeof(Chunk))) Chunk) {}

HandleArea::~HandleArea() {
  while (chunk_->next != nullptr) chunk_ = chunk_->next;
  while (chunk_ != nullptr) {
    Chunk* previous = chunk_->previous;
    native_free(chunk_);
    chunk_ = previous;
  }
}

void HandleArea::grow() {
  if (chunk_->next == nullptr) {
    auto* fresh = new (native_allocate(sizeof(Chunk))) Chunk;
    fresh->previous = chunk_;
    fresh->first_position = chunk_->first_position + Chunk::kSlots;
    chunk_->next = fresh;
  }
  chunk_ = chunk_->next;
  top_ = 0;
}

size_t HandleArea::position_of(const RefSlot* slot) const {
  for (const Chunk* c = chunk_; c != nullptr; c = c->previous) {
    const auto used = static_cast<size_t>(c == chunk_ ? top_ : Chunk::kSlots);
    if (slot >= c->slots && slot < c->slots + used) return c->first_position + static_cast<size_t>(slot - c->slots);
  }
  return kNowhere;
}

void HandleArea::delete_local(RefSlot* slot) {
  if (top_ > 0 && slot == &chunk_->slots[top_ - 1] && size() > local_base_) {
    top_--;
    return;
  }
  const bool was_alive = *slot != 0;
  *slot = 0;
  const size_t position = position_of(slot);
  if (position == kNowhere || position < local_base_ || !was_alive) return;  // an argument, a caller's, deleted twice
  deleted_.push_back(slot);
  deleted_limit_ = std::max(deleted_limit_, position + 1);
}

RefSlot* HandleArea::reuse_or_push(uint32_t bits) {
  RefSlot* slot = deleted_.back();
  const size_t position = position_of(slot);
  if (position == kNowhere || position < local_base_) return push(bits);
  deleted_.pop_back();
  if (deleted_.empty()) deleted_limit_ = 0;
  *slot = bits;
  return slot;
}

void HandleArea::forget_deleted_above() {
  if (deleted_limit_ <= size()) return;
  std::erase_if(deleted_, [this](const RefSlot* slot) { return position_of(slot) == kNowhere; });
  deleted_limit_ = 0;
  for (const RefSlot* slot : deleted_) deleted_limit_ = std::max(deleted_limit_, position_of(slot) + 1);
}

void HandleArea::push_local_frame() {
  frames_.push_back({mark(), local_base_});
  frame_count_ = frames_.size();
  local_base_ = size();
}

bool HandleArea::pop_local_frame() {
  // Frames that a native method left behind lie above the present top.
  while (!frames_.empty() && frames_.back().mark.position() > size()) frames_.pop_back();
  frame_count_ = frames_.size();
  if (frames_.empty()) return false;
  LocalFrame frame = frames_.back();
  frames_.pop_back();
  frame_count_ = frames_.size();
  release(frame.mark);
  local_base_ = frame.base;
  return true;
}

}  // namespace kiln
