// interpreter/stubs_native.h - native wrappers: entry code of native methods that calls the C function itself.
#pragma once

#include <asmjit/x86.h>

#include "vm/exec/call_shape.h"

namespace kiln::interpreter {

void emit_native_wrapper(asmjit::x86::Assembler& a, const NativeWrapperKind& kind);

}  // namespace kiln::interpreter
