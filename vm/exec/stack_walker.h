// vm/exec/stack_walker.h - the Java frames of a thread, innermost first.
//
//   for (StackWalker walk(thread); !walk.done(); walk.next()) use(walk.method(), walk.bci());
//
// The thread must be the current one (state InVm), or stopped at a safepoint.
#pragma once

#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln {

class StackWalker {
 public:
  explicit StackWalker(const Thread& thread) : frame_(thread.last_frame) { skip_entries(); }
  explicit StackWalker(Frame* frame) : frame_(frame) { skip_entries(); }
  bool done() const { return frame_ == nullptr; }
  void next() {
    frame_ = frame_->caller();
    skip_entries();
  }
  Frame* frame() const { return frame_; }
  Method* method() const { return frame_->method(); }
  int bci() const { return frame_->bci(); }

 private:
  void skip_entries() {
    while (frame_ != nullptr && frame_->is_entry()) frame_ = frame_->entry_previous();
  }
  Frame* frame_;
};

}  // namespace kiln
