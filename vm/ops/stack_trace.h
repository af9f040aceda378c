// vm/ops/stack_trace.h - java.lang.StackTraceElement objects out of methods and recorded backtraces.
#pragma once

#include <vector>

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// A frame noted while the world was stopped, to be told to Java afterwards.
struct RecordedFrame {
  Method* method;
  int bci;
};

VM_MAY_SAFEPOINT Expected<void> fill_stack_trace_element(Thread& thread, Handle<> element, Method* method, int bci);
// StackTraceElements of the recorded backtrace, into `elements` (StackTraceElement.initStackTraceElements).
VM_MAY_SAFEPOINT Expected<void> make_stack_trace_elements(Thread& thread, Handle<java::ObjectArray> elements,
                                                          Handle<java::Throwable> exception);
// A new StackTraceElement[] for `frames`, the innermost first.
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> make_stack_trace(Thread& thread, const std::vector<RecordedFrame>& frames);

}  // namespace kiln::ops
