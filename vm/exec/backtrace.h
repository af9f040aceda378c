// vm/exec/backtrace.h - the stack trace recorded in a Throwable, read by vm/ops/stack_trace.h.
//
// Throwable.backtrace holds a long[]: one word per frame, innermost first, Method address << 16 | bci. Methods are
// never freed yet, so no class needs to be kept alive by it.
#pragma once

#include "vm/exec/exceptions.h"
#include "vm/meta/method.h"
