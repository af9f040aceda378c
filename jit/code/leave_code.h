// jit/code/leave_code.h - frames of code that is not valid any more go on in the interpreter.
//
// Frames are canonical, so nothing has to be rebuilt: a frame whose callee is a Java frame gets another return address in that
// (lazily: the callee returns to the interpreter). A frame that has called the VM finds out itself, by the flag in its code
// (BaselineCompiler::leave_if_invalid).
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "vm/base/vm.h"
#include "vm/exec/frame.h"

namespace kiln::jit {

struct CodeRange {
  uintptr_t begin, end;
};

// Where calls of a frame's current instruction return to when the frame is to be interpreted (EntryPoints::return_point).
using ReturnPoint = const void* (*)(const Frame*);

struct RunningMethods {
  std::unordered_set<const Method*> all;   // those that have frames
  std::unordered_set<const Method*> tops;  // those with frames that have called the VM or native code, not Java
};

// World stopped. Changes the return addresses that lie in one of `ranges`, of all threads: afterwards only `tops` may still come
// back to code in them.
RunningMethods redirect_returns(Vm& vm, std::vector<CodeRange> ranges, ReturnPoint return_point);

}  // namespace kiln::jit
