// jdk.internal.misc.Unsafe: park and unpark.
#include "stdlib/natives/native.h"
#include "vm/exec/java_thread.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

VM_NATIVE_FUNCTION(void) Unsafe_park(JNIEnv* env, jobject, jboolean is_absolute, jlong time) {
  park(thread_of(env), is_absolute, time);
}

VM_NATIVE_FUNCTION(void) Unsafe_unpark(JNIEnv* env, jobject, jobject thread) {
  if (thread != nullptr) unpark(thread_of(env), Ref<>(*slot_of(thread)).get());
}
