// jdk.internal.perf.Perf: counters that Java reads and writes through direct buffers. They are entries of the file that
// jps and jstat look at (stdlib/diagnostic/perf_data.h) and live as long as the process. `attach` is what these tools
// themselves use to see another VM's file.
#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/library_environment.h"
#include "stdlib/natives/native.h"
#include "stdlib/static_call.h"
#include "vm/exec/java_string.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

using diagnostic::PerfUnits;
using diagnostic::PerfVariability;

namespace {

constexpr jint kReadOnly = 0;
constexpr jint kReadWrite = 1;

std::string text_of(JNIEnv* env, jstring string) {
  Thread& t = thread_of(env);
  return string_to_utf8(known_of(t), Ref<>(*slot_of(string)).get());
}

}  // namespace

VM_NATIVE_FUNCTION(jobject) Perf_createLong(JNIEnv* env, jobject, jstring name, jint variability, jint units, jlong value) {
  if (name == nullptr) {
    run_in_vm(env, [](Thread& t) -> Expected<void> { return throw_new(t, &Known::java_lang_NullPointerException); });
    return nullptr;
  }
  diagnostic::PerfData& perf = thread_of(env).vm().library->diagnostics->perf;
  int64_t* counter =
      perf.create_long(text_of(env, name), static_cast<PerfUnits>(units), static_cast<PerfVariability>(variability), value);
  return env->NewDirectByteBuffer(counter, sizeof(jlong));
}

VM_NATIVE_FUNCTION(jobject) Perf_createByteArray(JNIEnv* env, jobject, jstring name, jint variability, jint units, jbyteArray value,
                                                 jint max_length) {
  if (name == nullptr || value == nullptr || max_length < 0) {
    run_in_vm(env, [&](Thread& t) -> Expected<void> {
      if (name == nullptr || value == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
      return throw_new(t, &Known::java_lang_IllegalArgumentException);
    });
    return nullptr;
  }
  const Object* array = Ref<>(*slot_of(value)).get();
  std::string_view bytes(array->elements<char>(), static_cast<size_t>(std::min(array->array_length(), max_length)));
  char* counter = thread_of(env).vm().library->diagnostics->perf.create_bytes(text_of(env, name), static_cast<PerfUnits>(units),
                                                                     static_cast<PerfVariability>(variability), bytes,
                                                                     static_cast<size_t>(max_length) + 1);
  return env->NewDirectByteBuffer(counter, max_length);
}

// The user's name is of no use: the process number finds the file.
VM_NATIVE_FUNCTION(jobject) Perf_attach(JNIEnv* env, jobject, jstring, jint process, jint mode) {
  void* memory = nullptr;
  size_t bytes = 0;
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (mode != kReadOnly && mode != kReadWrite) return throw_new(t, &Known::java_lang_IllegalArgumentException, "mode");
    memory = diagnostic::map_perf_data(process, mode == kReadWrite, &bytes);
    if (memory != nullptr) return {};
    const int error = errno;
    if (error == ENOENT) return throw_new(t, &Known::java_lang_IllegalArgumentException, "Could not map vmid to user Name");
    VM_TRY(Class * klass, initialized_boot_class(t, "java/io/IOException"));
    return throw_message(t, klass, strerror(error));
  });
  return memory == nullptr ? nullptr : env->NewDirectByteBuffer(memory, static_cast<jlong>(bytes));
}

VM_NATIVE_FUNCTION(void) Perf_detach(JNIEnv* env, jobject, jobject buffer) {
  void* memory = env->GetDirectBufferAddress(buffer);
  const jlong bytes = env->GetDirectBufferCapacity(buffer);
  if (memory != nullptr && bytes > 0) munmap(memory, static_cast<size_t>(bytes));
}

VM_NATIVE_FUNCTION(jlong) Perf_highResCounter(JNIEnv* env, jobject) { return JVM_NanoTime(env, nullptr); }
VM_NATIVE_FUNCTION(jlong) Perf_highResFrequency(JNIEnv*, jobject) { return 1'000'000'000; }
