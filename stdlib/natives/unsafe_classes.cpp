// jdk.internal.misc.Unsafe: classes, fields and their places; exceptions.
#include <algorithm>
#include <vector>

#include "stdlib/natives/native.h"
#include "vm/exec/java_string.h"
#include "vm/ops/class_init.h"
#include "vm/ops/reflection.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

const auto kIllegal = &Known::java_lang_IllegalArgumentException;

Expected<const Field*> field_argument(Thread& t, jobject reflected, bool wants_static) {
  if (reflected == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  const Field* field = ops::field_of_reflected(known_of(t), Ref<>(*slot_of(reflected)).get());
  if (field->is_static() != wants_static) return throw_new(t, kIllegal);
  return field;
}

Expected<jlong> offset_of_field(Thread& t, jobject reflected, bool is_static) {
  VM_TRY(const Field* field, field_argument(t, reflected, is_static));
  return static_cast<jlong>(field->offset);
}

Expected<jlong> offset_of_named_field(Thread& t, jclass mirror, jstring name) {
  if (mirror == nullptr || name == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  Class* klass = mirrored_instance_class(t, mirror);
  std::string wanted = string_to_utf8(t, handle_of<java::String>(name));
  if (klass != nullptr) {
    VM_TRY_VOID(link_class(t, klass));
    for (uint32_t i = 0; i < klass->field_count; i++) {
      const Field& field = klass->fields.get()[i];
      if (!field.is_injected() && field.name->view() == wanted) return static_cast<jlong>(field.offset);
    }
  }
  return throw_new(t, &Known::java_lang_InternalError, "{}", wanted);
}

Expected<Ref<>> new_instance_without_constructor(Thread& t, jclass mirror) {
  Class* klass = mirrored_instance_class(t, mirror);
  if (klass == nullptr) {
    Class* array = mirrored_class(t, mirror);
    std::string name = array != nullptr ? external_name(*array) : java_name(basic_type_of_mirror(known_of(t), Ref<>(*slot_of(mirror)).get()));
    return throw_message(t, known_of(t).java_lang_InstantiationException, name.c_str());
  }
  if (klass->is_interface() || klass->is_abstract() || klass == known_of(t).java_lang_Class) {
    return throw_message(t, known_of(t).java_lang_InstantiationException, external_name(*klass).c_str());
  }
  VM_TRY_VOID(ops::initialize_class(t, klass));
  return allocate_instance(t, klass);
}

Expected<Ref<java::Class>> define(Thread& t, jstring name, jbyteArray bytes, jint offset, jint length, jobject loader,
                                  jobject protection_domain) {
  if (bytes == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  const uint8_t* start = Ref<>(*slot_of(bytes))->elements<uint8_t>() + offset;
  std::vector<uint8_t> copy(start, start + length);
  std::string internal_name;
  if (name != nullptr) {
    internal_name = string_to_utf8(t, handle_of<java::String>(name));
    std::replace(internal_name.begin(), internal_name.end(), '.', '/');
  }
  ClassDefinition definition;
  definition.name = internal_name;
  definition.bytes = copy;
  definition.loader = handle_of<java::ClassLoader>(loader);
  definition.protection_domain = handle_of(protection_domain);
  VM_TRY(Class * klass, define_class(t, definition));
  return klass->mirror();
}

Expected<Class*> array_argument(Thread& t, jclass mirror) {
  Class* klass = mirrored_class(t, mirror);
  if (klass == nullptr || !klass->is_array()) return throw_new(t, kIllegal, "not an array class");
  return klass;
}

}  // namespace

VM_NATIVE_FUNCTION(jlong) Unsafe_objectFieldOffset0(JNIEnv* env, jobject, jobject field) {
  return value_of<jlong>(env, [&](Thread& t) { return offset_of_field(t, field, false); });
}
VM_NATIVE_FUNCTION(jlong) Unsafe_staticFieldOffset0(JNIEnv* env, jobject, jobject field) {
  return value_of<jlong>(env, [&](Thread& t) { return offset_of_field(t, field, true); });
}
VM_NATIVE_FUNCTION(jlong) Unsafe_objectFieldOffset1(JNIEnv* env, jobject, jclass mirror, jstring name) {
  return value_of<jlong>(env, [&](Thread& t) { return offset_of_named_field(t, mirror, name); });
}
// Static fields are in the class mirror.
VM_NATIVE_FUNCTION(jobject) Unsafe_staticFieldBase0(JNIEnv* env, jobject, jobject field) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    VM_TRY(const Field* found, field_argument(t, field, true));
    return Ref<>(found->holder->mirror());
  });
}

VM_NATIVE_FUNCTION(jboolean) Unsafe_shouldBeInitialized0(JNIEnv* env, jobject, jclass mirror) {
  Class* klass = mirrored_instance_class(thread_of(env), mirror);
  return klass != nullptr && !klass->is_initialized();
}
VM_NATIVE_FUNCTION(void) Unsafe_ensureClassInitialized0(JNIEnv* env, jobject, jclass mirror) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return {};
    return ops::initialize_class(t, klass);
  });
}

VM_NATIVE_FUNCTION(jint) Unsafe_arrayBaseOffset0(JNIEnv* env, jobject, jclass mirror) {
  return value_of<jint>(env, [&](Thread& t) -> Expected<jint> {
    VM_TRY_VOID(array_argument(t, mirror));
    return static_cast<jint>(kArrayElementsOffset);
  });
}
VM_NATIVE_FUNCTION(jint) Unsafe_arrayIndexScale0(JNIEnv* env, jobject, jclass mirror) {
  return value_of<jint>(env, [&](Thread& t) -> Expected<jint> {
    VM_TRY(Class * klass, array_argument(t, mirror));
    return klass->is_object_array() ? static_cast<jint>(kReferenceSize) : 1 << klass->shape.element_shift;
  });
}

VM_NATIVE_FUNCTION(jobject) Unsafe_allocateInstance(JNIEnv* env, jobject, jclass mirror) {
  return jobject_of(env, [&](Thread& t) { return new_instance_without_constructor(t, mirror); });
}
VM_NATIVE_FUNCTION(jclass) Unsafe_defineClass0(JNIEnv* env, jobject, jstring name, jbyteArray bytes, jint offset, jint length,
                                               jobject loader, jobject protection_domain) {
  return jobject_of<jclass>(env, [&](Thread& t) { return define(t, name, bytes, offset, length, loader, protection_domain); });
}
VM_NATIVE_FUNCTION(void) Unsafe_throwException(JNIEnv* env, jobject, jobject exception) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (exception == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    return throw_object(t, Ref<java::Throwable>(*slot_of(exception)));
  });
}
