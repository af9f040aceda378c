// vm/jni/fields.cpp - reading and writing fields, instance and static.
//
// A static field lives in its holder's mirror at Field::offset, so both kinds are one access to an object. Volatile
// fields are accessed with sequential consistency; the others as Java's plain accesses, never torn.
#include "gc/barrier.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"

namespace kiln::jni {

namespace {

Object* holder_of_static(const Field& field) { return field.holder->mirror().get(); }

template <typename V>
V read(Object* object, const Field& field) {
  std::atomic_ref<V> slot(*object->at<V>(field.offset));
  return slot.load(field.is_volatile() ? std::memory_order_seq_cst : std::memory_order_relaxed);
}
template <typename V>
void write(Object* object, const Field& field, V value) {
  std::atomic_ref<V> slot(*object->at<V>(field.offset));
  slot.store(value, field.is_volatile() ? std::memory_order_seq_cst : std::memory_order_relaxed);
}
Ref<> read_reference(Object* object, const Field& field) {
  return field.is_volatile() ? barrier::load_volatile<>(object, field.offset) : load_ref(object, field.offset);
}
void write_reference(Object* object, const Field& field, Ref<> value) {
  if (field.is_volatile())
    barrier::store_volatile(object, field.offset, value);
  else
    barrier::store_field(object, field.offset, value);
}
template <typename V>
V proper(V value) {
  return value;
}
template <>
jboolean proper(jboolean value) {
  return value & 1;
}

}  // namespace

jobject GetObjectField(JNIEnv* env, jobject object, jfieldID id) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return make_local(t, read_reference(ref_of(object, here).get(), *field_of(id)));
}

void SetObjectField(JNIEnv* env, jobject object, jfieldID id, jobject value) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  write_reference(ref_of(object, here).get(), *field_of(id), ref_of(value, here));
}

jobject GetStaticObjectField(JNIEnv* env, jclass klass, jfieldID id) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return make_local(t, read_reference(holder_of_static(*field_of(id)), *field_of(id)));
}

void SetStaticObjectField(JNIEnv* env, jclass klass, jfieldID id, jobject value) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  write_reference(holder_of_static(*field_of(id)), *field_of(id), ref_of(value, here));
}

#define VM_JNI_FIELD(Name, type, basic_type)                                           \
  type Get##Name##Field(JNIEnv* env, jobject object, jfieldID id) {                    \
    Thread& t = thread_of(env);                                                        \
    InVm in(t);                                                                        \
    NoSafepoint here(t);                                                               \
    return read<type>(ref_of(object, here).get(), *field_of(id));                      \
  }                                                                                    \
  void Set##Name##Field(JNIEnv* env, jobject object, jfieldID id, type value) {        \
    Thread& t = thread_of(env);                                                        \
    InVm in(t);                                                                        \
    NoSafepoint here(t);                                                               \
    write<type>(ref_of(object, here).get(), *field_of(id), proper(value));             \
  }                                                                                    \
  type GetStatic##Name##Field(JNIEnv* env, jclass klass, jfieldID id) {                \
    Thread& t = thread_of(env);                                                        \
    InVm in(t);                                                                        \
    NoSafepoint here(t);                                                               \
    return read<type>(holder_of_static(*field_of(id)), *field_of(id));                 \
  }                                                                                    \
  void SetStatic##Name##Field(JNIEnv* env, jclass klass, jfieldID id, type value) {    \
    Thread& t = thread_of(env);                                                        \
    InVm in(t);                                                                        \
    NoSafepoint here(t);                                                               \
    write<type>(holder_of_static(*field_of(id)), *field_of(id), proper(value));        \
  }
VM_JNI_PRIMITIVES(VM_JNI_FIELD)
#undef VM_JNI_FIELD

}  // namespace kiln::jni
