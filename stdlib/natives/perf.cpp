// jdk.internal.perf.Perf: counters in memory that Java reads and writes through direct buffers.
//
// Nobody outside the process can see them (there is no hsperfdata file), so each counter is just a piece of native
// memory that lives as long as the process, like HotSpot's. Attaching to other VMs is refused.
#include "stdlib/jvm/jvm.h"
#include "stdlib/natives/native.h"
#include "vm/base/memory.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

VM_NATIVE_FUNCTION(jobject) Perf_createLong(JNIEnv* env, jobject, jstring name, jint, jint, jlong value) {
  if (name == nullptr) {
    run_in_vm(env, [](Thread& t) -> Expected<void> { return throw_new(t, &Known::java_lang_NullPointerException); });
    return nullptr;
  }
  auto* counter = static_cast<jlong*>(native_allocate(sizeof(jlong)));
  *counter = value;
  return env->NewDirectByteBuffer(counter, sizeof(jlong));
}

VM_NATIVE_FUNCTION(jobject) Perf_createByteArray(JNIEnv* env, jobject, jstring name, jint, jint, jbyteArray value, jint max_length) {
  if (name == nullptr || value == nullptr || max_length < 0) {
    run_in_vm(env, [&](Thread& t) -> Expected<void> {
      if (name == nullptr || value == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
      return throw_new(t, &Known::java_lang_IllegalArgumentException);
    });
    return nullptr;
  }
  auto* bytes = static_cast<jbyte*>(native_allocate(static_cast<size_t>(max_length) + 1));
  memset(bytes, 0, static_cast<size_t>(max_length) + 1);
  const Object* array = Ref<>(*slot_of(value)).get();
  int32_t length = array->array_length() < max_length ? array->array_length() : max_length;
  memcpy(bytes, array->elements<jbyte>(), static_cast<size_t>(length));
  return env->NewDirectByteBuffer(bytes, max_length);
}

VM_NATIVE_FUNCTION(jlong) Perf_highResCounter(JNIEnv* env, jobject) { return JVM_NanoTime(env, nullptr); }
VM_NATIVE_FUNCTION(jlong) Perf_highResFrequency(JNIEnv*, jobject) { return 1'000'000'000; }
