// JVM_* functions that find and define classes for java.lang.ClassLoader and java.lang.Class.forName.
#include <algorithm>
#include <string>
#include <vector>

#include "classloader/boot_loader.h"
#include "classloader/loading.h"
#include "classloader/modules.h"
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/symbol.h"
#include "vm/ops/class_init.h"
#include "vm/ops/resolve.h"

namespace kiln::stdlib {
namespace {

constexpr size_t kLongestName = 65535;  // bytes of a Utf8 constant (JVMS 4.4.7)

using MirrorResult = Expected<Ref<java::Class>>;

MirrorResult define(Thread& t, const char* name, jobject loader, const jbyte* bytes, jsize length,
                    jobject protection_domain, const char* source) {
  ClassDefinition definition;
  if (name != nullptr) {
    definition.name = name;
    if (definition.name.size() > kLongestName) {
      return throw_message(t, known_of(t).java_lang_NoClassDefFoundError,
                           fmt::format("Class name exceeds maximum length of {}: {}", kLongestName, name).c_str());
    }
  }
  definition.bytes = {reinterpret_cast<const uint8_t*>(bytes), static_cast<size_t>(length)};
  definition.loader = handle_of<java::ClassLoader>(loader);
  definition.protection_domain = handle_of(protection_domain);
  if (source != nullptr) definition.source = source;
  VM_TRY(Class * klass, define_class(t, definition));
  return klass->mirror();
}

// Flags of JVM_LookupDefineClass.
constexpr jint kNestmate = 1, kHiddenClass = 2, kStrong = 4, kAccessVmAnnotations = 8;

Expected<void> check_ordinary_class_flags(Thread& t, jint flags, bool has_class_data) {
  Class* Known::*illegal = &Known::java_lang_IllegalArgumentException;
  if (has_class_data) return throw_new(t, illegal, "classData is only applicable for hidden classes");
  if (flags & kNestmate) return throw_new(t, illegal, "dynamic nestmate is only applicable for hidden classes");
  if (!(flags & kStrong)) return throw_new(t, illegal, "an ordinary class must be strongly referenced by its defining loader");
  if (flags & kAccessVmAnnotations) return throw_new(t, illegal, "vm annotations only allowed for hidden classes");
  if (flags != kStrong) return throw_new(t, illegal, "invalid flag 0x{:x}", flags);
  return {};
}

MirrorResult lookup_define(Thread& t, jclass lookup, const char* name, const jbyte* bytes, jsize length,
                           jobject protection_domain, bool initialize, jint flags, jobject class_data) {
  if (lookup == nullptr) return throw_new(t, &Known::java_lang_IllegalArgumentException, "Lookup class is null");
  Class* lookup_class = mirrored_class(t, lookup);
  VM_CHECK(lookup_class != nullptr && name != nullptr);
  ClassDefinition definition;
  definition.name = name;
  definition.bytes = {reinterpret_cast<const uint8_t*>(bytes), static_cast<size_t>(length)};
  definition.loader = Handle<java::ClassLoader>(t, loader_of(*lookup_class));
  definition.protection_domain = handle_of(protection_domain);
  definition.is_hidden = flags & kHiddenClass;
  definition.is_strong = flags & kStrong;
  definition.is_access_vm_annotations = flags & kAccessVmAnnotations;
  definition.lookup_class = lookup_class;
  definition.class_data = handle_of(class_data);
  if (!definition.is_hidden) {
    VM_TRY_VOID(check_ordinary_class_flags(t, flags, class_data != nullptr));
    definition.lookup_class = nullptr;
  } else if (flags & kNestmate) {
    VM_TRY(definition.nest_host, ops::nest_host_of(t, lookup_class));
  }
  VM_TRY(Class * klass, define_class(t, definition));
  Handle<java::Class> keeps_alive(t, klass->mirror());
  if (initialize) {
    VM_TRY_VOID(ops::initialize_class(t, klass));
  } else {
    VM_TRY_VOID(link_class(t, klass));
  }
  return klass->mirror();
}

// Packages of the boot loader that classes have been loaded from, each once. Those of modules made at run time (proxies)
// have no location and are not told.
std::vector<PackageEntry*> boot_packages_in_use(Vm& vm) {
  std::vector<PackageEntry*> packages;
  LoaderData* boot = &boot_loader_data(vm);
  vm.classes->for_each([&](Class& klass) {
    if (klass.loader.get() != boot || klass.is_array() || klass.package.get() == nullptr) return;
    const ModuleEntry* module = klass.package->module;
    bool has_location = module != nullptr && module->location.get() != nullptr;
    if (has_location || klass.package->boot_source >= 0) packages.push_back(klass.package);
  });
  std::sort(packages.begin(), packages.end());
  packages.erase(std::unique(packages.begin(), packages.end()), packages.end());
  return packages;
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jclass) JVM_FindPrimitiveClass(JNIEnv* env, const char* utf) {
  return jobject_of<jclass>(env, [&](Thread& t) -> MirrorResult {
    for (int i = 0; i < kBasicTypes; i++) {
      BasicType type = static_cast<BasicType>(i);
      if (type != BasicType::kObject && std::string_view(java_name(type)) == utf) return primitive_mirror(known_of(t), type);
    }
    return throw_new(t, &Known::java_lang_ClassNotFoundException, "{}", utf);
  });
}

VM_JVM(jclass) JVM_FindClassFromBootLoader(JNIEnv* env, const char* name) {
  return jobject_of<jclass>(env, [&](Thread& t) -> MirrorResult {
    std::string_view text(name);
    if (text.size() > kLongestName) return Ref<java::Class>();
    VM_TRY(Class * klass, find_boot_class(t, t.vm().symbols->intern(text)));
    return klass != nullptr ? klass->mirror() : Ref<java::Class>();
  });
}

VM_JVM(jclass) JVM_FindClassFromCaller(JNIEnv* env, const char* name, jboolean initialize, jobject loader, jclass caller) {
  return jobject_of<jclass>(env, [&](Thread& t) -> MirrorResult {
    std::string_view text(name);
    if (text.size() > kLongestName) {
      return throw_new(t, &Known::java_lang_ClassNotFoundException, "Class name exceeds maximum length of {}: {}", kLongestName,
                       name);
    }
    VM_TRY(Class * klass, load_class(t, t.vm().symbols->intern(text), handle_of<java::ClassLoader>(loader), false));
    if (initialize && !klass->is_array()) VM_TRY_VOID(ops::initialize_class(t, klass));
    return klass->mirror();
  });
}

VM_JVM(jclass) JVM_FindClassFromClass(JNIEnv* env, const char* name, jboolean initialize, jclass from) {
  return jobject_of<jclass>(env, [&](Thread& t) -> MirrorResult {
    Class* from_class = from != nullptr ? mirrored_class(t, from) : nullptr;
    Handle<java::ClassLoader> loader;
    if (from_class != nullptr) loader = Handle<java::ClassLoader>(t, loader_of(*from_class));
    VM_TRY(Class * klass, load_class(t, t.vm().symbols->intern(name), loader, true));
    if (initialize && !klass->is_array()) VM_TRY_VOID(ops::initialize_class(t, klass));
    return klass->mirror();
  });
}

VM_JVM(jclass) JVM_FindLoadedClass(JNIEnv* env, jobject loader, jstring name) {
  return jobject_of<jclass>(env, [&](Thread& t) -> MirrorResult {
    if (name == nullptr) return Ref<java::Class>();
    std::string text = string_to_utf8(t, handle_of<java::String>(name));
    std::replace(text.begin(), text.end(), '.', '/');
    Symbol* symbol = t.vm().symbols->find(text);
    if (symbol == nullptr) return Ref<java::Class>();
    Class* klass = find_loaded_class(t.vm(), symbol, &loader_data_of(t, handle_of<java::ClassLoader>(loader)));
    return klass != nullptr ? klass->mirror() : Ref<java::Class>();
  });
}

VM_JVM(jclass) JVM_DefineClass(JNIEnv* env, const char* name, jobject loader, const jbyte* bytes, jsize length,
                               jobject protection_domain) {
  return jobject_of<jclass>(env, [&](Thread& t) { return define(t, name, loader, bytes, length, protection_domain, nullptr); });
}

VM_JVM(jclass) JVM_DefineClassWithSource(JNIEnv* env, const char* name, jobject loader, const jbyte* bytes, jsize length,
                                         jobject protection_domain, const char* source) {
  return jobject_of<jclass>(env, [&](Thread& t) { return define(t, name, loader, bytes, length, protection_domain, source); });
}

VM_JVM(jclass) JVM_LookupDefineClass(JNIEnv* env, jclass lookup, const char* name, const jbyte* bytes, jsize length,
                                     jobject protection_domain, jboolean initialize, jint flags, jobject class_data) {
  return jobject_of<jclass>(env, [&](Thread& t) {
    return lookup_define(t, lookup, name, bytes, length, protection_domain, initialize, flags, class_data);
  });
}

// Where the classes of a boot package come from ("jrt:/java.base"); null when none has been loaded.
VM_JVM(jstring) JVM_GetSystemPackage(JNIEnv* env, jstring name) {
  return jobject_of<jstring>(env, [&](Thread& t) -> Expected<Ref<java::String>> {
    Symbol* wanted = t.vm().symbols->find(string_to_utf8(t, handle_of<java::String>(name)));
    for (PackageEntry* package : boot_packages_in_use(t.vm())) {
      if (package->name.get() != wanted) continue;
      if (package->boot_source < 0) return make_string(t, package->module->location->view());
      return make_string(t, t.vm().boot_loader->append_path().path(static_cast<size_t>(package->boot_source)));
    }
    return Ref<java::String>();
  });
}

VM_JVM(jobjectArray) JVM_GetSystemPackages(JNIEnv* env) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    std::vector<PackageEntry*> packages = boot_packages_in_use(t.vm());
    VM_TRY(Ref<java::ObjectArray> array, new_array_of(t, known_of(t).java_lang_String, packages.size()));
    Handle<java::ObjectArray> names(t, array);
    for (size_t i = 0; i < packages.size(); i++) {
      VM_TRY(Ref<java::String> name, make_string(t, packages[i]->name->view()));
      barrier::store_element(names.unsafe_ref().get(), static_cast<int32_t>(i), name);
    }
    return names.unsafe_ref();
  });
}

}  // extern "C"
