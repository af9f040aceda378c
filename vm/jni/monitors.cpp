// vm/jni/monitors.cpp - Java monitors from native code.
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/thread/monitor.h"

namespace kiln::jni {

namespace {

// What `act` answers for a handle of `object`; NullPointerException where it is null.
template <typename Act>
jint with_monitor_of(JNIEnv* env, jobject object, Act act) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Handle<> handle = handle_of(object);
  if (!handle.is_null()) return act(t, handle);
  throw_new(t, &Known::java_lang_NullPointerException);
  return JNI_ERR;
}

}  // namespace

jint MonitorEnter(JNIEnv* env, jobject object) {
  return with_monitor_of(env, object, [](Thread& t, Handle<> handle) {
    monitor_enter(t, handle);
    return t.has_exception() ? JNI_ERR : JNI_OK;
  });
}

// May be called with an exception pending, which stays.
jint MonitorExit(JNIEnv* env, jobject object) {
  return with_monitor_of(env, object, [](Thread& t, Handle<> handle) {
    if (monitor_exit(t, handle.unsafe_ref().get()) == MonitorStatus::kOk) return JNI_OK;
    throw_new(t, &Known::java_lang_IllegalMonitorStateException, "current thread is not owner");
    return JNI_ERR;
  });
}

}  // namespace kiln::jni
