// vm/exec/call_shape.h - the Java calling convention, by shape of signature.
//
// A shape is the list of argument kinds (I: int, smaller or reference; J, F, D) and the result kind. Java code passes
// the first six I/J arguments in rsi rdx rcx r8 r9 rdi (C's order rotated by one), the first eight F/D in xmm0-7, the
// rest on the stack in order; the callee's Method in rax, the thread in r15; the result comes in rax or xmm0; nothing
// but rbp, rsp and r15 is preserved. Signatures of one shape share their stubs:
//
//   enter        entry code of an interpreted (or native) method: lays out the canonical frame, stores the arguments
//                as locals, goes to Thread::start_handlers[start_kind]
//   enter_code   the same for StartKind::kBytecode: dispatches the first instruction itself, and leaves the frame's pc
//                and sp to whoever first needs them
//   invoke3/5    from an interpreter frame whose invoke instruction is 3 or 5 bytes long: loads the arguments off the
//                expression stack, calls Method::entry, pushes the result, dispatches the next instruction
//   call         from C++: builds an entry frame, calls, returns the result as 64 bits (0 if an exception is pending)
//
// The stubs are made by the interpreter's generator, which registers itself here at start (one-way layers).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "vm/base/sync.h"
#include "vm/base/vm.h"
#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln {

struct CallShape {
  const void* enter;
  const void* enter_code;
  void* invoke3;
  void* invoke5;
  uint64_t (*call)(Method* method, const Slot* arguments, Thread* thread);
};

// void* function, JNIEnv*, receiver or class, address of the first argument's local slot (arguments go down)
using NativeBridge = uint64_t (*)(void* function, void* env, void* receiver, const Slot* first_argument);

// What a native wrapper is made for; all methods of one kind share theirs.
struct NativeWrapperKind {
  std::string arguments;  // one of A I J F D each, receiver included
  char result;            // its descriptor's first character; A: a reference
  bool is_static;
  bool is_vm_function;    // StartKind::kVmNative
  std::string key() const { return arguments + (is_static ? ")s" : ")i") + (is_vm_function ? 'v' : 'j') + result; }
};

// Makes machine code; implemented by interpreter/stubs_x86_64.cpp.
class StubGenerator {
 public:
  virtual ~StubGenerator() = default;
  virtual CallShape make_shape(std::string_view key) = 0;
  // `kinds`: one of A I J F D per argument (no receiver), ')' and the result's.
  virtual NativeBridge make_native_bridge(std::string_view kinds) = 0;
  // Null: this build has none, and natives are called by their bridges.
  virtual const void* make_native_wrapper(const NativeWrapperKind&) { return nullptr; }
};

class CallShapes {
 public:
  CallShapes(Vm& vm, std::unique_ptr<StubGenerator> generator);
  ~CallShapes();
  // Shape of a descriptor; instance methods have a receiver in front. Any thread; not a safepoint.
  const CallShape* shape_of(std::string_view descriptor, bool is_static);
  NativeBridge native_bridge_of(std::string_view descriptor);
  // Entry code that runs `method`, a native one that has its function, without the interpreter; null: there is none for
  // such methods. Good as long as the method's start kind stays. Any thread; not a safepoint.
  const void* native_wrapper_of(const Method& method);

 private:
  Vm& vm_;
  std::unique_ptr<StubGenerator> generator_;
  Mutex mutex_{LockRank::kCode, "call shapes"};
  std::unordered_map<std::string, const CallShape*> shapes_;
  std::unordered_map<std::string, NativeBridge> bridges_;
  std::unordered_map<std::string, const void*> wrappers_;
};

// Chooses the entry word by start kind, when the shape is known.
void set_method_entry(Method& method);
// Gives a method its shape, its first entry word and `resolved`; after all other fields are set, before publication.
void prepare_method_entry(Vm& vm, Method& method);

}  // namespace kiln
