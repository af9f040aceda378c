// classloader/modules.h - modules and packages as the VM knows them (JVM_DefineModule and friends; JLS 7.3, JVMS 5.3.6).
//
// A package belongs to one module per loader; access from class A to public class B needs: A's module reads B's, and
// B's package is exported to it. java.base classes loaded before java.base is defined get their module patched in.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "vm/base/result.h"
#include "vm/base/sync.h"
#include "vm/meta/loader_data.h"
#include "vm/thread/handles.h"

namespace kiln {

struct ModuleEntry {
  RefSlot module;                    // java.lang.Module; root of its loader's lifetime (0 while it is not known yet)
  SymbolPtr name;                    // null: unnamed
  SymbolPtr version, location;
  Ptr32<LoaderData> loader;
  bool is_open = false;
  bool can_read_all_unnamed = false;
  std::vector<ModuleEntry*> reads;
};

struct PackageEntry {
  SymbolPtr name;                    // java/lang
  Ptr32<ModuleEntry> module;
  bool exported_unqualified = false; // to everyone
  bool exported_to_all_unnamed = false;
  std::vector<ModuleEntry*> exported_to;
  int32_t boot_source = -1;          // boot loader: entry of its appended path that the first class came from; -1: none
};

class ModuleTable {
 public:
  explicit ModuleTable(Vm& vm);
  ~ModuleTable();
  ModuleEntry* java_base() const { return java_base_; }
  // Package of a loader, null when no class or module has named it yet.
  PackageEntry* find_package(LoaderData& loader, const Symbol* name);
  // Package in the loader's unnamed module unless a module owns it.
  PackageEntry& package_for_class(LoaderData& loader, std::string_view package_name);
  ModuleEntry& unnamed_module(LoaderData& loader);
  // Forgets packages and modules of loaders that are unloaded, and what others said about these. World stopped.
  void drop_dead_loaders();

  // The JVM_* operations; IllegalArgumentException, NullPointerException, LayerInstantiationException as HotSpot's.
  VM_MAY_SAFEPOINT Expected<void> define_module(Thread& thread, Handle<java::Module> module, bool is_open, Handle<java::String> version,
                                                Handle<java::String> location, const std::vector<std::string>& packages);
  VM_MAY_SAFEPOINT Expected<void> set_boot_unnamed_module(Thread& thread, Handle<java::Module> module);
  VM_MAY_SAFEPOINT Expected<void> add_reads(Thread& thread, Handle<java::Module> from, Handle<java::Module> to);
  VM_MAY_SAFEPOINT Expected<void> add_exports(Thread& thread, Handle<java::Module> from, std::string_view package, Handle<java::Module> to);
  VM_MAY_SAFEPOINT Expected<void> add_exports_to_all(Thread& thread, Handle<java::Module> from, std::string_view package);
  VM_MAY_SAFEPOINT Expected<void> add_exports_to_all_unnamed(Thread& thread, Handle<java::Module> from, std::string_view package);
  bool reads(const ModuleEntry& from, const ModuleEntry& to);
  bool is_exported_to(const PackageEntry& package, const ModuleEntry& to);

 private:
  struct Impl;
  Vm& vm_;
  ModuleEntry* java_base_ = nullptr;
  Impl* impl_;
};

}  // namespace kiln
