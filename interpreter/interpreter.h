// interpreter/interpreter.h - what the rest of the VM sees of the interpreter.
#pragma once

#include <memory>

#include "vm/exec/call_shape.h"
#include "vm/thread/thread.h"

namespace kiln::interpreter {

// Fills a new thread's dispatch and start tables; with `trace_bytecodes` every instruction is printed before it runs.
// Before the thread runs Java.
void install(Thread& thread);

// The maker of the call stubs of each shape.
std::unique_ptr<StubGenerator> make_stub_generator();

}  // namespace kiln::interpreter
