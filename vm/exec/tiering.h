// vm/exec/tiering.h - from interpreting a method to running its machine code.
//
// The interpreter counts calls (Method::invocations, in the entry stub) and backward jumps (Method::back_edges). Both
// counters start below zero and go up; the one that reaches 0 makes the interpreter call find_or_compile, and, when
// that gives an address, jump there in the running frame. Later calls reach the code by the entry word.
#pragma once

#include <vector>

#include "vm/base/vm.h"
#include "vm/exec/compiled_code.h"
#include "vm/exec/frame.h"
#include "vm/exec/receiver_profile.h"
#include "vm/thread/thread.h"

namespace kiln {

// Events before a method is compiled.
struct Thresholds {
  int64_t calls, back_edges;
};

// Memory for machine code, in bytes.
struct CodeMemory {
  size_t used_bytes, committed_bytes, reserved_bytes;
};

struct CompileQueueView {
  std::vector<const Method*> compiling, waiting;  // waiting: first come first
};

// Implemented by jit/compiler.h.
class MethodCompiler {
 public:
  virtual ~MethodCompiler() = default;
  // Compiles `method`, whose interpreter code exists, in the calling thread unless that has been done; false: it is not
  // compilable, or another thread is compiling. State InVm or InJava; never stops at a safepoint.
  virtual bool compile(Method& method) = 0;
  // Compiled code of `method` has come to something that was not resolved when it was compiled, and goes on interpreted.
  virtual void note_uncommon_exit(Method& method) = 0;
  // An implicit null check of `method` has found null; those that do so again and again become explicit.
  virtual void note_null_fault(Method& method) = 0;
  // Where a thread goes on that, running the code of `frame`'s method, has failed at `pc` to access `address`, because
  // an implicit null check stands there; null: none does. Async-signal-safe.
  virtual const void* continue_after_fault(const Frame& frame, uintptr_t pc, uintptr_t address) const = 0;
  // -Xcomp: methods are compiled before their first instruction.
  virtual bool compiles_at_first_call() const = 0;
  // May set other thresholds for `method` than the flags'.
  virtual void choose_thresholds(const Method& method, Thresholds* thresholds) const = 0;
  // Calls of a method whose code is not linked reach it again.
  virtual void link(Method& method) = 0;
  // A Java thread should ask itself for a sweep (kPollSweepCode): compilations fail for lack of memory, or -XX:InvalidateEvery.
  virtual bool wants_sweep() const = 0;
  // Frees the code of methods that have not been called for long. At a poll of a Java thread.
  VM_MAY_SAFEPOINT virtual void sweep(Thread& thread) = 0;
  // The last step of linking: gives up code that would be wrong once the class has instances. State InVm or InJava.
  VM_MAY_SAFEPOINT virtual void class_linked(Thread& thread, Class& klass) = 0;
  // Gives up the code of `method`: calls of it are interpreted, and so are its frames, of all threads, when they come back to
  // their code. The method may be compiled again. State InVm or InJava.
  VM_MAY_SAFEPOINT virtual void invalidate(Thread& thread, Method& method) = 0;
  // Time that compilations have taken so far.
  virtual int64_t compile_time_ns() const = 0;
  virtual int64_t compilation_count() const = 0;
  // Any thread.
  virtual CodeMemory code_memory() const = 0;
  // What is done in the background. State InVm: the methods stay until the next safepoint.
  virtual CompileQueueView queue_view() { return {}; }
  // The method's machine code is not needed any more (its class was unloaded). World stopped.
  virtual void forget(Method& method) = 0;

  ReceiverProfile receivers;
};

// Sets the counters of a method that begins to be interpreted.
void start_counting(const Vm& vm, Method& method);
// Where a frame of `method` at `bci` goes on in machine code; null: nowhere, go on interpreting.
const void* find_or_compile(Thread& thread, Method& method, int bci);

}  // namespace kiln
