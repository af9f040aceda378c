// stdlib/jvm/constant_pool.cpp - jdk.internal.reflect.ConstantPool: a class's constants for Java (annotation parsing).
//
// The pool is named by the mirror of its class. Every function checks index and tag first; JVMS 4.4 has the tags.
#include "classloader/loading.h"
#include "gc/barrier.h"
#include "stdlib/jvm/jvm.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/exec/jobject.h"
#include "vm/exec/mirrors.h"
#include "vm/ops/class_init.h"
#include "vm/ops/reflection.h"
#include "vm/ops/resolve.h"
#include "vm/thread/transitions.h"

using namespace kiln;  // NOLINT

namespace {

using Tag = ConstantTag;

Class* class_of_pool(Thread& t, jobject pool) {
  NoSafepoint here(t);
  return class_of_mirror(*t.vm().known, ref_of(pool, here).get());
}

Expected<void> check_index(Thread& t, const Class& klass, jint index) {
  if (klass.constants.get() != nullptr && index > 0 && index < klass.constants->size()) return {};
  return throw_new(t, &Known::java_lang_IllegalArgumentException, "Constant pool index out of bounds");
}

template <typename... Tags>
Expected<void> check_tag(Thread& t, const Class& klass, jint index, Tags... wanted) {
  VM_TRY_VOID(check_index(t, klass, index));
  const Tag tag = klass.constants->tag(index);
  if (((tag == wanted) || ...)) return {};
  return throw_new(t, &Known::java_lang_IllegalArgumentException, "Wrong type at constant pool index");
}

bool is_member(Tag tag) { return tag == Tag::kFieldref || tag == Tag::kMethodref || tag == Tag::kInterfaceMethodref; }
bool is_dynamic(Tag tag) { return tag == Tag::kDynamic || tag == Tag::kInvokeDynamic; }

// The class of constant `index`: resolved, or, when `only_loaded`, null if that would load it.
Expected<Class*> class_at(Thread& t, Class* klass, jint index, bool only_loaded) {
  if (only_loaded) {
    LoaderData* loader = klass->loader;
    return find_loaded_class(t.vm(), klass->constants->class_name(index), loader);
  }
  return ops::resolve_class(t, klass, index);
}

// String[] of symbols.
Expected<Ref<>> strings(Thread& t, std::initializer_list<Symbol*> texts) {
  VM_TRY(Ref<java::Array> fresh, allocate_array(t, t.vm().known->string_array, static_cast<int32_t>(texts.size())));
  Handle<java::Array> array(t, fresh);
  int32_t i = 0;
  for (Symbol* text : texts) {
    VM_TRY(Ref<java::String> string, make_string(t, text->view()));
    barrier::store_element(array.unsafe_ref().get(), i++, string);
  }
  return Ref<>(array.unsafe_ref());
}

Expected<Ref<>> class_constant(Thread& t, Class* klass, jint index, bool only_loaded) {
  VM_TRY_VOID(check_tag(t, *klass, index, Tag::kClass));
  VM_TRY(Class* found, class_at(t, klass, index, only_loaded));
  return found == nullptr ? Ref<>() : Ref<>(found->mirror());
}

Expected<Ref<>> method_constant(Thread& t, Class* klass, jint index, bool only_loaded) {
  VM_TRY_VOID(check_tag(t, *klass, index, Tag::kMethodref, Tag::kInterfaceMethodref));
  const ConstantPool& pool = *klass->constants;
  VM_TRY(Class* holder, class_at(t, klass, pool.member_class_index(index), only_loaded));
  if (holder == nullptr) return Ref<>();
  Method* method = holder->find_method_in_supers(pool.member_name(index), pool.member_descriptor(index));
  if (method == nullptr) {
    return throw_new(t, &Known::java_lang_RuntimeException, "Unable to look up method in target class");
  }
  return method->is_initializer() ? ops::make_constructor(t, *method) : ops::make_method(t, *method);
}

Expected<Ref<>> field_constant(Thread& t, Class* klass, jint index, bool only_loaded) {
  VM_TRY_VOID(check_tag(t, *klass, index, Tag::kFieldref));
  const ConstantPool& pool = *klass->constants;
  VM_TRY(Class* holder, class_at(t, klass, pool.member_class_index(index), only_loaded));
  if (holder == nullptr) return Ref<>();
  const Field* field = ops::lookup_field(holder, pool.member_name(index), pool.member_descriptor(index));
  if (field == nullptr) {
    return throw_new(t, &Known::java_lang_RuntimeException, "Unable to look up field in target class");
  }
  return ops::make_field(t, *field);
}

// Runs body(t, class) -> Expected<Ref<>> and makes a local reference of the result.
template <typename J = jobject, typename Body>
J object_at(JNIEnv* env, jobject pool, Body&& body) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Expected<Ref<>> result = body(t, class_of_pool(t, pool));
  return static_cast<J>(leave_scope(scope, result.value_or(nullptr)));
}
// The same for body(t, class, pool) -> a number, behind a check of the tag.
template <typename V, typename Body>
V number_at(JNIEnv* env, jobject pool, jint index, Tag tag, Body&& body) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Class* klass = class_of_pool(t, pool);
  if (!check_tag(t, *klass, index, tag).ok()) return 0;
  return body(*klass->constants);
}

}  // namespace

VM_JVM(jint) JVM_ConstantPoolGetSize(JNIEnv* env, jobject unused, jobject pool) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* klass = class_of_pool(t, pool);
  return klass->constants.get() == nullptr ? 0 : klass->constants->size();
}

VM_JVM(jclass) JVM_ConstantPoolGetClassAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at<jclass>(env, pool, [=](Thread& t, Class* k) { return class_constant(t, k, index, false); });
}
VM_JVM(jclass) JVM_ConstantPoolGetClassAtIfLoaded(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at<jclass>(env, pool, [=](Thread& t, Class* k) { return class_constant(t, k, index, true); });
}
VM_JVM(jobject) JVM_ConstantPoolGetMethodAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at(env, pool, [=](Thread& t, Class* k) { return method_constant(t, k, index, false); });
}
VM_JVM(jobject) JVM_ConstantPoolGetMethodAtIfLoaded(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at(env, pool, [=](Thread& t, Class* k) { return method_constant(t, k, index, true); });
}
VM_JVM(jobject) JVM_ConstantPoolGetFieldAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at(env, pool, [=](Thread& t, Class* k) { return field_constant(t, k, index, false); });
}
VM_JVM(jobject) JVM_ConstantPoolGetFieldAtIfLoaded(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at(env, pool, [=](Thread& t, Class* k) { return field_constant(t, k, index, true); });
}

VM_JVM(jint) JVM_ConstantPoolGetClassRefIndexAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* klass = class_of_pool(t, pool);
  if (!check_tag(t, *klass, index, Tag::kFieldref, Tag::kMethodref, Tag::kInterfaceMethodref).ok()) return 0;
  return klass->constants->member_class_index(index);
}

VM_JVM(jint) JVM_ConstantPoolGetNameAndTypeRefIndexAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* klass = class_of_pool(t, pool);
  if (!check_index(t, *klass, index).ok()) return 0;
  const Tag tag = klass->constants->tag(index);
  if (!is_member(tag) && !is_dynamic(tag)) {
    throw_new(t, &Known::java_lang_IllegalArgumentException, "Wrong type at constant pool index");
    return 0;
  }
  return klass->constants->high_index(index);
}

VM_JVM(jobjectArray) JVM_ConstantPoolGetMemberRefInfoAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at<jobjectArray>(env, pool, [=](Thread& t, Class* k) -> Expected<Ref<>> {
    VM_TRY_VOID(check_tag(t, *k, index, Tag::kFieldref, Tag::kMethodref, Tag::kInterfaceMethodref));
    const ConstantPool& constants = *k->constants;
    return strings(t, {constants.member_class_name(index), constants.member_name(index), constants.member_descriptor(index)});
  });
}

VM_JVM(jobjectArray) JVM_ConstantPoolGetNameAndTypeRefInfoAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at<jobjectArray>(env, pool, [=](Thread& t, Class* k) -> Expected<Ref<>> {
    VM_TRY_VOID(check_tag(t, *k, index, Tag::kNameAndType));
    return strings(t, {k->constants->nat_name(index), k->constants->nat_descriptor(index)});
  });
}

VM_JVM(jint) JVM_ConstantPoolGetIntAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return number_at<jint>(env, pool, index, Tag::kInteger, [=](const ConstantPool& p) { return p.int_value(index); });
}
VM_JVM(jlong) JVM_ConstantPoolGetLongAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return number_at<jlong>(env, pool, index, Tag::kLong, [=](const ConstantPool& p) { return p.long_value(index); });
}
VM_JVM(jfloat) JVM_ConstantPoolGetFloatAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return number_at<jfloat>(env, pool, index, Tag::kFloat, [=](const ConstantPool& p) { return p.float_value(index); });
}
VM_JVM(jdouble) JVM_ConstantPoolGetDoubleAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return number_at<jdouble>(env, pool, index, Tag::kDouble, [=](const ConstantPool& p) { return p.double_value(index); });
}

VM_JVM(jstring) JVM_ConstantPoolGetStringAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at<jstring>(env, pool, [=](Thread& t, Class* k) -> Expected<Ref<>> {
    VM_TRY_VOID(check_tag(t, *k, index, Tag::kString));
    return ops::resolve_constant(t, k, index);
  });
}
VM_JVM(jstring) JVM_ConstantPoolGetUTF8At(JNIEnv* env, jobject unused, jobject pool, jint index) {
  return object_at<jstring>(env, pool, [=](Thread& t, Class* k) -> Expected<Ref<>> {
    VM_TRY_VOID(check_tag(t, *k, index, Tag::kUtf8));
    VM_TRY(Ref<java::String> text, make_string(t, k->constants->symbol(index)->view()));
    return Ref<>(text);
  });
}

VM_JVM(jbyte) JVM_ConstantPoolGetTagAt(JNIEnv* env, jobject unused, jobject pool, jint index) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* klass = class_of_pool(t, pool);
  if (!check_index(t, *klass, index).ok()) return 0;
  return static_cast<jbyte>(klass->constants->tag(index));
}
