// JVM_* functions behind java.lang.Object, String.intern and System.arraycopy.
#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/ops/type_check.h"
#include "vm/thread/monitor.h"

namespace kiln::stdlib {
namespace {

Expected<Ref<>> clone(Thread& t, jobject object) {
  const Known& known = known_of(t);
  Class* klass = class_of(Ref<>(*slot_of(object)).get());
  if (!klass->is_array() && (!klass->has_flag(Class::kIsCloneable) || klass->has_flag(Class::kIsReference))) {
    return throw_message(t, known.java_lang_CloneNotSupportedException, external_name(*klass).c_str());
  }
  VM_TRY(Ref<> fresh, clone_object(t, handle_of(object)));
  if (!klass->has_flag(Class::kHasFinalizer)) return fresh;
  Handle<> copy(t, fresh);
  JavaArguments arguments;
  arguments.push(copy);
  VM_TRY_VOID(call(t, known.java_lang_ref_Finalizer_registerFinalizer, arguments));
  return copy.unsafe_ref();
}

Expected<void> notify(Thread& t, jobject object, bool all) {
  if (monitor_notify(t, handle_of(object), all) == MonitorStatus::kNotOwner) {
    return throw_new(t, &Known::java_lang_IllegalMonitorStateException, "current thread is not owner");
  }
  return {};
}

Expected<void> wait(Thread& t, jobject object, jlong milliseconds) {
  if (milliseconds < 0) return throw_new(t, &Known::java_lang_IllegalArgumentException, "timeout value is negative");
  switch (monitor_wait(t, handle_of(object), milliseconds)) {
    case MonitorStatus::kNotOwner:
      return throw_new(t, &Known::java_lang_IllegalMonitorStateException, "current thread is not owner");
    case MonitorStatus::kInterrupted:
      return throw_new(t, &Known::java_lang_InterruptedException);
    case MonitorStatus::kOk:
    case MonitorStatus::kTimedOut:
      return {};
  }
  VM_UNREACHABLE();
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jint) JVM_IHashCode(JNIEnv* env, jobject object) {
  if (object == nullptr) return 0;
  VmEntry in(env);
  NoSafepoint here(in.thread);
  Ref<> ref = ref_of(object, here);
  return ref.is_null() ? 0 : in.thread.vm().heap->identity_hash(ref.get());
}

VM_JVM(jobject) JVM_Clone(JNIEnv* env, jobject object) {
  return jobject_of(env, [&](Thread& t) { return clone(t, object); });
}

VM_JVM(void) JVM_MonitorWait(JNIEnv* env, jobject object, jlong milliseconds) {
  run_in_vm(env, [&](Thread& t) { return wait(t, object, milliseconds); });
}

VM_JVM(void) JVM_MonitorNotify(JNIEnv* env, jobject object) {
  run_in_vm(env, [&](Thread& t) { return notify(t, object, false); });
}

VM_JVM(void) JVM_MonitorNotifyAll(JNIEnv* env, jobject object) {
  run_in_vm(env, [&](Thread& t) { return notify(t, object, true); });
}

VM_JVM(jstring) JVM_InternString(JNIEnv* env, jstring string) {
  return jobject_of<jstring>(env, [&](Thread& t) -> Expected<Ref<java::String>> {
    if (string == nullptr) return Ref<java::String>();
    return intern_string(t, handle_of<java::String>(string));
  });
}

VM_JVM(void) JVM_ArrayCopy(JNIEnv* env, jclass, jobject source, jint source_index, jobject target, jint target_index,
                           jint length) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (source == nullptr || target == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    return ops::array_copy(t, handle_of(source), source_index, handle_of(target), target_index, length);
  });
}

}  // extern "C"
