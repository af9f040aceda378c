// Finding and loading classes by name (JVMS 5.3): the dictionary first, then the boot loader's files or the upcall
// ClassLoader.loadClass.
#include "classloader/loading.h"

#include "classloader/boot_loader.h"
#include "classloader/constraint_checks.h"
#include "classloader/dictionary/dictionary.h"
#include "classloader/modules.h"
#include "vm/base/log.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/exec/mirrors.h"
#include "vm/thread/monitor.h"

namespace kiln {

// ---- loaders ----

LoaderData& boot_loader_data(Vm& vm) {
  Dictionary& dictionary = *vm.dictionary;
  if (dictionary.boot == nullptr) {
    dictionary.boot = &vm.classes->add_loader(vm, 0);
  }
  return *dictionary.boot;
}

LoaderData& loader_data_of(Thread& thread, Handle<java::ClassLoader> loader) {
  Vm& vm = thread.vm();
  if (loader.is_null()) return boot_loader_data(vm);
  Object* object = loader.unsafe_ref().get();
  auto& slot = object->atomic_at<int64_t>(vm.known->java_lang_ClassLoader_loader_data);
  auto current = [&slot] { return reinterpret_cast<LoaderData*>(slot.load(std::memory_order_acquire)); };
  if (LoaderData* data = current()) return *data;
  vm.dictionary->synchronized([&] {
    if (current() != nullptr) return;
    const Class& klass = *class_of(object);
    bool is_builtin = klass.loader->is_boot && (klass.name_view() == "jdk/internal/loader/ClassLoaders$AppClassLoader" ||
                                                klass.name_view() == "jdk/internal/loader/ClassLoaders$PlatformClassLoader");
    LoaderData& data = vm.classes->add_loader(vm, loader.unsafe_ref().bits(), is_builtin);
    slot.store(reinterpret_cast<intptr_t>(&data), std::memory_order_release);
  });
  return *current();
}

Ref<java::ClassLoader> loader_of(const Class& klass) { return Ref<java::ClassLoader>(klass.loader->loader); }

// ---- looking up ----

namespace {

// "[[I", "[[La/b/C;": dimensions, and the class name (empty for a primitive element).
struct ArrayName {
  int dimensions = 0;
  std::string_view class_name;
  BasicType element = BasicType::kObject;
};

bool parse_array_name(std::string_view name, ArrayName* result) {
  while (result->dimensions < static_cast<int>(name.size()) && name[static_cast<size_t>(result->dimensions)] == '[') result->dimensions++;
  std::string_view element = name.substr(static_cast<size_t>(result->dimensions));
  if (result->dimensions > 255) return false;
  if (element.size() == 1 && std::string_view("ZBCSIJFD").find(element[0]) != std::string_view::npos) {
    result->element = basic_type_of(element[0]);
    return true;
  }
  if (element.size() < 3 || element.front() != 'L' || element.back() != ';') return false;
  result->class_name = element.substr(1, element.size() - 2);
  return true;
}

}  // namespace

Class* find_loaded_class(Vm& vm, Symbol* name, LoaderData* loader) {
  if (loader == nullptr) loader = &boot_loader_data(vm);
  if (name->length() == 0 || (*name)[0] != '[') return vm.dictionary->find(*loader, name);
  ArrayName array;
  if (!parse_array_name(name->view(), &array)) return nullptr;
  Class* klass;
  if (array.class_name.empty()) {
    klass = vm.known->primitive_arrays[static_cast<int>(array.element)];
    array.dimensions--;
  } else {
    Symbol* symbol = vm.symbols->find(array.class_name);
    klass = symbol != nullptr ? vm.dictionary->find(*loader, symbol) : nullptr;
  }
  for (; klass != nullptr && array.dimensions > 0; array.dimensions--) {
    klass = reinterpret_cast<Class*>(static_cast<uintptr_t>(klass->state->array_class.load(std::memory_order_acquire)));
  }
  return klass;
}

// ---- loading ----

namespace {

// Who finds that there is no class writes its internal name, as HotSpot does; Java loaders write x.Y.
Pending throw_not_found(Thread& thread, std::string_view name, bool as_error) {
  if (as_error) return throw_new(thread, &Known::java_lang_NoClassDefFoundError, "{}", name);
  return throw_new(thread, &Known::java_lang_ClassNotFoundException, "{}", name);
}

// A ClassNotFoundException becomes the cause of a NoClassDefFoundError; every other exception passes.
Pending translate_exception(Thread& thread, std::string_view name, bool as_error) {
  const Known& known = *thread.vm().known;
  if (!as_error || !class_of(Ref<>(thread.exception).get())->is_subclass_of(known.java_lang_ClassNotFoundException)) return kPending;
  HandleScope scope(thread);
  Handle<java::Throwable> cause(thread, take_exception(thread));
  return throw_with_cause(thread, known.java_lang_NoClassDefFoundError, std::string(name).c_str(), cause);
}

// Locks a loader that is not parallel capable while its loadClass runs.
class LoaderLock {
 public:
  LoaderLock(Thread& thread, Handle<java::ClassLoader> loader) : thread_(thread), loader_(loader) {
    is_locked_ = load_ref(loader.unsafe_ref().get(), thread.vm().known->java_lang_ClassLoader_parallelLockMap).is_null();
    if (is_locked_) monitor_enter(thread, loader);
  }
  ~LoaderLock() {
    if (is_locked_) (void)monitor_exit(thread_, loader_.unsafe_ref().get());
  }
  LoaderLock(const LoaderLock&) = delete;
  LoaderLock& operator=(const LoaderLock&) = delete;

 private:
  Thread& thread_;
  Handle<java::ClassLoader> loader_;
  bool is_locked_;
};

// Enters a class that another loader defined under this, initiating, loader.
Expected<Class*> record_initiated(Thread& thread, LoaderData& loader, Symbol* name, Class* klass) {
  thread.vm().classes->keep(*loader.lifetime, *klass->state->lifetime);
  Dictionary::Entered entered = thread.vm().dictionary->enter(loader, name, *klass);
  if (entered.klass == klass) return klass;
  return throw_not_required_class(thread, loader, *klass, entered.klass != nullptr ? *entered.klass : *entered.required);
}

// The upcall. Null, nothing pending: the loader returned null or a class of another name.
Expected<Class*> call_load_class(Thread& thread, Symbol* name, Handle<java::ClassLoader> loader, LoaderData& data) {
  Vm& vm = thread.vm();
  HandleScope scope(thread);
  LoaderLock lock(thread, loader);
  // It may have been loaded while we waited.
  if (Class* klass = vm.dictionary->find(data, name)) return klass;
  VM_TRY(Ref<java::String> text, make_external_name(thread, name->view()));
  Handle<java::String> java_name(thread, text);
  JavaArguments arguments;
  arguments.push(loader).push(java_name);
  VM_TRY(JavaValue result, call_virtual(thread, vm.known->java_lang_ClassLoader_loadClass, arguments));
  if (result.ref().is_null()) return nullptr;
  Class* klass = class_of_mirror(*vm.known, result.ref().get());
  if (klass == nullptr || klass->name.get() != name) return nullptr;
  return record_initiated(thread, data, name, klass);
}

// Not an array. Null, nothing pending: there is none.
Expected<Class*> load_instance_class(Thread& thread, Symbol* name, Handle<java::ClassLoader> loader) {
  Vm& vm = thread.vm();
  LoaderData& data = loader_data_of(thread, loader);
  if (Class* klass = vm.dictionary->find(data, name)) return klass;
  if (vm.dictionary->is_super_loading(thread, data, name)) {
    return throw_new(thread, &Known::java_lang_ClassCircularityError, "{}", name->view());
  }
  if (data.is_boot) return find_boot_class(thread, name);
  return call_load_class(thread, name, loader, data);
}

Expected<Class*> load_array_class(Thread& thread, Symbol* name, Handle<java::ClassLoader> loader, bool as_error) {
  ArrayName array;
  if (!parse_array_name(name->view(), &array)) return throw_not_found(thread, name->view(), as_error);
  Class* klass = nullptr;
  if (array.class_name.empty()) {
    VM_TRY(klass, primitive_array_class(thread, array.element));
    array.dimensions--;
  } else {
    auto element = load_instance_class(thread, thread.vm().symbols->intern(array.class_name), loader);
    // The error names the array.
    if (!element.ok()) return translate_exception(thread, name->view(), as_error);
    if (element.value() == nullptr) return throw_not_found(thread, name->view(), as_error);
    klass = element.value();
  }
  for (; array.dimensions > 0; array.dimensions--) {
    VM_TRY(klass, array_class_of(thread, klass));
  }
  return klass;
}

}  // namespace

Expected<Class*> load_class(Thread& thread, Symbol* name, Handle<java::ClassLoader> loader, bool as_error) {
  std::string_view text = name->view();
  if (text.starts_with('[')) return load_array_class(thread, name, loader, as_error);
  auto result = load_instance_class(thread, name, loader);
  if (!result.ok()) return translate_exception(thread, text, as_error);
  if (result.value() == nullptr) return throw_not_found(thread, text, as_error);
  return result.value();
}

Expected<Class*> find_boot_class(Thread& thread, Symbol* name) {
  Vm& vm = thread.vm();
  LoaderData& boot = boot_loader_data(vm);
  Class* klass = nullptr;
  switch (vm.dictionary->start_loading(thread, boot, name, &klass)) {
    case Dictionary::Start::kLoaded:
      return klass;
    case Dictionary::Start::kCircular:
      return throw_new(thread, &Known::java_lang_ClassCircularityError, "{}", name->view());
    case Dictionary::Start::kMine:
      break;
  }
  Resource resource;
  std::string source, error;
  int32_t append_entry = -1;
  Lookup lookup = vm.boot_loader->read_class(vm, name->view(), &resource, &source, &append_entry, &error);
  Expected<Class*> result = nullptr;
  if (lookup == Lookup::kFound) {
    ClassDefinition definition;
    definition.name = name->view();
    definition.bytes = resource.bytes();
    definition.source = source;
    result = define_class(thread, definition);
    if (append_entry >= 0 && result.ok() && result.value()->package.get() != nullptr) {
      PackageEntry& package = *result.value()->package;
      if (package.boot_source < 0) package.boot_source = append_entry;
    }
  } else if (lookup == Lookup::kBroken) {
    VM_LOG(*vm.log, warning, (class, load), "{}: {}", name->view(), error);
  }
  vm.dictionary->finish_loading(thread, boot, name);
  return result;
}

// ---- descriptors ----

Expected<Class*> class_of_descriptor(Thread& thread, std::string_view descriptor, Handle<java::ClassLoader> loader,
                                     BasicType* primitive) {
  *primitive = basic_type_of(descriptor[0]);
  if (*primitive != BasicType::kObject) return nullptr;
  std::string_view name = descriptor[0] == 'L' ? descriptor.substr(1, descriptor.size() - 2) : descriptor;
  return load_class(thread, thread.vm().symbols->intern(name), loader, true);
}

Expected<Ref<java::Class>> mirror_of_descriptor(Thread& thread, std::string_view descriptor, Handle<java::ClassLoader> loader) {
  BasicType primitive;
  VM_TRY(Class * klass, class_of_descriptor(thread, descriptor, loader, &primitive));
  return klass != nullptr ? klass->mirror() : primitive_mirror(*thread.vm().known, primitive);
}

}  // namespace kiln
