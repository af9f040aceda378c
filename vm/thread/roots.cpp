#include "vm/thread/roots.h"

namespace kiln {

void visit_thread_roots(Thread& thread, RootVisitor& visitor) {
  visitor.visit(&thread.exception);
  visitor.visit(&thread.java_thread);
  visitor.visit(&thread.async_exception);
  for (RefSlot& slot : thread.scratch_roots) visitor.visit(&slot);
  thread.handles.for_each([&](RefSlot* slot) { visitor.visit(slot); });
  for (int32_t i = 0; i < thread.lock_stack_size; i++) visitor.visit(&thread.lock_stack[i]);
}

}  // namespace kiln
