// stdlib/foreign_calls.h - the stubs that jdk.incubator.foreign has asked for: calls to C and callbacks from it.
//
// A callback's record is what its stub passes to `enter_upcall`: whom to call, and where the arguments are. One per Vm,
// hanging off the LibraryEnvironment.
#pragma once

#include <jni.h>

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

class ForeignCalls {
 public:
  // Any thread, state InVm; not safepoints.
  interpreter::ForeignDowncall make_downcall(const interpreter::ForeignAbi& abi);
  void* make_upcall(const interpreter::ForeignAbi& abi, std::unique_ptr<UpcallRecord> record);
  // Frees a callback's stub; null when there is none at `code`. Nobody may be inside it.
  std::unique_ptr<UpcallRecord> release_upcall(void* code);

 private:
  interpreter::ForeignStubs& stubs();

  Mutex mutex_{LockRank::kCode, "foreign calls"};
  std::unique_ptr<interpreter::ForeignStubs> stubs_;  // made at first use
  std::unordered_map<void*, std::unique_ptr<UpcallRecord>> upcalls_;
};

}  // namespace kiln
