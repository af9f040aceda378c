// vm/jni/native_stack.h - what is printed about a native method that broke the rules.
#pragma once

#include "vm/thread/thread.h"

namespace kiln::jni {

// The Java frames of the calling thread, as in a stack trace, to stdout.
void print_java_stack(Thread& thread);
// "FATAL ERROR in native method: <message>", the stack, abort.
[[noreturn]] void fatal_in_native(Thread& thread, const char* message);

}  // namespace kiln::jni
