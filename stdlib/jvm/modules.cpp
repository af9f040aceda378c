// stdlib/jvm/modules.cpp - java.lang.Module tells the VM of modules, reads and exports. Java gives package names with
// dots; the module table has them with slashes.
#include "classloader/modules.h"

#include <algorithm>

#include "stdlib/jvm/jvm.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/exec/jobject.h"
#include "vm/thread/transitions.h"

using namespace kiln;  // NOLINT

namespace {

std::string internal_name(Thread& t, Handle<java::String> name) {
  std::string text = string_to_utf8(t, name);
  std::replace(text.begin(), text.end(), '.', '/');
  return text;
}

Expected<std::vector<std::string>> package_names(Thread& t, Handle<java::ObjectArray> packages) {
  std::vector<std::string> names;
  const int32_t count = packages.is_null() ? 0 : packages.unsafe_ref()->array_length();
  for (int32_t i = 0; i < count; i++) {
    HandleScope scope(t);
    Handle<java::String> name(t, load_element<java::String>(packages.unsafe_ref().get(), i));
    if (name.is_null() || class_of(name.unsafe_ref().get()) != t.vm().known->java_lang_String) {
      return throw_new(t, &Known::java_lang_IllegalArgumentException, "Bad package name");
    }
    names.push_back(internal_name(t, name));
  }
  return names;
}

Expected<void> define_module(Thread& t, Handle<java::Module> module, bool is_open, Handle<java::String> version,
                             Handle<java::String> location, Handle<java::ObjectArray> packages) {
  VM_TRY(std::vector<std::string> names, package_names(t, packages));
  return t.vm().modules->define_module(t, module, is_open, version, location, names);
}

// Runs export(table, from, package).
template <typename Export>
void add_exports(JNIEnv* env, jobject from, jstring package, Export&& add) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  if (package == nullptr) {
    throw_new(t, &Known::java_lang_NullPointerException, "package is null");
    return;
  }
  static_cast<void>(add(t, *t.vm().modules, handle_of<java::Module>(from),
                        internal_name(t, handle_of<java::String>(package))));
}

}  // namespace

VM_JVM(void) JVM_DefineModule(JNIEnv* env, jobject module, jboolean is_open, jstring version, jstring location,
                              jobjectArray packages) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  static_cast<void>(define_module(t, handle_of<java::Module>(module), is_open != JNI_FALSE,
                                  handle_of<java::String>(version), handle_of<java::String>(location),
                                  handle_of<java::ObjectArray>(packages)));
}

VM_JVM(void) JVM_SetBootLoaderUnnamedModule(JNIEnv* env, jobject module) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  static_cast<void>(t.vm().modules->set_boot_unnamed_module(t, handle_of<java::Module>(module)));
}

VM_JVM(void) JVM_AddReadsModule(JNIEnv* env, jobject from, jobject source) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  static_cast<void>(t.vm().modules->add_reads(t, handle_of<java::Module>(from), handle_of<java::Module>(source)));
}

VM_JVM(void) JVM_AddModuleExports(JNIEnv* env, jobject from, jstring package, jobject to) {
  add_exports(env, from, package, [&](Thread& t, ModuleTable& table, Handle<java::Module> module, const std::string& name) {
    return table.add_exports(t, module, name, handle_of<java::Module>(to));
  });
}

VM_JVM(void) JVM_AddModuleExportsToAll(JNIEnv* env, jobject from, jstring package) {
  add_exports(env, from, package, [](Thread& t, ModuleTable& table, Handle<java::Module> module, const std::string& name) {
    return table.add_exports_to_all(t, module, name);
  });
}

VM_JVM(void) JVM_AddModuleExportsToAllUnnamed(JNIEnv* env, jobject from, jstring package) {
  add_exports(env, from, package, [](Thread& t, ModuleTable& table, Handle<java::Module> module, const std::string& name) {
    return table.add_exports_to_all_unnamed(t, module, name);
  });
}
