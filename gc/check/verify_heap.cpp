#include "gc/check/verify_heap.h"

namespace kiln::gc {

void HeapVerifier::note_object(Object* object) {
  uint32_t header_bits = object->header_bits();
  if ((header_bits & kLockMask) == kLockForwarded || !binding_.is_class_structure(header_bits & kClassMask)) {
    VM_FATAL("heap {}: the header {:#x} of object {:#x} is not valid", when_, header_bits, object->address());
  }
  const Shape& shape = shape_of(header_bits);
  if (shape.kind > ShapeKind::kPrimitiveArray || shape.element_shift > 3 || shape.instance_size % 4 != 0) {
    VM_FATAL("heap {}: the class of object {:#x} (header {:#x}) has no valid shape", when_, object->address(), header_bits);
  }
  if (const char* problem = object_rule_(object)) VM_FATAL("heap {}: object {:#x} {}", when_, object->address(), problem);
  if (object->address() + object_size(object) > end_) {
    VM_FATAL("heap {}: object {:#x} of {} bytes ends outside the heap", when_, object->address(), object_size(object));
  }
  auto& bits = starts_[(object->address() - base_) >> kGranuleShift];
  if (bits == nullptr) bits = std::make_unique<StartBits>();
  uint64_t index = ((object->address() - base_) & (kGranuleSize - 1)) / kObjectAlignment;
  bits->words[index / 64] |= uint64_t{1} << (index % 64);
}

bool HeapVerifier::is_object(uint32_t ref_bits) const {
  uintptr_t address = uintptr_t{ref_bits} << kReferenceShift;
  if (address < base_ || address >= end_) return false;
  const auto& bits = starts_[(address - base_) >> kGranuleShift];
  uint64_t index = ((address - base_) & (kGranuleSize - 1)) / kObjectAlignment;
  return bits != nullptr && (bits->words[index / 64] >> (index % 64) & 1) != 0;
}

void HeapVerifier::check_slot(Object* holder, const uint32_t* slot) {
  if (*slot == 0) return;
  if (is_object(*slot)) {
    const char* problem = slot_rule_ ? slot_rule_(holder, slot) : nullptr;
    if (problem == nullptr) return;
    VM_FATAL("heap {}: object {:#x} (header {:#x}), offset {}: {:#x}: {}", when_, holder->address(), holder->header_bits(),
             reinterpret_cast<uintptr_t>(slot) - holder->address(), uint64_t{*slot} << kReferenceShift, problem);
  }
  VM_FATAL("heap {}: object {:#x} (header {:#x}), offset {}: {:#x} is not an object", when_, holder->address(),
           holder->header_bits(), reinterpret_cast<uintptr_t>(slot) - holder->address(), uint64_t{*slot} << kReferenceShift);
}

void HeapVerifier::check_object(Object* object) {
  const Shape& shape = shape_of(object);
  visit_ref_slots(object, shape, [&](uint32_t* slot) { check_slot(object, slot); });
  if (shape.kind == ShapeKind::kReferenceType) {
    check_slot(object, object->at<uint32_t>(layout_.referent_offset));
    check_slot(object, object->at<uint32_t>(layout_.discovered_offset));
  }
}

void HeapVerifier::visit(RefSlot* slot) {
  if (*slot == 0 || is_object(*slot)) return;
  VM_FATAL("heap {}: root {:#x}: {:#x} is not an object", when_, reinterpret_cast<uintptr_t>(slot),
           uint64_t{*slot} << kReferenceShift);
}

void HeapVerifier::check_roots(const RefSlot* pending) {
  RefSlot copy = *pending;
  visit(&copy);
  binding_.visit_roots(*this);
}

}  // namespace kiln::gc
