// vm/jni/members.cpp - method and field ids, and binding native methods.
#include <vector>

#include "classloader/loading.h"
#include "vm/exec/native_call.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/ops/class_init.h"
#include "vm/ops/resolve.h"
#include "vm/thread/registry.h"

namespace kiln::jni {

namespace {

// "Ljava/lang/String;", "[I": how HotSpot names a class in NoSuchMethodError.
std::string signature_name(Thread& t, jclass klass) {
  Class* c = class_of_jclass(t, klass);
  if (c == nullptr) {
    NoSafepoint here(t);
    return std::string(1, descriptor_char(basic_type_of_mirror(*t.vm().known, ref_of(klass, here).get())));
  }
  return c->is_array() ? std::string(c->name_view()) : fmt::format("L{};", c->name_view());
}

Expected<jmethodID> find_method(Thread& t, jclass klass, const char* name, const char* descriptor, bool is_static) {
  SymbolTable& symbols = *t.vm().symbols;
  Symbol* name_symbol = symbols.find(name == nullptr ? "<init>" : name);
  Symbol* descriptor_symbol = symbols.find(descriptor);
  if (name_symbol == nullptr || descriptor_symbol == nullptr) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "{}", name);
  }
  Class* c = class_of_jclass(t, klass);
  Method* method = nullptr;
  if (c != nullptr) {
    VM_TRY_VOID(ops::initialize_class(t, c));
    std::string_view text = name_symbol->view();
    if (text == "<init>" || text == "<clinit>") {
      method = c->find_declared_method(name_symbol, descriptor_symbol);
    } else {
      method = c->is_interface() ? ops::lookup_interface_method(c, name_symbol, descriptor_symbol)
                                 : ops::lookup_method(c, name_symbol, descriptor_symbol);
    }
  }
  if (method == nullptr || method->is_static() != is_static) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "{}{}.{}{}", is_static ? "static " : "",
                     signature_name(t, klass), name_symbol->view(), descriptor);
  }
  return id_of(method);
}

Expected<jfieldID> find_field(Thread& t, jclass klass, const char* name, const char* descriptor, bool is_static) {
  SymbolTable& symbols = *t.vm().symbols;
  Symbol* name_symbol = symbols.find(name);
  Symbol* descriptor_symbol = symbols.find(descriptor);
  Class* c = class_of_jclass(t, klass);
  const Field* field = nullptr;
  if (c != nullptr && name_symbol != nullptr && descriptor_symbol != nullptr) {
    VM_TRY_VOID(ops::initialize_class(t, c));
    if (!c->is_array()) field = ops::lookup_field(c, name_symbol, descriptor_symbol);
  }
  if (field == nullptr || field->is_injected() || field->is_static() != is_static) {
    if (is_static) return throw_new(t, &Known::java_lang_NoSuchFieldError, "{}", name);
    return throw_new(t, &Known::java_lang_NoSuchFieldError, "{}.{} {}", c != nullptr ? external_name(*c) : "?", name,
                     descriptor);
  }
  return id_of(field);
}

// "p.C.name(int, java.lang.String)" with the result in front, as HotSpot shows a method.
std::string external_parameters(std::string_view descriptor) {
  std::string out;
  size_t i = 1;
  while (i < descriptor.size() && descriptor[i] != ')') {
    const size_t begin = i;
    while (descriptor[i] == '[') i++;
    if (descriptor[i] == 'L') i = descriptor.find(';', i);
    i++;
    if (out.size() != 0) out += ", ";
    const std::string_view one = descriptor.substr(begin, i - begin);
    out += one[0] == 'L' ? external_name(one.substr(1, one.size() - 2))
                         : (one[0] == '[' ? external_name(one) : java_name(basic_type_of(one[0])));
  }
  return out;
}

std::string external_method(const Class& c, std::string_view name, std::string_view descriptor) {
  std::string_view result = descriptor.substr(descriptor.find(')') + 1);
  std::string result_name = result[0] == 'L'   ? external_name(result.substr(1, result.size() - 2))
                            : result[0] == '[' ? external_name(result)
                                               : java_name(basic_type_of(result[0]));
  return fmt::format("{} {}.{}({})", result_name, external_name(c), name, external_parameters(descriptor));
}

Expected<Method*> native_method_of(Thread& t, Class& c, const JNINativeMethod& row) {
  SymbolTable& symbols = *t.vm().symbols;
  Symbol* name = symbols.find(row.name);
  Symbol* descriptor = symbols.find(row.signature);
  if (name == nullptr || descriptor == nullptr) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "Method {}.{}{} not found", external_name(c), row.name,
                     row.signature);
  }
  Method* method = c.find_declared_method(name, descriptor);
  if (method == nullptr) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "Method '{}' name or signature does not match",
                     external_method(c, row.name, row.signature));
  }
  if (!method->is_native()) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "Method '{}' is not declared as native",
                     external_method(c, row.name, row.signature));
  }
  return method;
}

// The look-up's answer, or null with the exception pending.
template <typename Find>
auto member_id(JNIEnv* env, Find find, jclass klass, const char* name, const char* descriptor, bool is_static) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return find(t, klass, name, descriptor, is_static).value_or(nullptr);
}

}  // namespace

jmethodID GetMethodID(JNIEnv* env, jclass klass, const char* name, const char* descriptor) {
  return member_id(env, find_method, klass, name, descriptor, false);
}

jmethodID GetStaticMethodID(JNIEnv* env, jclass klass, const char* name, const char* descriptor) {
  return member_id(env, find_method, klass, name, descriptor, true);
}

jfieldID GetFieldID(JNIEnv* env, jclass klass, const char* name, const char* descriptor) {
  return member_id(env, find_field, klass, name, descriptor, false);
}

jfieldID GetStaticFieldID(JNIEnv* env, jclass klass, const char* name, const char* descriptor) {
  return member_id(env, find_field, klass, name, descriptor, true);
}

jint RegisterNatives(JNIEnv* env, jclass klass, const JNINativeMethod* rows, jint count) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Class* c = class_of_jclass(t, klass);
  if (c == nullptr) return JNI_ERR;
  // Rows before the first wrong one are bound. Other threads may be on their way into the methods.
  std::vector<Method*> methods;
  for (jint i = 0; i < count; i++) {
    auto method = native_method_of(t, *c, rows[i]);
    if (!method.ok()) break;
    methods.push_back(method.value());
  }
  t.vm().threads->stop_the_world(t);
  for (size_t i = 0; i < methods.size(); i++) bind_native(*methods[i], rows[i].fnPtr, /*is_vm_function=*/false);
  t.vm().threads->resume_the_world(t);
  return methods.size() == static_cast<size_t>(count) ? JNI_OK : JNI_ERR;
}

jint UnregisterNatives(JNIEnv* env, jclass klass) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* c = class_of_jclass(t, klass);
  if (c == nullptr) return JNI_OK;
  t.vm().threads->stop_the_world(t);
  for (uint32_t i = 0; i < c->method_count; i++) {
    Method& method = c->methods.get()[i];
    if (method.is_native()) bind_native(method, nullptr, /*is_vm_function=*/false);
  }
  t.vm().threads->resume_the_world(t);
  return JNI_OK;
}

}  // namespace kiln::jni
