#include "gc/trace/old_marker.h"

#include <algorithm>

namespace kiln::gc {

namespace {
constexpr int32_t kPieceLength = 1024;  // elements
uint32_t load(const uint32_t* slot) { return __atomic_load_n(slot, __ATOMIC_RELAXED); }
}  // namespace

void OldMarker::begin(const ReferenceLayout& layout, const SoftPolicy& soft) {
  clear();
  layout_ = layout;
  soft_ = soft;
}

void OldMarker::clear() {
  references_ = nullptr;
  stack_ = {};
  pieces_ = {};
  found_references_ = {};
  scanned_ = 0;
  marked_bytes_ = 0;
}

bool OldMarker::slice(size_t objects) {
  // Objects wait a few turns between stack and scan, so that their headers can come into the cache.
  constexpr size_t kAhead = 8;
  uint32_t ahead[kAhead] = {};
  size_t waiting = 0;
  size_t done = 0;
  for (size_t at = 0; done < objects && (!stack_.empty() || waiting != 0); at = (at + 1) % kAhead) {
    uint32_t due = ahead[at];
    ahead[at] = 0;
    if (due != 0) waiting--;
    if (!stack_.empty()) {
      ahead[at] = stack_.back();
      stack_.pop_back();
      waiting++;
      __builtin_prefetch(Ref<>(ahead[at]).get());
    }
    if (due == 0) continue;
    scan(Ref<>(due).get());
    done++;
  }
  for (uint32_t ref_bits : ahead) {
    if (ref_bits != 0) stack_.push_back(ref_bits);
  }
  scanned_ += done;
  if (stack_.empty() && !pieces_.empty()) scan_piece();
  return has_work();
}

void OldMarker::scan(Object* object) {
  uint32_t header_bits = object->header().load(std::memory_order_relaxed);
  const Shape& shape = shape_of(header_bits);
  mark_class_reached(shape);
  if (shape.kind == ShapeKind::kMirror) {
    if (const Shape* mirrored = mirrored_shape(object, shape)) mark_class_reached(*mirrored);
  }
  if ((tables_.state_of(object->address()) & kKindMask) == kOld) {
    uint64_t size_bytes = object_size(object, header_bits);
    old_.mark_lines(object->address(), size_bytes);
    marked_bytes_ += size_bytes;
  }
  if (shape.kind == ShapeKind::kPrimitiveArray) return;
  if (shape.kind == ShapeKind::kReferenceArray && object->array_length() > kPieceLength) {
    pieces_.push_back({Ref<>::of(object).bits(), 0});
    return;
  }
  visit_ref_slots(object, shape, [this](uint32_t* slot) { forward_slot(slot); });
  if (shape.kind != ShapeKind::kReferenceType) return;
  evacuator_.note_reference(Ref<>::of(object).bits());
  if (references_ != nullptr) {
    references_->scan(*this, object, shape.strength);
    return;
  }
  VM_CHECK(layout_.referent_offset != 0);
  found_references_.push_back(Ref<>::of(object).bits());
  forward_slot(object->at<uint32_t>(layout_.discovered_offset));
  // The final pause looks again; what it will find strong should not wait for it.
  bool strong = load(object->at<uint32_t>(layout_.next_offset)) != 0 || shape.strength == ReferenceStrength::kNone;
  if (shape.strength == ReferenceStrength::kSoft) {
    strong |= layout_.soft_timestamp_offset == 0
                  ? !soft_.clear_all
                  : soft_.keeps(__atomic_load_n(object->at<int64_t>(layout_.soft_timestamp_offset), __ATOMIC_RELAXED));
  }
  if (strong) forward_slot(object->at<uint32_t>(layout_.referent_offset));
}

void OldMarker::scan_piece() {
  Piece piece = pieces_.back();
  pieces_.pop_back();
  Object* array = Ref<>(piece.ref_bits).get();
  int32_t length = array->array_length();
  int32_t end = piece.next + std::min(kPieceLength, length - piece.next);
  if (end < length) pieces_.push_back({piece.ref_bits, end});
  uint32_t* elements = array->elements<uint32_t>();
  for (int32_t i = piece.next; i < end; i++) forward_slot(elements + i);
}

void OldMarker::decide_references(ReferenceProcessor& references) {
  references_ = &references;
  std::vector<uint32_t> found = std::move(found_references_);
  found_references_.clear();
  for (uint32_t ref_bits : found) {
    Object* reference = Ref<>(ref_bits).get();
    references.scan(*this, reference, shape_of(reference).strength);
  }
}

}  // namespace kiln::gc
