// gc/check/verify_heap.h - is every word that should be a reference a reference to an object?
//
// First each object of the heap is noted (its start, in a bitmap), then each slot of each object and each root is
// looked up: it must hold null or a noted start. A slot that still points into the half that a collection has left
// is found as well, because nothing there is noted. A failure names the holder, the slot and the value, and is fatal.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "gc/reference_layout.h"
#include "gc/space/origin_table.h"
#include "gc/vm_binding.h"
#include "vm/object/shape.h"

namespace kiln::gc {

class HeapVerifier final : public RootVisitor {
 public:
  // What a plan knows to be wrong with an object's place, or with a slot that holds a reference; null: nothing.
  using ObjectRule = std::function<const char*(const Object*)>;
  using SlotRule = std::function<const char*(const Object* holder, const uint32_t* slot)>;

  HeapVerifier(uintptr_t base, uintptr_t end, VmBinding& binding, const ReferenceLayout& layout, const char* when,
               ObjectRule object_rule, SlotRule slot_rule)
      : base_(base),
        end_(end),
        binding_(binding),
        layout_(layout),
        when_(when),
        object_rule_(std::move(object_rule)),
        slot_rule_(std::move(slot_rule)),
        starts_((end - base) / kGranuleSize + 1) {}

  void note_object(Object* object);
  void check_object(Object* object);
  void check_roots(const RefSlot* pending);
  void visit(RefSlot* slot) override;

 private:
  struct StartBits {
    uint64_t words[kGranuleSize / kObjectAlignment / 64] = {};
  };

  bool is_object(uint32_t ref_bits) const;
  void check_slot(Object* holder, const uint32_t* slot);

  uintptr_t base_;
  uintptr_t end_;
  VmBinding& binding_;
  const ReferenceLayout& layout_;
  const char* when_;
  ObjectRule object_rule_;
  SlotRule slot_rule_;
  std::vector<std::unique_ptr<StartBits>> starts_;  // by granule
};

}  // namespace kiln::gc
