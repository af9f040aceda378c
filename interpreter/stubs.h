// interpreter/stubs.h - the fixed machine-level joints of the interpreter, and the maker of the per-shape ones.
//
// The functions marked VM_HANDLER are jumped to with the register roles below and end by a jump (clang's musttail).
#pragma once

#include <memory>

#include "vm/exec/call_shape.h"
#include "vm/thread/thread.h"

#define VM_HANDLER __attribute__((preserve_none))

namespace kiln::interpreter {

// r12 pc, r13 sp, r14 frame (== rbp), r15 thread, rdi an extra word that only some joints mean anything by (a tail call
// must have its caller's signature, so all have it).
using Handler = VM_HANDLER void (*)(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t extra);

std::unique_ptr<StubGenerator> make_stub_generator();

// Makes `frame` the running one (rbp, rsp) and dispatches `pc`.
VM_HANDLER void resume(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t);
// Leaves `frame`, returning `value` (in rax and xmm0) to its caller.
VM_HANDLER void leave_frame(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t value);
// Returns 0 to C++ from the call whose entry frame this is.
VM_HANDLER void abandon_entry_frame(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t);
// Common tail of the C++ -> Java call stubs: rbp is the entry frame, rax the result.
void leave_entry_frame();
// A callee found no stack: `frame` is the caller, `method` the callee's Method.
VM_HANDLER void stack_overflow(const uint8_t* pc, Slot* sp, Frame* frame, Thread* thread, uint64_t method);

}  // namespace kiln::interpreter
