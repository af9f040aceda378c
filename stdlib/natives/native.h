// stdlib/natives/native.h - what the files of native methods share. A function has C linkage so that registry.def can
// name it, and the plain JNI signature; it is called in state kInJava with Thread::last_frame published.
#pragma once

#include "stdlib/entry.h"
#include "stdlib/mirror_args.h"

#define VM_NATIVE_FUNCTION(type) extern "C" type
