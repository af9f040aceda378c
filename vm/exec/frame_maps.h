// vm/exec/frame_maps.h - the reference slots of interpreter frames, for the collector (design 6: maps by type flow).
#pragma once

#include <vector>

#include "gc/vm_binding.h"
#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln {

// Visits every reference slot of the thread's Java frames. World stopped (or the thread's own frames).
void visit_frames(Thread& thread, RootVisitor& visitor);
// The same of one frame, no entry frame.
void visit_frame(Frame& frame, RootVisitor& visitor);

// What a slot of a frame holds: a number (or nothing, or the second half of a wide one), a long or double that goes on in
// the next slot, a reference.
enum class SlotContent : uint8_t { kValue, kWide, kReference };
struct FrameContents {
  uint32_t locals = 0;
  std::vector<SlotContent> slots;  // the locals (of a native method: its arguments), then the expression stack, bottom first
};
// Of a frame of the current thread that is in a call. Not a safepoint.
FrameContents contents_of(Frame& frame);

// Frees what visit_frames has cached for a method that goes away.
void free_frame_maps(Method& method);

}  // namespace kiln
