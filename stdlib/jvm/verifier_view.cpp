// stdlib/jvm/verifier_view.cpp - a class as libverify (the type-inferring verifier for old class files) looks at it.
//
// Methods and fields are numbered as in the class file. Texts are symbols: they live as long as the Vm, so giving them
// back is free. Nothing here stops at a safepoint beyond the transition.
#include "stdlib/jvm/jvm.h"
#include "vm/exec/jobject.h"
#include "vm/exec/mirrors.h"
#include "vm/ops/resolve.h"
#include "vm/thread/transitions.h"

using namespace kiln;  // NOLINT

namespace {

// One call's way in: the class behind a jclass.
class View {
 public:
  View(JNIEnv* env, jclass klass) : thread_(thread_of(env)), in_(thread_) {
    NoSafepoint here(thread_);
    class_ = class_of_mirror(*thread_.vm().known, ref_of(klass, here).get());
  }
  Class* operator->() const { return class_; }
  Class* get() const { return class_; }
  bool has_file() const { return class_ != nullptr && !class_->is_array(); }
  const ConstantPool& pool() const { return *class_->constants; }
  Method& method(jint index) const {
    VM_CHECK(index >= 0 && static_cast<uint32_t>(index) < class_->method_count);
    return class_->methods.get()[index];
  }
  const MethodInfo& info(jint index) const { return *method(index).info; }

 private:
  Thread& thread_;
  InVm in_;
  Class* class_;
};

// Modifiers of the field or method that constant `index` names, when `called` declares it; else -1.
jint field_modifiers(const Class& from, jint index, const Class& called) {
  const ConstantPool& pool = *from.constants;
  const Field* field = called.find_declared_field(pool.member_name(index), pool.member_descriptor(index));
  return field != nullptr ? field->access_flags : -1;
}
jint method_modifiers(const Class& from, jint index, const Class& called) {
  const ConstantPool& pool = *from.constants;
  Method* method = called.find_declared_method(pool.member_name(index), pool.member_descriptor(index));
  return method != nullptr ? method->access_flags : -1;
}

}  // namespace

// --- the class ---------------------------------------------------------------------------------------------------------

VM_JVM(const char*) JVM_GetClassNameUTF(JNIEnv* env, jclass klass) { return View(env, klass)->name->c_str(); }

VM_JVM(jint) JVM_GetClassCPEntriesCount(JNIEnv* env, jclass klass) {
  View view(env, klass);
  return view.has_file() ? view.pool().size() : 0;
}

VM_JVM(void) JVM_GetClassCPTypes(JNIEnv* env, jclass klass, unsigned char* types) {
  View view(env, klass);
  if (!view.has_file()) return;
  for (int i = 0; i < view.pool().size(); i++) types[i] = static_cast<unsigned char>(view.pool().tag(i));
}

VM_JVM(jint) JVM_GetClassFieldsCount(JNIEnv* env, jclass klass) {
  View view(env, klass);
  if (!view.has_file()) return 0;
  jint count = 0;
  for (uint32_t i = 0; i < view->field_count; i++) count += !view->fields.get()[i].is_injected();
  return count;
}

VM_JVM(jint) JVM_GetClassMethodsCount(JNIEnv* env, jclass klass) {
  View view(env, klass);
  return view.has_file() ? static_cast<jint>(view->method_count) : 0;
}

VM_JVM(jboolean) JVM_IsSameClassPackage(JNIEnv* env, jclass class1, jclass class2) {
  return ops::same_package(View(env, class1).get(), View(env, class2).get());
}

// --- methods and fields ------------------------------------------------------------------------------------------------

VM_JVM(void) JVM_GetMethodIxExceptionIndexes(JNIEnv* env, jclass klass, jint method, unsigned short* exceptions) {
  View view(env, klass);
  const MethodInfo& info = view.info(method);
  for (int i = 0; i < info.checked_exception_count; i++) exceptions[i] = info.checked_exceptions[i];
}
VM_JVM(jint) JVM_GetMethodIxExceptionsCount(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).info(method).checked_exception_count;
}
VM_JVM(void) JVM_GetMethodIxByteCode(JNIEnv* env, jclass klass, jint method, unsigned char* code) {
  View view(env, klass);
  const MethodInfo& info = view.info(method);
  memcpy(code, info.original_code.get(), info.code_length);
}
VM_JVM(jint) JVM_GetMethodIxByteCodeLength(JNIEnv* env, jclass klass, jint method) {
  return static_cast<jint>(View(env, klass).info(method).code_length);
}
VM_JVM(void) JVM_GetMethodIxExceptionTableEntry(JNIEnv* env, jclass klass, jint method, jint entry_index,
                                                JVM_ExceptionTableEntryType* entry) {
  View view(env, klass);
  const ExceptionHandler& handler = view.info(method).handlers[entry_index];
  *entry = {handler.start_bci, handler.end_bci, handler.handler_bci, handler.catch_type_index};
}
VM_JVM(jint) JVM_GetMethodIxExceptionTableLength(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).info(method).handler_count;
}
VM_JVM(jint) JVM_GetFieldIxModifiers(JNIEnv* env, jclass klass, jint field) {
  View view(env, klass);
  VM_CHECK(field >= 0 && static_cast<uint32_t>(field) < view->field_count);
  return view->fields.get()[field].access_flags;
}
VM_JVM(jint) JVM_GetMethodIxModifiers(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).method(method).access_flags;
}
VM_JVM(jint) JVM_GetMethodIxLocalsCount(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).method(method).max_locals;
}
VM_JVM(jint) JVM_GetMethodIxArgsSize(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).method(method).argument_slots;
}
VM_JVM(jint) JVM_GetMethodIxMaxStack(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).method(method).max_stack;
}
VM_JVM(jboolean) JVM_IsConstructorIx(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).method(method).is_initializer();
}
VM_JVM(jboolean) JVM_IsVMGeneratedMethodIx(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).method(method).has_flag(Method::kOverpass);
}
VM_JVM(const char*) JVM_GetMethodIxNameUTF(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).info(method).name->c_str();
}
VM_JVM(const char*) JVM_GetMethodIxSignatureUTF(JNIEnv* env, jclass klass, jint method) {
  return View(env, klass).info(method).descriptor->c_str();
}

// --- constants ---------------------------------------------------------------------------------------------------------

VM_JVM(const char*) JVM_GetCPClassNameUTF(JNIEnv* env, jclass klass, jint index) {
  return View(env, klass).pool().class_name(index)->c_str();
}
VM_JVM(const char*) JVM_GetCPFieldNameUTF(JNIEnv* env, jclass klass, jint index) {
  return View(env, klass).pool().member_name(index)->c_str();
}
VM_JVM(const char*) JVM_GetCPMethodNameUTF(JNIEnv* env, jclass klass, jint index) {
  View view(env, klass);
  const ConstantPool& pool = view.pool();
  const ConstantTag tag = pool.tag(index);
  return pool.nat_name(tag == ConstantTag::kNameAndType ? index : pool.high_index(index))->c_str();
}
VM_JVM(const char*) JVM_GetCPFieldSignatureUTF(JNIEnv* env, jclass klass, jint index) {
  return View(env, klass).pool().member_descriptor(index)->c_str();
}
VM_JVM(const char*) JVM_GetCPMethodSignatureUTF(JNIEnv* env, jclass klass, jint index) {
  View view(env, klass);
  const ConstantPool& pool = view.pool();
  const ConstantTag tag = pool.tag(index);
  return pool.nat_descriptor(tag == ConstantTag::kNameAndType ? index : pool.high_index(index))->c_str();
}
VM_JVM(const char*) JVM_GetCPFieldClassNameUTF(JNIEnv* env, jclass klass, jint index) {
  return View(env, klass).pool().member_class_name(index)->c_str();
}
VM_JVM(const char*) JVM_GetCPMethodClassNameUTF(JNIEnv* env, jclass klass, jint index) {
  return View(env, klass).pool().member_class_name(index)->c_str();
}
VM_JVM(jint) JVM_GetCPFieldModifiers(JNIEnv* env, jclass klass, jint index, jclass called_class) {
  return field_modifiers(*View(env, klass).get(), index, *View(env, called_class).get());
}
VM_JVM(jint) JVM_GetCPMethodModifiers(JNIEnv* env, jclass klass, jint index, jclass called_class) {
  return method_modifiers(*View(env, klass).get(), index, *View(env, called_class).get());
}
VM_JVM(void) JVM_ReleaseUTF(const char* utf) {}
