// The operations of java.lang.Module on the VM: define, read, export (JVM_DefineModule and friends).
#include "classloader/loading.h"
#include "classloader/module_table_impl.h"
#include "gc/barrier.h"
#include "vm/base/log.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"

namespace kiln {

namespace {

std::string with_slashes(std::string_view package) {
  std::string result(package);
  for (char& c : result) {
    if (c == '.') c = '/';
  }
  return result;
}

bool is_package_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.back() == '/') return false;
  for (size_t i = 0; i < name.size(); i++) {
    char c = name[i];
    if (c == ';' || c == '[' || c == '\\' || (c == '/' && name[i - 1] == '/')) return false;
  }
  return true;
}

Symbol* symbol_or_null(Thread& thread, Handle<java::String> text) {
  return text.is_null() ? nullptr : thread.vm().symbols->intern(string_to_utf8(thread, text));
}

std::string name_of(const ModuleEntry& module) {
  return module.name.get() != nullptr ? std::string(module.name->view()) : "unnamed module";
}

bool is_module_object(Thread& thread, Handle<java::Module> module) {
  return class_of(module.unsafe_ref().get())->is_subclass_of(thread.vm().known->java_lang_Module);
}

Handle<java::ClassLoader> loader_of_module(Thread& thread, Handle<java::Module> module) {
  return {thread, load_ref<java::ClassLoader>(module.unsafe_ref().get(), thread.vm().known->java_lang_Module_loader)};
}

// The entry behind a Module object; null when it was never defined.
ModuleEntry* entry_of(Thread& thread, Handle<java::Module> module) {
  Vm& vm = thread.vm();
  Object* object = module.unsafe_ref().get();
  if (auto* entry = reinterpret_cast<ModuleEntry*>(object->get<int64_t>(vm.known->java_lang_Module_module_entry))) return entry;
  if (!load_ref(object, vm.known->java_lang_Module_name).is_null()) return nullptr;
  return &vm.modules->unnamed_module(loader_data_of(thread, loader_of_module(thread, module)));
}

Expected<ModuleEntry*> from_module(Thread& thread, Handle<java::Module> module) {
  if (module.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException, "from_module is null");
  ModuleEntry* entry = entry_of(thread, module);
  if (entry == nullptr) return throw_new(thread, &Known::java_lang_IllegalArgumentException, "from_module is not valid");
  return entry;
}

Expected<ModuleEntry*> to_module(Thread& thread, Handle<java::Module> module) {
  ModuleEntry* entry = entry_of(thread, module);
  if (entry == nullptr) return throw_new(thread, &Known::java_lang_IllegalArgumentException, "to_module is invalid");
  return entry;
}

void bind(Thread& thread, ModuleEntry& entry, Handle<java::Module> module) {
  entry.module = module.unsafe_ref().bits();
  module.unsafe_ref()->set<int64_t>(thread.vm().known->java_lang_Module_module_entry, reinterpret_cast<intptr_t>(&entry));
}

// Classes loaded before java.base was defined learn their module now; so do the primitive types.
void patch_early_mirrors(Thread& thread, const ModuleEntry& java_base) {
  Vm& vm = thread.vm();
  Known& known = *vm.known;
  vm.classes->for_each([&](Class& klass) {
    if (klass.module.get() != &java_base || klass.mirror().is_null()) return;
    barrier::store_field(klass.mirror().get(), known.java_lang_Class_module, Ref<>(java_base.module));
  });
  for (uint32_t bits : known.primitive_mirrors) {
    if (bits != 0) barrier::store_field(Ref<>(bits).get(), known.java_lang_Class_module, Ref<>(java_base.module));
  }
}

}  // namespace

Expected<void> ModuleTable::define_module(Thread& thread, Handle<java::Module> module, bool is_open, Handle<java::String> version,
                                          Handle<java::String> location, const std::vector<std::string>& packages) {
  const Known& known = *vm_.known;
  if (module.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException, "Null module object");
  if (!is_module_object(thread, module)) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "module is not an instance of type java.lang.Module");
  }
  HandleScope scope(thread);
  Handle<java::String> java_name(thread, load_ref<java::String>(module.unsafe_ref().get(), known.java_lang_Module_name));
  if (java_name.is_null()) return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Module name cannot be null");
  std::string name = string_to_utf8(thread, java_name);
  Handle<java::ClassLoader> loader_handle = loader_of_module(thread, module);
  LoaderData& loader = loader_data_of(thread, loader_handle);
  bool is_java_base = name == "java.base";
  if (is_java_base && !loader.is_boot) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Class loader must be the boot class loader");
  }
  if (is_java_base && java_base_->module != 0) {
    return throw_new(thread, &Known::java_lang_InternalError, "Module java.base is already defined");
  }
  bool is_platform = !loader.is_boot && loader.is_builtin &&
                     class_of(loader_handle.unsafe_ref().get())->name_view().ends_with("$PlatformClassLoader");
  std::vector<Symbol*> names;
  for (const std::string& package : packages) {
    std::string internal = with_slashes(package);
    if (!is_package_name(internal)) {
      return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Invalid package name: {} for module: {}", internal, name);
    }
    if (!loader.is_boot && !is_platform && (internal == "java" || internal.starts_with("java/"))) {
      return throw_new(thread, &Known::java_lang_IllegalArgumentException,
                       "Class loader (instance of): {} tried to define prohibited package name: {}", loader_name_and_id(loader),
                       external_name(internal));
    }
    names.push_back(vm_.symbols->intern(internal));
  }
  Symbol* name_symbol = vm_.symbols->intern(name);
  Symbol* version_symbol = symbol_or_null(thread, version);
  Symbol* location_symbol = symbol_or_null(thread, location);

  std::string problem;
  {
    MutexLock lock(impl_->mutex);
    for (ModuleEntry* other : impl_->modules) {
      if (!is_java_base && other->loader.get() == &loader && other->name.get() == name_symbol) {
        problem = fmt::format("Module {} is already defined", name);
      }
    }
    for (Symbol* package : names) {
      const PackageEntry* other = impl_->find(loader, package);
      if (other == nullptr || (is_java_base && other->module.get() == java_base_) || !problem.empty()) continue;
      if (other->module->name.get() != nullptr) {
        problem = fmt::format("Package {} for module {} is already in another module, {}, defined to the class loader",
                              external_name(package->view()), name, name_of(*other->module));
      } else {
        problem = fmt::format("Package {} for module {} is already in the unnamed module defined to the class loader",
                              external_name(package->view()), name);
      }
    }
    if (problem.empty()) {
      ModuleEntry* entry = is_java_base ? java_base_ : impl_->make_module(loader, name_symbol);
      entry->version = version_symbol;
      entry->location = location_symbol;
      entry->is_open = is_open;
      bind(thread, *entry, module);
      for (Symbol* package : names) {
        if (impl_->find(loader, package) == nullptr) impl_->make_package(loader, package, entry);
      }
    }
  }
  if (!problem.empty()) return throw_new(thread, &Known::java_lang_IllegalStateException, "{}", problem);
  VM_LOG(*vm_.log, info, (module, load), "{} location: {}", name,
         location_symbol != nullptr ? location_symbol->view() : std::string_view("null"));
  if (is_java_base) patch_early_mirrors(thread, *java_base_);
  return {};
}

Expected<void> ModuleTable::set_boot_unnamed_module(Thread& thread, Handle<java::Module> module) {
  const Known& known = *vm_.known;
  if (module.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException, "Null module object");
  if (!is_module_object(thread, module)) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "module is not an instance of type java.lang.Module");
  }
  Object* object = module.unsafe_ref().get();
  if (!load_ref(object, known.java_lang_Module_name).is_null()) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException,
                     "boot loader's unnamed module's java.lang.Module has a name");
  }
  if (!load_ref(object, known.java_lang_Module_loader).is_null()) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Class loader must be the boot class loader");
  }
  ModuleEntry& entry = unnamed_module(boot_loader_data(vm_));
  MutexLock lock(impl_->mutex);
  bind(thread, entry, module);
  return {};
}

Expected<void> ModuleTable::add_reads(Thread& thread, Handle<java::Module> from, Handle<java::Module> to) {
  HandleScope scope(thread);
  VM_TRY(ModuleEntry * reader, from_module(thread, from));
  if (to.is_null()) {  // every unnamed module
    MutexLock lock(impl_->mutex);
    reader->can_read_all_unnamed = true;
    return {};
  }
  VM_TRY(ModuleEntry * target, to_module(thread, to));
  if (reader->name.get() == nullptr || reader == target || reads(*reader, *target)) return {};
  MutexLock lock(impl_->mutex);
  reader->reads.push_back(target);
  return {};
}

Expected<void> ModuleTable::add_exports(Thread& thread, Handle<java::Module> from, std::string_view package, Handle<java::Module> to) {
  HandleScope scope(thread);
  if (to.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException, "to_module is null");
  VM_TRY(ModuleEntry * owner, from_module(thread, from));
  if (owner->name.get() == nullptr || owner->is_open) return {};
  VM_TRY(ModuleEntry * target, to_module(thread, to));
  Symbol* name = vm_.symbols->intern(with_slashes(package));
  PackageEntry* entry = find_package(*owner->loader, name);
  if (entry == nullptr || entry->module.get() != owner) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Package {} not found in from_module {}",
                     external_name(name->view()), name_of(*owner));
  }
  if (owner == target || is_exported_to(*entry, *target)) return {};
  MutexLock lock(impl_->mutex);
  entry->exported_to.push_back(target);
  return {};
}

Expected<void> ModuleTable::add_exports_to_all(Thread& thread, Handle<java::Module> from, std::string_view package) {
  HandleScope scope(thread);
  VM_TRY(ModuleEntry * owner, from_module(thread, from));
  if (owner->name.get() == nullptr || owner->is_open) return {};
  Symbol* name = vm_.symbols->intern(with_slashes(package));
  PackageEntry* entry = find_package(*owner->loader, name);
  if (entry == nullptr || entry->module.get() != owner) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Package {} not found in from_module {}",
                     external_name(name->view()), name_of(*owner));
  }
  MutexLock lock(impl_->mutex);
  entry->exported_unqualified = true;
  return {};
}

Expected<void> ModuleTable::add_exports_to_all_unnamed(Thread& thread, Handle<java::Module> from, std::string_view package) {
  HandleScope scope(thread);
  if (from.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException, "module is null");
  VM_TRY(ModuleEntry * owner, from_module(thread, from));
  if (owner->name.get() == nullptr || owner->is_open) return {};
  Symbol* name = vm_.symbols->intern(with_slashes(package));
  PackageEntry* entry = find_package(*owner->loader, name);
  if (entry == nullptr || entry->module.get() != owner) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "Package {} not found in module {}",
                     external_name(name->view()), name_of(*owner));
  }
  MutexLock lock(impl_->mutex);
  entry->exported_to_all_unnamed = true;
  return {};
}

}  // namespace kiln
