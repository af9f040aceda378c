// vm/start/crash_stack.h - the stack of a thread that crashed, native and Java frames mixed, innermost first.
//
// Two ways to climb: code of foreign libraries by their unwind tables, since it keeps no frame pointers; code of the VM
// and generated code by the chain of rbp, which the canonical frame (vm/exec/frame.h) is part of. Every word is read
// through read_memory and a frame is only called Java if it passes a dozen checks: Thread::last_frame says little when
// the crash was in Java code, and anything may be overwritten.
#pragma once

#include <ucontext.h>

#include "vm/exec/frame.h"
#include "vm/start/crash_output.h"
#include "vm/thread/thread.h"

namespace kiln {

struct CrashFrame {
  enum class Kind : uint8_t { kNative, kJava, kEntry, kGap };  // kGap: frames that could not be climbed
  Kind kind = Kind::kNative;
  uintptr_t pc = 0;     // native code's; 0 for Java frames
  uintptr_t address = 0;  // of the frame (rbp)
  const Method* method = nullptr;  // kJava
  int bci = 0;
  int repeats = 0;      // kNative: callers with the same pc that follow it
};

inline constexpr int kMostCrashFrames = 200;

struct CrashStack {
  CrashFrame frames[kMostCrashFrames] = {};
  int count = 0;
};

struct MachineState {
  uintptr_t pc, sp, fp;
  uintptr_t java_frame;  // register that holds the frame while an interpreter handler runs
};
MachineState machine_state(const ucontext_t& context);

// Follows the stack from `context` on. `thread` may be null (not a thread of a VM).
void walk_crashed_stack(const Vm& vm, const Thread* thread, const ucontext_t& context, CrashStack* stack);

// "C  [libc.so.6+0x38de1]  sigsuspend+0x41" and a newline; for Java "j  a.B.m(I)V+3 B.java:7".
void print_frame(CrashOutput& out, const CrashFrame& frame);
// "[libc.so.6+0x38de1]  sigsuspend+0x41"; the plain address if it is in no library.
void print_code_address(CrashOutput& out, uintptr_t pc);

// Whether `address` is a method's record or a class, and safe to look at.
const Method* as_method(const Vm& vm, uintptr_t address);
const Class* as_class(const Vm& vm, uintptr_t address);
// The class of a heap object at `address`; null when it is none.
const Class* class_of_object_at(const Vm& vm, uintptr_t address);

}  // namespace kiln
