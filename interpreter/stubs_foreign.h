// interpreter/stubs_foreign.h - machine code between Java's foreign-function interface and C (jdk.incubator.foreign).
//
// Java describes a calling convention (ForeignAbi) and exchanges values through a buffer with a place for each register
// that may carry one. A downcall stub loads the registers from a buffer, calls, and stores the results; an upcall stub,
// which C calls, stores its arguments in a buffer of its own and lets C++ do the rest.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace kiln::interpreter {

struct ForeignAbi {
  struct Register {
    bool is_vector;
    uint8_t number;  // as the processor numbers it
    int32_t offset;  // of its value in the buffer
  };
  std::vector<Register> inputs, outputs;
  int32_t buffer_size = 0;
  int32_t target_offset = 0;           // downcalls: the function's address
  int32_t stack_bytes_offset = 0;      // downcalls: size of the stack arguments, a multiple of 8
  int32_t stack_arguments_offset = 0;  // address of the stack arguments
  int32_t stack_alignment = 16;
  int32_t shadow_space = 0;            // bytes between the stack arguments and the return address
};

using ForeignDowncall = void (*)(void* buffer);
using ForeignUpcall = void (*)(void* record, void* buffer);

class ForeignStubs {
 public:
  virtual ~ForeignStubs() = default;
  // Any thread; not safepoints. The code lives until release, or as long as this object.
  virtual ForeignDowncall make_downcall(const ForeignAbi& abi) = 0;
  // Code for C to call; it calls `enter(record, buffer)`.
  virtual void* make_upcall(const ForeignAbi& abi, ForeignUpcall enter, void* record) = 0;
  virtual void release(void* code) = 0;
};

std::unique_ptr<ForeignStubs> make_foreign_stubs();

}  // namespace kiln::interpreter
