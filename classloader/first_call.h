// classloader/first_call.h - what is left of linking a method until somebody calls it.
//
// Most methods of most classes never run, so the copy of the bytecode that the interpreter runs (link/rewriter.h) is made
// when a method is called for the first time: until then Method::code is null and its start kind is kFirstCall.
#pragma once

#include "vm/base/result.h"
#include "vm/base/vm.h"
#include "vm/meta/method.h"

namespace kiln {

class Thread;

// Link time: `method` will prepare itself at its first call. Its holder's resolved entries exist.
void postpone_code(Vm& vm, Method& method);
// Makes the code of `method` and sets the entry word to run it, unless another thread has. Errors: OutOfMemoryError;
// VerifyError for an instruction that cannot be walked over, in code that was not verified.
Expected<void> prepare_code(Thread& thread, Method& method);

}  // namespace kiln
