// interpreter/stubs_code.h - from instructions to a stub that can be called.
#pragma once

#include <asmjit/x86.h>

#include "vm/base/check.h"

namespace kiln::interpreter {

// The address of the code that `emit(x86::Assembler&)` writes; it belongs to `runtime`, which gives it back at its end.
template <typename Emit>
void* make_code(asmjit::JitRuntime& runtime, Emit&& emit) {
  asmjit::CodeHolder code;
  code.init(runtime.environment());
  asmjit::x86::Assembler a(&code);
  emit(a);
  void* address = nullptr;
  asmjit::Error error = runtime.add(&address, &code);
  if (error != asmjit::kErrorOk) VM_FATAL("cannot make a stub: {}", asmjit::DebugUtils::errorAsString(error));
  return address;
}

}  // namespace kiln::interpreter
