// gc/trace/copier.h - Cheney's copying: reach an object, copy it once, leave its new address behind.
//
// `forward` is all there is to reaching: it returns the new reference of an object, copying it to the end of the
// to-space if this is the first time. The to-space is its own work list: everything between `scan` and its end has
// been copied but its slots still point to the old half; `drain` scans until nothing is left. No recursion.
//
//   old object    header | length or first field      ->  forwarded: (00..0 11) | new reference
//   new object    the original header and body; a hash taken from the old address is now stored behind the body
//
// A large object stays where it is: it changes to the current half in the origin table and waits in a list of its
// own to be scanned. With `move_large` (stress, and
// against fragmentation) it is copied as well, if there is room.
//
// The world is stopped during the whole life of a Copier.
#pragma once

#include <cstdint>
#include <vector>

#include "gc/space/chunk_space.h"
#include "gc/space/large_space.h"
#include "gc/space/origin_table.h"
#include "gc/trace/tracer.h"
#include "vm/object/shape.h"

namespace kiln::gc {

class ReferenceProcessor;

class Copier final : public Tracer {
 public:
  Copier(OriginTable& origins, ChunkSpace& to, LargeSpace& large, ReferenceProcessor& references, bool move_large)
      : origins_(origins), to_(to), large_(large), references_(references), half_(to.half()), move_large_(move_large) {}

  // The new reference of the object at `ref_bits` (not null).
  uint32_t forward(uint32_t ref_bits) {
    uint8_t origin = origins_.of_ref(ref_bits);
    if ((origin & kHalfMask) == half_) return ref_bits;
    auto* old = reinterpret_cast<Object*>(uintptr_t{ref_bits} << kReferenceShift);
    uint64_t first_word = old->get<uint64_t>(0);
    if ((first_word & kLockMask) == kLockForwarded) return static_cast<uint32_t>(first_word >> 32);
    return first_visit(old, static_cast<uint32_t>(first_word), origin);
  }
  void forward_slot(uint32_t* slot) override {
    if (*slot != 0) *slot = forward(*slot);
  }

  // The new reference if the object has been reached, 0 if not.
  uint32_t reached(uint32_t ref_bits) const override {
    if ((origins_.of_ref(ref_bits) & kHalfMask) == half_) return ref_bits;
    uint64_t first_word = *reinterpret_cast<const uint64_t*>(uintptr_t{ref_bits} << kReferenceShift);
    return (first_word & kLockMask) == kLockForwarded ? static_cast<uint32_t>(first_word >> 32) : 0;
  }

  // Scans everything that has been reached and not scanned.
  void drain() override;
  void note_store(uint32_t*) override {}

  uint64_t copied_bytes() const { return copied_bytes_; }

 private:
  uint32_t keep_in_place(Object* large_object);
  uint32_t first_visit(Object* old, uint32_t header_bits, uint8_t origin);
  void copy_only_array(uint32_t* slot);
  uintptr_t take(uint64_t size_bytes, bool large);
  uint64_t scan_object(Object* object);

  OriginTable& origins_;
  ChunkSpace& to_;
  LargeSpace& large_;
  ReferenceProcessor& references_;
  uint8_t half_;
  bool move_large_;
  size_t scan_chunk_ = 0;
  uintptr_t scan_ = 0;
  uint64_t copied_bytes_ = 0;
  std::vector<Object*> large_to_scan_;
};

}  // namespace kiln::gc
