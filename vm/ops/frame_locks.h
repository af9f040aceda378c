// vm/ops/frame_locks.h - which monitors a Java frame has entered, for thread dumps.
//
// The VM does not note in which frame a monitor was entered: the lock stack knows objects only. Two things tell: the
// lock slot of a synchronized method's frame, and the shape of compiled `synchronized` statements. Compilers guard each
// with a catch-all handler that reads `[astore x] aload n; monitorexit`: a frame inside the handler's range has entered
// the monitor of the object in its local n. Monitors of code that is shaped otherwise (handwritten class files, JNI
// MonitorEnter) are not found; none is invented, since the owner is asked (a monitor given up by Object.wait counts).
#pragma once

#include <vector>

#include "vm/exec/frame.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// Innermost first; one that was entered n times by the frame stands there n times. The world is stopped, or the frame
// is the caller's own.
std::vector<Ref<>> locks_of_frame(const Thread& owner, Frame& frame, int bci);

}  // namespace kiln::ops
