// vm/ops/stack_trace.h - java.lang.StackTraceElement objects out of methods and recorded backtraces.
#pragma once

#include <vector>

#include "vm/base/result.h"
#include "vm/exec/stack_walker.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// A frame noted while the world was stopped, to be told to Java afterwards.
struct RecordedFrame {
  Method* method;
  int bci;
  Handle<> keeper;  // the mirror of the method's class, when that may be unloaded: the frame may be gone by then
};

// Notes where `walk` stands, with a handle of `thread`'s if need be. World stopped.
RecordedFrame record_frame(Thread& thread, const StackWalker& walk);

VM_MAY_SAFEPOINT Expected<void> fill_stack_trace_element(Thread& thread, Handle<> element, Method* method, int bci);
// StackTraceElements of the recorded backtrace, into `elements` (StackTraceElement.initStackTraceElements).
VM_MAY_SAFEPOINT Expected<void> make_stack_trace_elements(Thread& thread, Handle<java::ObjectArray> elements,
                                                          Handle<java::Throwable> exception);
// A new StackTraceElement[] for `frames`, the innermost first.
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> make_stack_trace(Thread& thread, const std::vector<RecordedFrame>& frames);

}  // namespace kiln::ops
