// ModuleTable: look-ups. The operations of java.lang.Module are in module_operations.cpp.
#include "classloader/modules.h"

#include <new>

#include "classloader/loading.h"
#include "classloader/module_table_impl.h"
#include "vm/base/memory.h"
#include "vm/exec/exceptions.h"

namespace kiln {

ModuleTable::ModuleTable(Vm& vm) : vm_(vm), impl_(new Impl) {
  java_base_ = impl_->make_module(boot_loader_data(vm), vm.symbols->intern("java.base"));
}

ModuleTable::~ModuleTable() {
  // The entries live in meta space; their vectors do not.
  for (ModuleEntry* module : impl_->modules) module->~ModuleEntry();
  for (auto& [key, package] : impl_->packages) package->~PackageEntry();
  delete impl_;
}

ModuleEntry* ModuleTable::Impl::make_module(LoaderData& loader, Symbol* name) {
  void* memory = loader.lifetime->allocate(sizeof(ModuleEntry), alignof(ModuleEntry));
  if (memory == nullptr) VM_FATAL("meta space is exhausted: no room for a module");
  auto* entry = new (memory) ModuleEntry{};
  entry->name = name;
  entry->loader = &loader;
  modules.push_back(entry);
  loader.lifetime->roots.push_back(&entry->module);
  return entry;
}

PackageEntry* ModuleTable::Impl::make_package(LoaderData& loader, Symbol* name, ModuleEntry* module) {
  void* memory = loader.lifetime->allocate(sizeof(PackageEntry), alignof(PackageEntry));
  if (memory == nullptr) VM_FATAL("meta space is exhausted: no room for a package");
  auto* entry = new (memory) PackageEntry{};
  entry->name = name;
  entry->module = module;
  packages[{&loader, name}] = entry;
  return entry;
}

PackageEntry* ModuleTable::Impl::find(const LoaderData& loader, const Symbol* name) const {
  auto it = packages.find({&loader, name});
  return it == packages.end() ? nullptr : it->second;
}

PackageEntry* ModuleTable::find_package(LoaderData& loader, const Symbol* name) {
  MutexLock lock(impl_->mutex);
  return impl_->find(loader, name);
}

PackageEntry& ModuleTable::package_for_class(LoaderData& loader, std::string_view package_name) {
  Symbol* name = vm_.symbols->intern(package_name);
  // Until java.base is defined all classes of the boot loader are its.
  ModuleEntry* owner = loader.is_boot && java_base_->module == 0 ? java_base_ : &unnamed_module(loader);
  MutexLock lock(impl_->mutex);
  if (PackageEntry* package = impl_->find(loader, name)) return *package;
  return *impl_->make_package(loader, name, owner);
}

ModuleEntry& ModuleTable::unnamed_module(LoaderData& loader) {
  MutexLock lock(impl_->mutex);
  if (loader.unnamed_module.get() != nullptr) return *loader.unnamed_module;
  ModuleEntry* entry = impl_->make_module(loader, nullptr);
  entry->is_open = true;
  entry->can_read_all_unnamed = true;
  // The boot loader's comes with set_boot_unnamed_module.
  if (loader.loader != 0) {
    Ref<> module = load_ref(Ref<>(loader.loader).get(), vm_.known->java_lang_ClassLoader_unnamedModule);
    entry->module = module.bits();
    if (!module.is_null()) module->set<int64_t>(vm_.known->java_lang_Module_module_entry, reinterpret_cast<intptr_t>(entry));
  }
  loader.unnamed_module = entry;
  return *entry;
}

VM_NO_THREAD_SAFETY void ModuleTable::drop_dead_loaders() {
  // The world is stopped, and no thread stops while it holds the mutex.
  auto is_dead = [](const ModuleEntry* module) { return module->loader->lifetime->is_dead; };
  for (ModuleEntry* module : impl_->modules) std::erase_if(module->reads, is_dead);
  for (auto& [key, package] : impl_->packages) std::erase_if(package->exported_to, is_dead);
  std::erase_if(impl_->packages, [](const auto& row) {
    if (!row.first.loader->lifetime->is_dead) return false;
    row.second->~PackageEntry();
    return true;
  });
  std::erase_if(impl_->modules, [&](ModuleEntry* module) {
    if (!is_dead(module)) return false;
    module->~ModuleEntry();
    return true;
  });
}

bool ModuleTable::reads(const ModuleEntry& from, const ModuleEntry& to) {
  if (&from == &to || from.name.get() == nullptr || &to == java_base_) return true;
  MutexLock lock(impl_->mutex);
  if (to.name.get() == nullptr && from.can_read_all_unnamed) return true;
  for (const ModuleEntry* module : from.reads) {
    if (module == &to) return true;
  }
  return false;
}

bool ModuleTable::is_exported_to(const PackageEntry& package, const ModuleEntry& to) {
  const ModuleEntry& owner = *package.module;
  if (&owner == &to || owner.name.get() == nullptr || owner.is_open) return true;
  MutexLock lock(impl_->mutex);
  if (package.exported_unqualified || (to.name.get() == nullptr && package.exported_to_all_unnamed)) return true;
  for (const ModuleEntry* module : package.exported_to) {
    if (module == &to) return true;
  }
  return false;
}

}  // namespace kiln
