#include "gc/trace/mover.h"

#include <sched.h>

#include <cstring>

#include "gc/space/filler.h"
#include "gc/space/large_objects.h"
#include "gc/trace/copy_words.h"
#include "gc/trace/identity_hash.h"

namespace kiln::gc {

namespace {

// The first eight bytes of an object that has moved are its new address and these lock bits alone; a worker that is
// about to move it sets the lock bits only and leaves the rest.
bool is_busy(uint32_t header_bits) { return (header_bits & kLockMask) == kLockForwarded && (header_bits & kClassMask) != 0; }
bool is_forwarded(uint64_t first_word) { return (first_word & kLockMask) == kLockForwarded; }

uint64_t first_word_of(const Object* object) {
  return __atomic_load_n(reinterpret_cast<const uint64_t*>(object->address()), __ATOMIC_ACQUIRE);
}

constexpr int kHoleTries = 16;
constexpr int kSpins = 64;
constexpr uint32_t kPieceLength = 512;   // elements that are scanned at once
constexpr uint32_t kElementsAhead = 16;  // of them, asked for in advance

// Another worker copies the object. It may have lost its processor.
void wait_a_moment(int& spins) {
  if (++spins < kSpins) {
    __builtin_ia32_pause();
  } else {
    sched_yield();
  }
}

}  // namespace

// ---- Reaching ----

uint32_t Mover::reach(uint32_t ref_bits, uint8_t state) {
  Object* object = Ref<>(ref_bits).get();
  if ((state & kMark) != 0) {
    mark_in_place(object, state);
    return ref_bits;
  }
  int spins = 0;
  while (true) {
    uint64_t word = first_word_of(object);
    auto header_bits = static_cast<uint32_t>(word);
    if (is_busy(header_bits)) {
      wait_a_moment(spins);
      continue;
    }
    if (is_forwarded(word)) return static_cast<uint32_t>(word >> 32);
    if (tables_.is_marked(object->address())) return ref_bits;
    if (!context_.parallel) return copy(object, header_bits, state);
    if (!object->header().compare_exchange_strong(header_bits, header_bits | kLockForwarded, std::memory_order_acq_rel)) continue;
    if (tables_.is_marked(object->address())) {  // it was kept meanwhile
      object->header().store(header_bits, std::memory_order_release);
      return ref_bits;
    }
    return copy(object, header_bits, state);
  }
}

uint32_t Mover::reached(uint32_t ref_bits) const {
  uint8_t state = tables_.state_of_ref(ref_bits);
  if ((state & (kMove | kMark)) == 0) return ref_bits;
  Object* object = Ref<>(ref_bits).get();
  if ((state & kMark) != 0) return tables_.is_marked(object->address()) ? ref_bits : 0;
  int spins = 0;
  while (true) {
    uint64_t word = first_word_of(object);
    if (is_busy(static_cast<uint32_t>(word))) {
      wait_a_moment(spins);
      continue;
    }
    if (is_forwarded(word)) return static_cast<uint32_t>(word >> 32);
    return tables_.is_marked(object->address()) ? ref_bits : 0;
  }
}

void Mover::mark_in_place(Object* object, uint8_t state) {
  if (!tables_.try_mark(object->address(), context_.parallel)) return;
  if (stays_young(state)) {
    stack_.push_back(work_on(object));
    return;
  }
  if ((state & kKindMask) == kLargeYoung && shape_of(object).kind != ShapeKind::kPrimitiveArray) {
    uint64_t footprint = LargeObjects::footprint(object_size(object));
    tables_.log.fill(object->address(), footprint, 0xff);
  }
  if (context_.marking) tables_.try_blacken(object->address(), context_.parallel);
  stack_.push_back(work_on(object));
}

// There is no room for a copy: the object stays, and its block becomes (or remains) one of the old space.
void Mover::keep(Object* object, uint32_t header_bits) {
  uint8_t* state = tables_.blocks.of(object->address());
  if ((__atomic_load_n(state, __ATOMIC_ACQUIRE) & kKept) == 0) {
    MutexLock lock(context_.mutex);
    if ((*state & kKept) == 0) {
      if (is_young_kind(*state)) tables_.log.fill(align_down(object->address(), kBlockSize), kBlockSize, 0xff);
      __atomic_fetch_or(state, kKept, __ATOMIC_RELEASE);
    }
  }
  tables_.try_mark(object->address(), context_.parallel);
  if (context_.marking) tables_.try_blacken(object->address(), context_.parallel);
  object->header().store(header_bits, std::memory_order_release);
  kept_objects_++;
  stack_.push_back(work_on(object));
}

uint32_t Mover::copy(Object* old, uint32_t header_bits, uint8_t state) {
  VM_DCHECK((header_bits & kClassMask) != 0);
  const Shape& shape = shape_of(header_bits);
  uint64_t body_bytes = hash_offset(old, shape);
  uint32_t hash_state = header_bits & kHashMask;
  uint64_t size_bytes = align_up(hash_state == kHashNone ? body_bytes : body_bytes + 4, kObjectAlignment);
  bool to_old = context_.promote_all || (state & kKindMask) != kEden;
  uintptr_t address = take(size_bytes, &to_old);
  if (address == 0) {
    keep(old, header_bits);
    return Ref<>::of(old).bits();
  }
  auto* target = reinterpret_cast<Object*>(address);
  if (hash_state == kHashNone) [[likely]] {
    copy_words(address, old->address(), size_bytes);
    target->set<uint32_t>(0, header_bits);
  } else {
    int32_t hash = hash_state == kHashByAddress ? hash_of_address(old) : old->get<int32_t>(static_cast<uint32_t>(body_bytes));
    memcpy(target->at<char>(0), old->at<const char>(0), body_bytes);
    target->set<uint32_t>(static_cast<uint32_t>(size_bytes - 4), 0);  // the padding, unless the hash is last
    target->set<int32_t>(static_cast<uint32_t>(body_bytes), hash);
    target->set<uint32_t>(0, (header_bits & ~kHashMask) | kHashMoved);
  }
  copied_bytes_ += size_bytes;
  if (to_old) {
    promoted_bytes_ += size_bytes;
    tables_.mark(address);  // lines belong to one worker, and so do the bytes of their marks
    if (context_.marking) tables_.try_blacken(address, false);
  }
  uint32_t new_bits = Ref<>::of(target).bits();
  __atomic_store_n(old->at<uint64_t>(0), uint64_t{new_bits} << 32 | kLockForwarded, __ATOMIC_RELEASE);
  stack_.push_back(work_on(target));
  if (shape.kind == ShapeKind::kInstance && shape.ref_range_count == 1 && shape.ref_ranges[0].count == 1) {
    copy_only_array(target->at<uint32_t>(shape.ref_ranges[0].offset));
  }
  return new_bits;
}

// Objects whose only reference is one to a primitive array (strings, first of all) get it as their neighbour.
void Mover::copy_only_array(uint32_t* slot) {
  if (*slot == 0) return;
  uint8_t state = tables_.state_of_ref(*slot);
  if ((state & kMove) == 0) return;
  uint64_t word = first_word_of(Ref<>(*slot).get());
  if (is_forwarded(word) || shape_of(static_cast<uint32_t>(word)).kind != ShapeKind::kPrimitiveArray) return;
  *slot = reach(*slot, state);
}

// ---- Room for copies ----

uintptr_t Mover::take(uint64_t size_bytes, bool* to_old) {
  if (!*to_old) {
    if (size_bytes <= survivor_end_ - survivor_top_) [[likely]] {
      survivor_top_ += size_bytes;
      return survivor_top_ - size_bytes;
    }
    if (uintptr_t address = take_survivor(size_bytes)) return address;
    *to_old = true;
  }
  if (size_bytes <= small_.end - small_.top) [[likely]] {
    small_.top += size_bytes;
    return small_.top - size_bytes;
  }
  return take_old(size_bytes);
}

uintptr_t Mover::take_survivor(uint64_t size_bytes) {
  if (survivors_full_) return 0;
  MutexLock lock(context_.mutex);
  survivors_full_ = context_.survivor_blocks.size() >= context_.survivor_limit;
  if (survivors_full_ || !context_.may_take_block()) return 0;
  uintptr_t block = context_.blocks.take(kSurvivor);
  if (block == 0) return 0;
  tables_.set_state(block, kSurvivor | kStaysYoung);
  context_.pages.mark_dirty(block, kBlockSize);
  context_.survivor_blocks.push_back(block);
  retire_survivor();
  survivor_top_ = block + size_bytes;
  survivor_end_ = block + kBlockSize;
  return block;
}

void Mover::retire_survivor() {
  write_filler(survivor_top_, survivor_end_ - survivor_top_);
  survivor_top_ = survivor_end_ = 0;
}

uintptr_t Mover::take_old(uint64_t size_bytes) {
  auto bump = [size_bytes](OldCursor& cursor) {
    cursor.top += size_bytes;
    return cursor.top - size_bytes;
  };
  auto fits = [size_bytes](const OldCursor& cursor) { return size_bytes <= cursor.end - cursor.top; };
  bool medium = size_bytes > kLineSize;
  if (medium && fits(medium_)) return bump(medium_);
  MutexLock lock(context_.mutex);
  if (medium && context_.may_take_block() && context_.old.next_block(medium_)) return bump(medium_);
  for (int tries = 0; tries < kHoleTries; tries++) {
    if (!context_.old.next_hole(small_, context_.may_take_block())) return 0;
    if (fits(small_)) return bump(small_);
  }
  return 0;
}

void Mover::close() {
  MutexLock lock(context_.mutex);
  retire_survivor();
  context_.old.close(small_);
  context_.old.close(medium_);
}

// ---- Scanning ----

void Mover::scan(Work work) {
  Object* object = object_of(work);
  uint32_t header_bits = object->header().load(std::memory_order_relaxed);
  const Shape& shape = shape_of(header_bits);
  uint8_t state = tables_.state_of(object->address());
  uint8_t kind = state & kKindMask;
  if (uint32_t first = first_element_of(work); first != 0) {
    scan_elements(object, first, state);
    return;
  }
  if (context_.full) {
    mark_class_reached(shape);
    if (shape.kind == ShapeKind::kMirror) {
      if (const Shape* mirrored = mirrored_shape(object, shape)) mark_class_reached(*mirrored);
    }
  }
  if ((state & (kMark | kMove)) != 0 && kind < kLargeYoung) {
    uint64_t size_bytes = object_size(object, header_bits);
    context_.old.mark_lines(object->address(), size_bytes);
    kept_bytes_ += size_bytes;
  }
  if (context_.marking && !stays_young(state)) note_new_old(object, shape);
  if (shape.kind == ShapeKind::kPrimitiveArray) return;
  if (shape.kind == ShapeKind::kReferenceArray) {
    scan_elements(object, 0, state);
    return;
  }
  if (context_.full || stays_young(state)) {
    visit_ref_slots(object, shape, [this](uint32_t* slot) { forward_slot(slot); });
  } else {
    visit_ref_slots(object, shape, [this](uint32_t* slot) { forward_old_slot(slot); });
  }
  if (shape.kind == ShapeKind::kReferenceType) {
    references_.scan(*this, object, shape.strength);
    // `scan` may have forwarded these two itself.
    references_.note_slots(*this, object);
  }
}

// A piece of a reference array; the rest waits below what this one leads to.
void Mover::scan_elements(Object* array, uint32_t first, uint8_t state) {
  auto length = static_cast<uint32_t>(array->array_length());
  uint32_t last = length - first > kPieceLength ? first + kPieceLength : length;
  if (last < length) stack_.push_back(work_on(Ref<>::of(array).bits(), last));
  auto* elements = array->elements<uint32_t>();
  bool stays_old = !context_.full && !stays_young(state);
  for (uint32_t i = first; i < last; i++) {
    if (i + kElementsAhead < last) {
      // What decides on an object: its mark in a full collection, its header in others.
      uintptr_t coming = uintptr_t{elements[i + kElementsAhead]} << kReferenceShift;
      __builtin_prefetch(context_.full ? tables_.marks.of(coming) : reinterpret_cast<uint8_t*>(coming));
    }
    if (stays_old) {
      forward_old_slot(elements + i);
    } else {
      forward_slot(elements + i);
    }
  }
}

// The object was young; now it is old and, since it is scanned here, black.
void Mover::note_new_old(Object* object, const Shape& shape) {
  mark_class_reached(shape);
  if (shape.kind == ShapeKind::kMirror) {
    if (const Shape* mirrored = mirrored_shape(object, shape)) mark_class_reached(*mirrored);
  }
  if (shape.kind == ShapeKind::kReferenceType) new_old_references_.push_back(Ref<>::of(object).bits());
}

void Mover::note_store(uint32_t* slot) {
  if (context_.full || *slot == 0) return;
  if (stays_young(tables_.state_of_ref(*slot)) && !stays_young(tables_.state_of(reinterpret_cast<uintptr_t>(slot)))) remember(slot);
}

void Mover::process_logged(uint32_t* slot) {
  forward_slot(slot);
  if (*slot != 0 && stays_young(tables_.state_of_ref(*slot))) {
    if (!tables_.is_logged(slot)) tables_.set_logged(slot);
    remembered_.push_back(slot);
  } else {
    tables_.set_unlogged(slot);
    if (*slot != 0) meet(slot, *slot);
  }
}

// Objects wait a few turns between stack and scan, so that their headers can come into the cache.
template <bool kSharing>
void Mover::empty_stack() {
  constexpr size_t kAhead = 8;
  Work ahead[kAhead] = {};
  size_t waiting = 0;
  for (size_t at = 0; !stack_.empty() || waiting != 0; at = (at + 1) % kAhead) {
    Work due = ahead[at];
    ahead[at] = 0;
    if (due != 0) waiting--;
    if (!stack_.empty()) {
      ahead[at] = stack_.back();
      stack_.pop_back();
      waiting++;
      __builtin_prefetch(object_of(ahead[at]));
    }
    if (due == 0) continue;
    scan(due);
    if (kSharing && stack_.size() >= WorkPool::kWorthSharing && pool_.someone_is_hungry()) pool_.share(stack_);
  }
}

void Mover::drain() { empty_stack<false>(); }

void Mover::drain_with_others() {
  do {
    empty_stack<true>();
  } while (pool_.take(stack_));
}

}  // namespace kiln::gc
