// stdlib/foreign_calls.h - the stubs that jdk.incubator.foreign has asked for: calls to C and callbacks from it.
//
// A callback's record is what its stub passes to `enter_upcall`: whom to call, and where the arguments are. One per Vm,
// hanging off the LibraryEnvironment.
#pragma once

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <unordered_map>
#include <vector>

#include "interpreter/stubs_foreign.h"
#include "vm/base/sync.h"
#include "vm/meta/method.h"
#include "vm/object/basic_type.h"

namespace kiln {

struct Vm;

// One value of a callback that goes straight between a register's place in the buffer and Java.
struct ForeignValue {
  BasicType type;
  int32_t offset;
};

struct UpcallRecord {
  Vm* vm;
  jobject handle;         // global reference: the MethodHandle to be called
  Method* through;        // void through(MethodHandle, long buffer); null: the handle takes the values themselves
  std::vector<ForeignValue> arguments;
  ForeignValue result{BasicType::kVoid, 0};
};

// What a call with all arguments in registers goes through: each register has a place, by its number.
struct RegisterBuffer {
  uint64_t target = 0, stack_bytes = 0, stack_arguments = 0, unused = 0;
  uint64_t general[16] = {};
  struct {
    uint64_t low, high;
  } vector[8] = {};
  // Offsets of the above.
  static constexpr int32_t kTarget = 0, kStackBytes = 8, kStackArguments = 16, kGeneral = 32, kVector = 160;
};
static_assert(offsetof(RegisterBuffer, general) == RegisterBuffer::kGeneral && offsetof(RegisterBuffer, vector) == RegisterBuffer::kVector);

// Where jdk.internal.invoke.NativeEntryPoint keeps what a call needs.
struct EntryPointOffsets {
  uint32_t argument_moves, return_moves, method_type;
};

class ForeignCalls {
 public:
  // The stub for RegisterBuffers; any thread, any state.
  interpreter::ForeignDowncall register_downcall();
  // `klass` is NativeEntryPoint. Any thread, any state.
  const EntryPointOffsets& entry_point_offsets(const Class& klass);
  // Any thread, state InVm; not safepoints.
  interpreter::ForeignDowncall make_downcall(const interpreter::ForeignAbi& abi);
  void* make_upcall(const interpreter::ForeignAbi& abi, std::unique_ptr<UpcallRecord> record);
  // Frees a callback's stub; null when there is none at `code`. Nobody may be inside it.
  std::unique_ptr<UpcallRecord> release_upcall(void* code);

 private:
  interpreter::ForeignStubs& stubs();

  std::atomic<interpreter::ForeignDowncall> register_downcall_{nullptr};
  EntryPointOffsets offsets_{};
  std::atomic<bool> has_offsets_{false};
  Mutex mutex_{LockRank::kCode, "foreign calls"};
  std::unique_ptr<interpreter::ForeignStubs> stubs_;  // made at first use
  std::unordered_map<void*, std::unique_ptr<UpcallRecord>> upcalls_;
};

}  // namespace kiln
