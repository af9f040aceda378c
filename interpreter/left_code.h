// interpreter/left_code.h - entry points for frames of compiled code that was given up (vm/exec/entry_points.def says what each
// means).
#pragma once

#include "interpreter/stubs.h"

namespace kiln::interpreter {

// The frame stands at an invoke instruction, its arguments popped. The address fits as a return address of the call.
const void* return_point(const Frame* frame);
VM_HANDLER go_on_at(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
VM_HANDLER go_on_behind(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
VM_HANDLER go_on_behind_pop(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
VM_HANDLER go_on_behind_push(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t reference);

}  // namespace kiln::interpreter
