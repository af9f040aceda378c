// stdlib/jvm/live_frames.h - java.lang.LiveStackFrame: what a frame's variables and operand stack hold.
#pragma once

#include "vm/base/result.h"
#include "vm/exec/frame.h"
#include "vm/object/object.h"
#include "vm/thread/handles.h"

namespace kiln::stdlib {

// Fills element `index` of `frames`, a LiveStackFrameInfo, with locals, operands, monitors and mode of a frame of this
// thread that is in a call. `inner`: the next frame towards the top; it tells whether `frame` runs compiled code. May be null.
VM_MAY_SAFEPOINT Expected<void> fill_live_frame(Thread& thread, Handle<java::ObjectArray> frames, int32_t index, Frame& frame,
                                                const Frame* inner);

}  // namespace kiln::stdlib
