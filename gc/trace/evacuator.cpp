#include "gc/trace/evacuator.h"

#include <algorithm>
#include <cstring>

#include "gc/trace/identity_hash.h"

namespace kiln::gc {

namespace {
constexpr uint32_t kSparseLines = kLinesOfBlock / 4;
constexpr uint64_t kMostChosenLines = 4 * kMiB / kLineSize;
constexpr uint64_t kMostMovedLines = 1 * kMiB / kLineSize;  // about a millisecond
constexpr size_t kMostSlots = 200'000;                      // another
constexpr int kHoleTries = 16;
}  // namespace

// ---- While marking goes on ----

void Evacuator::choose() {
  VM_CHECK(blocks_.empty() && slots_.empty());
  turn_++;
  blocks_ = stress_ ? old_.choose_every_second(turn_ % 2) : old_.choose_sparse(kSparseLines, kMostChosenLines);
}

void Evacuator::note_slot(uint32_t* slot) {
  if (too_many_ || !pages_.contains(reinterpret_cast<uintptr_t>(slot))) return;
  slots_.push_back(slot);
  too_many_ = !stress_ && slots_.size() > kMostSlots;
}

void Evacuator::drop() {
  for (uintptr_t block : blocks_) *tables_.blocks.of(block) &= static_cast<uint8_t>(~kSparse);
  blocks_ = {};
  slots_ = {};
  references_ = {};
  to_mend_ = {};
  too_many_ = out_of_room_ = false;
}

// ---- The final pause ----

// Leaves the blocks that have proved worth it; the others lose their flag.
void Evacuator::select(const std::unordered_map<uintptr_t, int>& pins) {
  struct Choice {
    uint32_t lines;
    uintptr_t block;
  };
  std::vector<Choice> choices;
  for (uintptr_t block : blocks_) choices.push_back({old_.lines_marked(block), block});
  std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return a.lines < b.lines; });
  blocks_.clear();
  uint64_t lines = 0;
  for (const Choice& choice : choices) {
    // An empty block is the sweeper's.
    bool worth = !too_many_ && choice.lines != 0 && (stress_ || lines + choice.lines <= kMostMovedLines);
    if (worth && !pins.contains(choice.block)) {
      lines += choice.lines;
      blocks_.push_back(choice.block);
    } else {
      *tables_.blocks.of(choice.block) &= static_cast<uint8_t>(~kSparse);
    }
  }
}

Evacuator::Result Evacuator::evacuate(VmBinding& binding, const ReferenceLayout& layout,
                                      const std::unordered_map<uintptr_t, int>& pins, uint64_t most_blocks) {
  Result result;
  select(pins);
  if (blocks_.empty()) return result;
  most_blocks_ = most_blocks;
  copied_bytes_ = 0;
  for (uintptr_t block : blocks_) {
    if (out_of_room_) break;
    empty_block(block);
    result.blocks++;
  }
  old_.close(small_);
  old_.close(medium_);
  // Blocks that it did not come to are as they were; nothing in them has moved, but what they refer to may have.
  for (size_t i = result.blocks; i < blocks_.size(); i++) {
    tables_.for_each_marked(blocks_[i], [this](Object* object) { to_mend_.push_back(object); });
  }

  binding.visit_roots(*this);
  binding.visit_weak(*this);
  for (uint32_t* slot : slots_) {
    if (!is_sparse(reinterpret_cast<uintptr_t>(slot))) mend(slot);
  }
  for (uint32_t bits : references_) {
    Object* reference = Ref<>(bits).get();
    if (is_sparse(reference->address())) continue;
    mend(reference->at<uint32_t>(layout.referent_offset));
    mend(reference->at<uint32_t>(layout.discovered_offset));
  }
  for (Object* object : to_mend_) mend_object(object, layout);
  result.copied_bytes = copied_bytes_;
  result.slots = slots_.size();
  return result;
}

void Evacuator::empty_block(uintptr_t block) {
  old_.forget_lines(block);
  tables_.for_each_marked(block, [this](Object* object) {
    Object* target = copy(object);
    if (target == nullptr) old_.mark_lines(object->address(), object_size(object));
    to_mend_.push_back(target == nullptr ? object : target);
  });
}

// Null: there is no room.
Object* Evacuator::copy(Object* object) {
  if (out_of_room_) return nullptr;
  uint32_t header_bits = object->header_bits();
  uint64_t body_bytes = hash_offset(object, shape_of(header_bits));
  uint32_t hash_state = header_bits & kHashMask;
  uint64_t size_bytes = align_up(hash_state == kHashNone ? body_bytes : body_bytes + 4, kObjectAlignment);
  uintptr_t address = take(size_bytes);
  if (address == 0) {
    out_of_room_ = true;
    return nullptr;
  }
  auto* target = reinterpret_cast<Object*>(address);
  target->set<uint32_t>(static_cast<uint32_t>(size_bytes - 4), 0);  // the padding, if there is any
  memcpy(target->at<char>(0), object->at<const char>(0), body_bytes);
  if (hash_state != kHashNone) {
    int32_t hash = hash_state == kHashByAddress ? hash_of_address(object) : object->get<int32_t>(static_cast<uint32_t>(body_bytes));
    target->set<int32_t>(static_cast<uint32_t>(body_bytes), hash);
    target->set<uint32_t>(0, (header_bits & ~kHashMask) | kHashMoved);
  }
  tables_.mark(address);
  *tables_.marks.of(object->address()) &= static_cast<uint8_t>(~HeapTables::mark_bit(object->address()));
  *object->at<uint64_t>(0) = uint64_t{Ref<>::of(target).bits()} << 32 | kLockForwarded;
  copied_bytes_ += size_bytes;
  return target;
}

uintptr_t Evacuator::take(uint64_t size_bytes) {
  auto bump = [size_bytes](OldCursor& cursor) {
    cursor.top += size_bytes;
    return cursor.top - size_bytes;
  };
  auto fits = [size_bytes](const OldCursor& cursor) { return size_bytes <= cursor.end - cursor.top; };
  if (fits(small_)) return bump(small_);
  bool may_take_block = old_.block_count() < most_blocks_;
  if (size_bytes > kLineSize) {
    if (fits(medium_) || (may_take_block && old_.next_block(medium_))) return bump(medium_);
  }
  for (int tries = 0; tries < kHoleTries; tries++) {
    if (!old_.next_hole(small_, may_take_block)) return 0;
    if (fits(small_)) return bump(small_);
  }
  return 0;
}

void Evacuator::mend(uint32_t* slot) const {
  if (*slot == 0 || (tables_.state_of_ref(*slot) & kSparse) == 0) return;
  uint64_t word = Ref<>(*slot)->get<uint64_t>(0);
  if ((word & kLockMask) == kLockForwarded) *slot = static_cast<uint32_t>(word >> 32);
}

void Evacuator::mend_object(Object* object, const ReferenceLayout& layout) const {
  const Shape& shape = shape_of(object);
  visit_ref_slots(object, shape, [this](uint32_t* slot) { mend(slot); });
  if (shape.kind == ShapeKind::kReferenceType) {
    mend(object->at<uint32_t>(layout.referent_offset));
    mend(object->at<uint32_t>(layout.discovered_offset));
  }
}

}  // namespace kiln::gc
