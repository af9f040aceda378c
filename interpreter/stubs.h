// interpreter/stubs.h - the fixed machine-level joints of the interpreter, and the maker of the per-shape ones.
//
// Machine code jumps to them and to the handlers with the register roles below. A handler is C++ (VM_HANDLER) and ends by
// a jump, clang's musttail; in the portable build it is a plain function that returns where to go on (Next), and the
// loop of switch_x86_64.cpp goes there.
#pragma once

#include "vm/exec/call_shape.h"
#include "vm/thread/thread.h"

namespace kiln::interpreter {

#ifdef KILN_PORTABLE_INTERPRETER
// How a handler ends: with this state at `target` in machine code, or (null) at the instruction at pc.
struct Next {
  const uint8_t* pc;
  Slot* sp;
  Frame* frame;
  uint64_t extra;
  const void* target;
};
#define VM_HANDLER Next
#define VM_JOINT void
#else
#define VM_HANDLER __attribute__((preserve_none)) void
#define VM_JOINT VM_HANDLER
#endif

// r12 pc, r13 sp, r14 frame (== rbp), r15 thread, rdi an extra word that only some joints mean anything by (a tail call
// must have its caller's signature, so all have it).
using Handler = VM_HANDLER (*)(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t extra);

// Makes `frame` the running one (rbp, rsp) and dispatches `pc`.
VM_JOINT resume(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t);
// Leaves `frame`, returning `value` (in rax and xmm0) to its caller.
VM_JOINT leave_frame(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t value);
// Returns 0 to C++ from the call whose entry frame this is.
VM_JOINT abandon_entry_frame(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t);
// Common tail of the C++ -> Java call stubs: rbp is the entry frame, rax the result.
void leave_entry_frame();
// A callee found no stack: `frame` is the caller, `method` the callee's Method.
VM_HANDLER stack_overflow(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t method);
// What machine code jumps to for it.
void* stack_overflow_entry();

}  // namespace kiln::interpreter
