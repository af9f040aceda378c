// JVM_* functions behind java.lang.Class: what a class is (kind, flags, name, supers, annotations). What it declares
// is in class_members.cpp, how it nests in class_nesting.cpp.
#include <algorithm>

#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"
#include "vm/ops/class_init.h"
#include "vm/ops/reflection.h"

namespace kiln::stdlib {
namespace {

constexpr uint16_t kPrimitiveModifiers = kAccPublic | kAccFinal | kAccAbstract;

// Arrays have the visibility of their innermost element and are abstract and final (Class.getModifiers).
uint16_t modifiers_of(const Class* klass) {
  if (klass == nullptr) return kPrimitiveModifiers;
  if (!klass->is_array()) return klass->modifiers;
  const Class* element = klass;
  while (element != nullptr && element->is_array()) element = element->component;
  uint16_t visibility = element != nullptr ? element->modifiers & (kAccPublic | kAccPrivate | kAccProtected) : kAccPublic;
  return visibility | kAccAbstract | kAccFinal;
}

// Class.getName(): "java.lang.String", "[I", "[Ljava.lang.String;", "p.C/0x..".
std::string class_get_name(const Class& klass) {
  if (!klass.is_array()) return external_name(klass);
  std::string text(klass.name_view());
  std::replace(text.begin(), text.end(), '/', '.');
  const Class* element = &klass;
  while (element != nullptr && element->is_array()) element = element->component;
  if (element != nullptr && element->is_hidden()) text[text.rfind('+')] = '/';
  return text;
}

Expected<Ref<>> class_attribute_bytes(JNIEnv* env, Thread& t, jclass klass, Ptr32<const AttributeBytes> ClassAttributes::*which) {
  Class* c = mirrored_instance_class(t, klass);
  if (c == nullptr || (c->attributes.get()->*which).get() == nullptr) return kNullRef;
  VM_TRY(Ref<java::Array> bytes, ops::make_byte_array(t, c->attributes.get()->*which));
  return Ref<>(bytes);
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

// Computes Class.getName(), keeps it in the field `name` and returns it.
VM_JVM(jstring) JVM_InitClassName(JNIEnv* env, jclass mirror) {
  return jobject_of<jstring>(env, [&](Thread& t) -> Expected<Ref<java::String>> {
    Class* klass = mirrored_class(t, mirror);
    std::string text = klass != nullptr ? class_get_name(*klass)
                                        : java_name(basic_type_of_mirror(known_of(t), Ref<>(*slot_of(mirror)).get()));
    VM_TRY(Ref<java::String> name, intern_string(t, text));
    barrier::store_field(Ref<>(*slot_of(mirror)).get(), known_of(t).java_lang_Class_name, name);
    return name;
  });
}

VM_JVM(jobjectArray) JVM_GetClassInterfaces(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    const Known& known = known_of(t);
    Class* klass = mirrored_class(t, mirror);
    std::vector<Class*> interfaces;
    if (klass != nullptr && klass->is_array()) {
      interfaces = {known.java_lang_Cloneable, known.java_io_Serializable};
    } else if (klass != nullptr) {
      for (int i = 0; i < klass->interface_count; i++) interfaces.push_back(klass->interfaces[i]);
    }
    return new_class_array(t, interfaces);
  });
}

VM_JVM(jboolean) JVM_IsInterface(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  Class* klass = mirrored_class(in.thread, mirror);
  return klass != nullptr && klass->is_interface();
}

VM_JVM(jboolean) JVM_IsArrayClass(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  Class* klass = mirrored_class(in.thread, mirror);
  return klass != nullptr && klass->is_array();
}

VM_JVM(jboolean) JVM_IsPrimitiveClass(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  return mirrored_class(in.thread, mirror) == nullptr;
}

VM_JVM(jboolean) JVM_IsHiddenClass(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  Class* klass = mirrored_class(in.thread, mirror);
  return klass != nullptr && klass->is_hidden();
}

VM_JVM(jboolean) JVM_IsRecord(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  Class* klass = mirrored_instance_class(in.thread, mirror);
  return klass != nullptr && klass->attributes->is_record && klass->super == known_of(in.thread).java_lang_Record;
}

// A copy of the signers, so that the caller cannot change them.
VM_JVM(jobjectArray) JVM_GetClassSigners(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<>> {
    if (mirrored_instance_class(t, mirror) == nullptr) return kNullRef;
    Handle<> signers(t, load_ref(Ref<>(*slot_of(mirror)).get(), known_of(t).java_lang_Class_signers));
    if (signers.is_null()) return kNullRef;
    return clone_object(t, signers);
  });
}

VM_JVM(void) JVM_SetClassSigners(JNIEnv* env, jclass mirror, jobjectArray signers) {
  VmEntry in(env);
  NoSafepoint here(in.thread);
  if (mirrored_instance_class(in.thread, mirror) == nullptr) return;
  barrier::store_field(ref_of(mirror, here).get(), known_of(in.thread).java_lang_Class_signers, ref_of(signers, here));
}

VM_JVM(jobject) JVM_GetProtectionDomain(JNIEnv* env, jclass mirror) {
  if (mirror == nullptr) {
    run_in_vm(env, [](Thread& t) -> Expected<void> { return throw_new(t, &Known::java_lang_NullPointerException); });
    return nullptr;
  }
  VmEntry in(env);
  return make_local(in.thread, load_ref(Ref<>(*slot_of(mirror)).get(), known_of(in.thread).java_lang_Class_protection_domain));
}

VM_JVM(jint) JVM_GetClassModifiers(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  return modifiers_of(mirrored_class(in.thread, mirror));
}

VM_JVM(jint) JVM_GetClassAccessFlags(JNIEnv* env, jclass mirror) {
  VmEntry in(env);
  Class* klass = mirrored_class(in.thread, mirror);
  if (klass == nullptr || klass->is_array()) return modifiers_of(klass);
  return klass->access_flags;
}

VM_JVM(jstring) JVM_GetClassSignature(JNIEnv* env, jclass mirror) {
  return jobject_of<jstring>(env, [&](Thread& t) -> Expected<Ref<java::String>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr || klass->attributes->signature.get() == nullptr) return Ref<java::String>();
    return make_string(t, klass->attributes->signature->view());
  });
}

VM_JVM(jbyteArray) JVM_GetClassAnnotations(JNIEnv* env, jclass mirror) {
  return jobject_of<jbyteArray>(env, [&](Thread& t) { return class_attribute_bytes(env, t, mirror, &ClassAttributes::annotations); });
}

VM_JVM(jbyteArray) JVM_GetClassTypeAnnotations(JNIEnv* env, jclass mirror) {
  return jobject_of<jbyteArray>(env, [&](Thread& t) { return class_attribute_bytes(env, t, mirror, &ClassAttributes::type_annotations); });
}

// The view of a class's constants that java.lang.Class gives to annotation parsing.
VM_JVM(jobject) JVM_GetClassConstantPool(JNIEnv* env, jclass mirror) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return kNullRef;
    Class* pool_class = known_of(t).jdk_internal_reflect_ConstantPool;
    VM_TRY_VOID(ops::initialize_class(t, pool_class));
    VM_TRY(Ref<> pool, allocate_instance(t, pool_class));
    barrier::store_field(pool.get(), known_of(t).jdk_internal_reflect_ConstantPool_constantPoolOop, klass->mirror());
    return pool;
  });
}

}  // extern "C"
