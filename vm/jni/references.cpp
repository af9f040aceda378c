// vm/jni/references.cpp - local, global and weak global references (JNI chapter "References").
//
// Local references are slots of the thread's HandleArea; a native method's are freed when it returns.
#include "vm/jni/functions.h"
#include "vm/jni/globals.h"
#include "vm/jni/ids.h"

namespace kiln::jni {

jint PushLocalFrame(JNIEnv* env, jint capacity) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (capacity < 0) return JNI_ERR;
  t.handles.push_local_frame();
  return JNI_OK;
}

jobject PopLocalFrame(JNIEnv* env, jobject result) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  Ref<> kept = ref_of(result, here);
  t.handles.pop_local_frame();
  return make_local(t, kept);
}

jobject NewGlobalRef(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  Ref<> ref = ref_of(object, here);
  return ref.is_null() ? nullptr : t.vm().jni_globals->make_strong(ref);
}

void DeleteGlobalRef(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  t.vm().jni_globals->free_strong(object);
}

void DeleteLocalRef(JNIEnv* env, jobject object) {
  if (object == nullptr) return;
  Thread& t = thread_of(env);
  InVm in(t);
  t.handles.delete_local(slot_of(object));
}

jboolean IsSameObject(JNIEnv* env, jobject a, jobject b) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return ref_of(a, here) == ref_of(b, here) ? JNI_TRUE : JNI_FALSE;
}

jobject NewLocalRef(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return make_local(t, ref_of(object, here));
}

jint EnsureLocalCapacity(JNIEnv* env, jint capacity) { return capacity >= 0 ? JNI_OK : JNI_ERR; }

jweak NewWeakGlobalRef(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  Ref<> ref = ref_of(object, here);
  return ref.is_null() ? nullptr : t.vm().jni_globals->make_weak(ref);
}

void DeleteWeakGlobalRef(JNIEnv* env, jweak object) {
  Thread& t = thread_of(env);
  InVm in(t);
  t.vm().jni_globals->free_weak(object);
}

jobjectRefType GetObjectRefType(JNIEnv* env, jobject object) {
  if (object == nullptr) return JNIInvalidRefType;
  Thread& t = thread_of(env);
  InVm in(t);
  JniGlobals& globals = *t.vm().jni_globals;
  if (reinterpret_cast<uintptr_t>(object) & kWeakTag) {
    return globals.is_weak(object) ? JNIWeakGlobalRefType : JNIInvalidRefType;
  }
  if (*slot_of(object) == 0) return JNIInvalidRefType;
  return globals.is_strong(object) ? JNIGlobalRefType : JNILocalRefType;
}

}  // namespace kiln::jni
