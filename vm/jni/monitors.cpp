// vm/jni/monitors.cpp - Java monitors from native code.
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/thread/monitor.h"

namespace kiln::jni {

jint MonitorEnter(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Handle<> handle = handle_of(object);
  if (handle.is_null()) {
    throw_new(t, &Known::java_lang_NullPointerException);
    return JNI_ERR;
  }
  monitor_enter(t, handle);
  return t.has_exception() ? JNI_ERR : JNI_OK;
}

jint MonitorExit(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Handle<> handle = handle_of(object);
  if (handle.is_null()) {
    throw_new(t, &Known::java_lang_NullPointerException);
    return JNI_ERR;
  }
  if (monitor_exit(t, handle.unsafe_ref().get()) == MonitorStatus::kOk) return JNI_OK;
  throw_new(t, &Known::java_lang_IllegalMonitorStateException, "current thread is not owner");
  return JNI_ERR;
}

}  // namespace kiln::jni
