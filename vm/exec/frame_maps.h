// vm/exec/frame_maps.h - the reference slots of interpreter frames, for the collector (design 6: maps by type flow).
#pragma once

#include "gc/vm_binding.h"
#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln {

// Visits every reference slot of the thread's Java frames. World stopped (or the thread's own frames).
void visit_frames(Thread& thread, RootVisitor& visitor);
// The same of one frame, no entry frame.
void visit_frame(Frame& frame, RootVisitor& visitor);

// Frees what visit_frames has cached for a method that goes away.
void free_frame_maps(Method& method);

}  // namespace kiln
