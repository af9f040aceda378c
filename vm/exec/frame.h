// vm/exec/frame.h - the canonical frame of interpreted (and later baseline) code, and the entry frame below it.
//
//   rbp+16 ..  stack arguments of the caller (compiled convention)
//   rbp+8      return address
//   rbp        caller's rbp
//   rbp-8      Method* (kEntryFrame marks the frame of a C++ -> Java call)
//   rbp-16     pc: current bytecode address, written whenever the frame calls or may be walked
//   rbp-24     sp: top of the expression stack, written together with pc
//   rbp-32     lock slot: low half the object that a synchronized method has locked (else null), high half the number of
//              monitors that the frame's monitorenter instructions hold
//   rbp-40     local 0, local 1 (rbp-48) ...
//   below      expression stack, growing down; sp points at the top word; empty: sp == address of the last local
//   rsp        = rbp - Method::frame_size while the frame's own code runs
//
// A slot is 8 bytes. int and smaller: low 32 bits, sign-extended or not (readers take 32 bits). A reference: 32 bits,
// zero-extended. float: low 32 bits. long and double: two slots, value in the one with the lower index (higher
// address), the other is dead. Native methods use the same frame: arguments are the locals, the expression stack has
// one slot, holding the class mirror of a static method; so argument handles are addresses of frame slots.
//
// Who may look: any thread at its own frames below Thread::last_frame; the collector at everybody's at a safepoint.
#pragma once

#include <cstdint>

#include "vm/meta/class.h"
#include "vm/meta/method.h"

namespace kiln {

using Slot = uint64_t;

inline constexpr uintptr_t kEntryFrame = 1;

struct Frame {
  // A Frame* is the value of rbp. Words are addressed relative to it.
  Slot* words() { return reinterpret_cast<Slot*>(this); }
  const Slot* words() const { return reinterpret_cast<const Slot*>(this); }

  Frame* caller() const { return reinterpret_cast<Frame*>(words()[0]); }
  uintptr_t return_address() const { return words()[1]; }
  bool is_entry() const { return words()[-1] == kEntryFrame; }
  Method* method() const { return reinterpret_cast<Method*>(words()[-1]); }
  const uint8_t* pc() const { return reinterpret_cast<const uint8_t*>(words()[-2]); }
  void set_pc(const uint8_t* pc) { words()[-2] = reinterpret_cast<uintptr_t>(pc); }
  Slot* sp() const { return reinterpret_cast<Slot*>(words()[-3]); }
  void set_sp(Slot* sp) { words()[-3] = reinterpret_cast<uintptr_t>(sp); }
  Slot* lock_slot() { return words() - 4; }
  Slot* local(int index) { return words() - 5 - index; }
  // sp of an empty expression stack.
  Slot* empty_stack() { return words() - 5 - (static_cast<int>(method()->max_locals) - 1); }
  int bci() const { return method()->code.get() == nullptr ? 0 : method()->bci_of(pc()); }

  // Entry frames: the innermost Java frame of the thread before the call (null: none).
  Frame* entry_previous() const { return reinterpret_cast<Frame*>(words()[-2]); }
};

}  // namespace kiln
