// classloader/module_table_impl.h - what ModuleTable keeps; for modules.cpp and module_operations.cpp only.
#pragma once

#include <unordered_map>
#include <vector>

#include "classloader/modules.h"
#include "vm/base/vm.h"

namespace kiln {

struct ModuleTable::Impl {
  struct Key {
    const LoaderData* loader;
    const Symbol* name;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const { return key.name->hash() + size_t{key.loader->id} * 0x9e3779b1u; }
  };

  ModuleEntry* make_module(LoaderData& loader, Symbol* name);
  PackageEntry* make_package(LoaderData& loader, Symbol* name, ModuleEntry* module);
  PackageEntry* find(const LoaderData& loader, const Symbol* name) const;

  Mutex mutex{LockRank::kModules, "modules"};  // guards everything here, packages' exports and modules' reads
  std::vector<ModuleEntry*> modules;
  std::unordered_map<Key, PackageEntry*, Hash> packages;
};

}  // namespace kiln
