// Natives of jdk.internal.*: scoped memory access, vector support.
#include "stdlib/natives/native.h"
#include "vm/exec/stack_walker.h"
#include "vm/thread/registry.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

// Is `scope` in a local variable of a frame that accesses memory under a scope (ScopedMemoryAccess's @Scoped
// methods)? Numbers that look like the reference count as well: then close is refused once, and tried again.
bool accesses_scope(const Thread& thread, Ref<> scope) {
  for (StackWalker walk(thread); !walk.done(); walk.next()) {
    Method* method = walk.method();
    if (!method->has_flag(Method::kScoped)) continue;
    for (int i = 0; i < method->max_locals; i++) {
      if (static_cast<uint32_t>(*walk.frame()->local(i)) == scope.bits()) return true;
    }
  }
  return false;
}

}  // namespace

// True when no other thread is inside an access under the scope: it may be closed.
VM_NATIVE_FUNCTION(jboolean) ScopedMemoryAccess_closeScope0(JNIEnv* env, jobject, jobject scope, jobject) {
  VmEntry in(env);
  Thread& self = in.thread;
  ThreadRegistry& threads = *self.vm().threads;
  bool found = false;
  threads.stop_the_world(self);
  Ref<> closing(*slot_of(scope));
  threads.for_each([&](Thread& thread) {
    if (&thread != &self && accesses_scope(thread, closing)) found = true;
  });
  threads.resume_the_world(self);
  return !found;
}

// -1: no vector type is supported by a compiler; the Java implementation of the Vector API runs.
VM_NATIVE_FUNCTION(jint) VectorSupport_getMaxLaneCount(JNIEnv*, jclass, jclass) { return -1; }
VM_NATIVE_FUNCTION(jint) VectorSupport_registerNatives(JNIEnv*, jclass) { return 0; }

// Flight Recorder is not there: its Java half asks this first.
VM_NATIVE_FUNCTION(jboolean) FlightRecorder_isAvailable(JNIEnv*, jobject) { return JNI_FALSE; }
VM_NATIVE_FUNCTION(jboolean) FlightRecorder_isRecording(JNIEnv*, jobject) { return JNI_FALSE; }
