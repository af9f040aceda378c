// vm/jni/nio.cpp - direct byte buffers: java.nio.DirectByteBuffer over memory that native code owns.
#include "classloader/loading.h"
#include "vm/exec/allocate.h"
#include "vm/exec/java_call.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/ops/class_init.h"

namespace kiln::jni {

namespace {

Expected<Ref<>> new_direct_buffer(Thread& t, void* address, jlong capacity) {
  VM_TRY(Class* klass, find_boot_class(t, t.vm().symbols->intern("java/nio/DirectByteBuffer")));
  Method* constructor = klass != nullptr ? klass->find_declared_method("<init>", "(JI)V") : nullptr;
  if (constructor == nullptr) {
    return throw_new(t, &Known::java_lang_InternalError, "java.nio.DirectByteBuffer(long, int) is missing");
  }
  VM_TRY_VOID(ops::initialize_class(t, klass));
  VM_TRY(Ref<> fresh, allocate_instance(t, klass));
  Handle<> buffer(t, fresh);
  JavaArguments arguments;
  arguments.push(buffer).push_long(reinterpret_cast<jlong>(address)).push_int(static_cast<jint>(capacity));
  VM_TRY_VOID(call(t, constructor, arguments));
  return buffer.unsafe_ref();
}

// Is it an instance of sun.nio.ch.DirectBuffer?
bool is_direct(Thread& t, jobject buffer) {
  Handle<> handle = handle_of(buffer);
  if (handle.is_null()) return false;
  Symbol* name = t.vm().symbols->find("sun/nio/ch/DirectBuffer");
  Class* direct = name != nullptr ? find_loaded_class(t.vm(), name, &boot_loader_data(t.vm())) : nullptr;
  return direct != nullptr && class_of(handle.unsafe_ref().get())->is_subtype_of(direct);
}

}  // namespace

jobject NewDirectByteBuffer(JNIEnv* env, void* address, jlong capacity) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return leave_scope(scope, new_direct_buffer(t, address, capacity).value_or(nullptr));
}

void* GetDirectBufferAddress(JNIEnv* env, jobject buffer) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (!is_direct(t, buffer)) return nullptr;
  NoSafepoint here(t);
  return reinterpret_cast<void*>(ref_of(buffer, here)->get<jlong>(t.vm().known->java_nio_Buffer_address));
}

jlong GetDirectBufferCapacity(JNIEnv* env, jobject buffer) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (!is_direct(t, buffer)) return -1;
  NoSafepoint here(t);
  return ref_of(buffer, here)->get<jint>(t.vm().known->java_nio_Buffer_capacity);
}

}  // namespace kiln::jni
