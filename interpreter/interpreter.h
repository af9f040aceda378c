// interpreter/interpreter.h - what the rest of the VM sees of the interpreter.
#pragma once

#include <memory>

#include "vm/exec/call_shape.h"
#include "vm/exec/entry_points.h"
#include "vm/thread/thread.h"

namespace kiln::interpreter {

// Fills a new thread's dispatch and start tables; with `trace_bytecodes` every instruction is printed before it runs.
// Before the thread runs Java.
void install(Thread& thread);

// The maker of the call stubs of each shape.
std::unique_ptr<StubGenerator> make_stub_generator();

#ifndef KILN_PORTABLE_INTERPRETER
// What compiled code needs of this interpreter. (The handlers of the portable build cannot be jumped to.)
EntryPoints entry_points();
#endif

}  // namespace kiln::interpreter
