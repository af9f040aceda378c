#include "gc/trace/copier.h"

#include <cstring>

#include "gc/trace/copy_words.h"
#include "gc/trace/identity_hash.h"
#include "gc/trace/references.h"

namespace kiln::gc {

// Room for the copy of an object. Of a large one 0 if there is no gap for it.
uintptr_t Copier::take(uint64_t size_bytes, bool large) {
  if (large) return large_.allocate(size_bytes, half_);
  uintptr_t address = to_.bump(size_bytes);
  // The heap keeps enough address space aside for the worst case, so only the operating system can say no.
  if (address == 0) VM_FATAL("no memory for the objects that survive a collection ({} bytes)", size_bytes);
  return address;
}

uint32_t Copier::keep_in_place(Object* large_object) {
  large_.promote(large_object->address(), half_);
  large_to_scan_.push_back(large_object);
  return Ref<>::of(large_object).bits();
}

uint32_t Copier::first_visit(Object* old, uint32_t header_bits, uint8_t origin) {
  VM_DCHECK((origin & kHalfMask) != 0);
  VM_DCHECK((header_bits & kClassMask) != 0);
  bool large = (origin & kLarge) != 0;
  if (large && !move_large_) return keep_in_place(old);

  const Shape& shape = shape_of(header_bits);
  uint64_t body_bytes = hash_offset(old, shape);
  uint32_t hash_state = header_bits & kHashMask;
  Object* copy;
  if (hash_state == kHashNone) [[likely]] {
    uint64_t size_bytes = align_up(body_bytes, kObjectAlignment);
    copy = reinterpret_cast<Object*>(take(size_bytes, large));
    if (copy == nullptr) return keep_in_place(old);
    copy_words(copy->address(), old->address(), size_bytes);
    copied_bytes_ += size_bytes;
  } else {
    uint64_t size_bytes = align_up(body_bytes + 4, kObjectAlignment);
    copy = reinterpret_cast<Object*>(take(size_bytes, large));
    if (copy == nullptr) return keep_in_place(old);
    int32_t hash = hash_state == kHashByAddress ? hash_of_address(old) : old->get<int32_t>(static_cast<uint32_t>(body_bytes));
    memcpy(reinterpret_cast<void*>(copy->address()), reinterpret_cast<const void*>(old->address()), body_bytes);
    copy->set<uint32_t>(static_cast<uint32_t>(size_bytes - 4), 0);  // the padding, unless the hash is last
    copy->set<int32_t>(static_cast<uint32_t>(body_bytes), hash);
    copy->set<uint32_t>(0, (header_bits & ~kHashMask) | kHashMoved);
    copied_bytes_ += size_bytes;
  }
  uint32_t new_bits = Ref<>::of(copy).bits();
  old->set<uint64_t>(0, uint64_t{new_bits} << 32 | kLockForwarded);
  if (large) large_to_scan_.push_back(copy);
  if (shape.kind == ShapeKind::kInstance && shape.ref_range_count == 1 && shape.ref_ranges[0].count == 1) {
    copy_only_array(copy->at<uint32_t>(shape.ref_ranges[0].offset));
  }
  return new_bits;
}

// Objects whose only reference is one to a primitive array (strings, first of all) get it as their neighbour.
void Copier::copy_only_array(uint32_t* slot) {
  if (*slot == 0) return;
  uint8_t origin = origins_.of_ref(*slot);
  if (origin != other_half(half_)) return;
  Object* array = Ref<>(*slot).get();
  uint32_t header_bits = array->header_bits();
  if ((header_bits & kLockMask) == kLockForwarded || shape_of(header_bits).kind != ShapeKind::kPrimitiveArray) return;
  *slot = first_visit(array, header_bits, origin);
}

// Forwards the slots of a new object; returns its size.
uint64_t Copier::scan_object(Object* object) {
  uint32_t header_bits = object->header_bits();
  const Shape& shape = shape_of(header_bits);
  mark_class_reached(shape);
  auto forward_range = [this, object](RefRange range) {
    uint32_t* slot = object->at<uint32_t>(range.offset);
    for (uint32_t* end = slot + range.count; slot < end; slot++) forward_slot(slot);
  };
  uint64_t size_bytes = (header_bits & kHashMask) == kHashMoved ? 4 : 0;
  switch (shape.kind) {
    case ShapeKind::kInstance:
      for (uint32_t i = 0; i < shape.ref_range_count; i++) forward_range(shape.ref_ranges[i]);
      size_bytes += shape.instance_size;
      break;
    case ShapeKind::kPrimitiveArray:
      size_bytes += hash_offset(object, shape);
      break;
    case ShapeKind::kReferenceArray: {
      auto length = static_cast<uint32_t>(object->array_length());
      forward_range({kArrayElementsOffset, length});
      size_bytes += kArrayElementsOffset + uint64_t{4} * length;
      break;
    }
    case ShapeKind::kMirror:
      if (const Shape* mirrored = mirrored_shape(object, shape)) mark_class_reached(*mirrored);
      [[fallthrough]];
    case ShapeKind::kReferenceType:
      visit_ref_slots(object, shape, [this](uint32_t* slot) { forward_slot(slot); });
      if (shape.kind == ShapeKind::kReferenceType) references_.scan(*this, object, shape.strength);
      size_bytes += hash_offset(object, shape);
      break;
  }
  return align_up(size_bytes, kObjectAlignment);
}

void Copier::drain() {
  while (true) {
    while (scan_chunk_ < to_.chunk_count()) {
      if (scan_ == 0) scan_ = to_.base_of(scan_chunk_);
      while (true) {
        uintptr_t limit = to_.limit_of(scan_chunk_);
        if (scan_ == limit) break;
        while (scan_ < limit) scan_ += scan_object(reinterpret_cast<Object*>(scan_));
      }
      if (scan_chunk_ + 1 == to_.chunk_count()) break;  // the newest chunk: more may come
      scan_chunk_++;
      scan_ = 0;
    }
    if (large_to_scan_.empty()) return;
    Object* object = large_to_scan_.back();
    large_to_scan_.pop_back();
    scan_object(object);
  }
}

}  // namespace kiln::gc
