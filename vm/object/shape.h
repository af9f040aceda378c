// vm/object/shape.h - what the collector must know of a class: how large its instances are and where references sit.
//
// A Shape is the first part of every class structure, so an object's header leads to it directly. Size, copy,
// scan and verify of objects derive from it (inline functions below); nothing else in gc/ knows about classes.
//
//   kInstance        header, fields from offset 4; reference fields as ranges
//   kReferenceType   an instance of java.lang.ref.Reference's subclasses: `referent` and `discovered` are left
//                    to the reference processor; the ranges do not contain them
//   kMirror          a java.lang.Class: its own fields, then the static fields of the class it stands for. The
//                    injected word at `mirror_class_offset` is the address of that class (0 for a primitive type),
//                    whose Shape gives `mirror_size` and the static reference range.
//   kReferenceArray  header, length, 32-bit references
//   kPrimitiveArray  header, length, elements of 1 << element_shift bytes
#pragma once

#include <atomic>
#include <cstdint>

#include "vm/base/memory.h"
#include "vm/object/object.h"

namespace kiln {

enum class ShapeKind : uint8_t { kInstance, kReferenceType, kMirror, kReferenceArray, kPrimitiveArray };
enum class ReferenceStrength : uint8_t { kNone, kSoft, kWeak, kFinal, kPhantom };

// `count` references from byte `offset` on, 4 bytes apart.
struct RefRange {
  uint32_t offset;
  uint32_t count;
};

struct Shape {
  ShapeKind kind;
  uint8_t element_shift;             // arrays
  ReferenceStrength strength;        // kReferenceType
  mutable uint8_t reached;           // 0: this collection has met no instance yet; see mark_class_reached
  uint32_t instance_size;            // bytes up to the end of the last field, multiple of 4, not yet aligned to 8
  Ptr32<const RefRange> ref_ranges;  // instance references, superclasses' included
  uint32_t ref_range_count;
  uint32_t mirror_class_offset;      // kMirror: where the injected class address is
  // What the mirror of this class looks like:
  uint32_t mirror_size;              // bytes, multiple of 4, not yet aligned to 8
  RefRange static_refs;
};

inline const Shape& shape_of(uint32_t header_bits) {
  return *reinterpret_cast<const Shape*>(static_cast<uintptr_t>(header_bits & kClassMask));
}
inline const Shape& shape_of(const Object* object) { return shape_of(object->header_bits()); }

// A collection that may unload classes (VmBinding::begin_class_tracing) calls this for the class of each object that it
// reaches, and for the class that a reached mirror stands for. Any number of threads.
inline void mark_class_reached(const Shape& shape) {
  if (shape.reached == 0) std::atomic_ref<uint8_t>(shape.reached).store(1, std::memory_order_relaxed);
}

// The class a mirror stands for, as a Shape; null for primitive types.
inline const Shape* mirrored_shape(const Object* mirror, const Shape& shape) {
  return reinterpret_cast<const Shape*>(static_cast<uintptr_t>(mirror->get<uint32_t>(shape.mirror_class_offset)));
}

// Bytes to the end of the last field or element, rounded up to 4: where the hidden hash word goes.
inline uint64_t hash_offset(const Object* object, const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::kInstance:
    case ShapeKind::kReferenceType:
      return shape.instance_size;
    case ShapeKind::kMirror: {
      const Shape* mirrored = mirrored_shape(object, shape);
      return mirrored != nullptr ? mirrored->mirror_size : shape.instance_size;
    }
    case ShapeKind::kReferenceArray:
      return kArrayElementsOffset + uint64_t{4} * static_cast<uint32_t>(object->array_length());
    case ShapeKind::kPrimitiveArray:
      return align_up(
          kArrayElementsOffset + (uint64_t{static_cast<uint32_t>(object->array_length())} << shape.element_shift), 4);
  }
  VM_UNREACHABLE();
}

// Size in bytes that the object occupies now, aligned to 8, hidden hash word included. `header_bits` is passed
// apart because the collector may have overwritten the header by a forwarding state.
inline uint64_t object_size(const Object* object, uint32_t header_bits) {
  uint64_t size = hash_offset(object, shape_of(header_bits));
  if ((header_bits & kHashMask) == kHashMoved) size += 4;
  return align_up(size, kObjectAlignment);
}
inline uint64_t object_size(const Object* object) { return object_size(object, object->header_bits()); }

// Calls visit(uint32_t* slot) for each reference slot, but not the `referent` and `discovered` slots of
// java.lang.ref.Reference instances.
template <typename Visitor>
void visit_ref_slots(Object* object, const Shape& shape, Visitor&& visit) {
  auto visit_range = [&](RefRange range) {
    uint32_t* slot = object->at<uint32_t>(range.offset);
    for (uint32_t i = 0; i < range.count; i++) visit(slot + i);
  };
  switch (shape.kind) {
    case ShapeKind::kMirror:
      if (const Shape* mirrored = mirrored_shape(object, shape)) visit_range(mirrored->static_refs);
      [[fallthrough]];
    case ShapeKind::kInstance:
    case ShapeKind::kReferenceType:
      for (uint32_t i = 0; i < shape.ref_range_count; i++) visit_range(shape.ref_ranges[i]);
      return;
    case ShapeKind::kReferenceArray:
      visit_range({kArrayElementsOffset, static_cast<uint32_t>(object->array_length())});
      return;
    case ShapeKind::kPrimitiveArray:
      return;
  }
}

}  // namespace kiln
