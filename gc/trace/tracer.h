// gc/trace/tracer.h - what reference processing, roots and weak tables need of a collection under way.
#pragma once

#include "gc/vm_binding.h"

namespace kiln::gc {

class Tracer : public RootVisitor, public WeakVisitor {
 public:
  // Reaches what the slot refers to, and updates it.
  virtual void forward_slot(uint32_t* slot) = 0;
  // The new reference if the object (not null) has been reached, 0 if not.
  virtual uint32_t reached(uint32_t ref_bits) const = 0;
  // Scans everything that has been reached and not scanned.
  virtual void drain() = 0;
  // The collector has written a reference into this slot of a live object by other means than forward_slot.
  virtual void note_store(uint32_t* slot) = 0;

  // The collector makes a reference object refer to this one by way of `discovered`, which no write barrier sees. Marking
  // beside the program need not be told: such an object has been found (docs/gc.md), which this checks.
  virtual void check_link(uint32_t /*ref_bits*/) const {}

  void visit(RefSlot* slot) override { forward_slot(slot); }
  Ref<> current(Ref<> old) override { return Ref<>(old.is_null() ? 0 : reached(old.bits())); }

 protected:
  ~Tracer() = default;
};

}  // namespace kiln::gc
